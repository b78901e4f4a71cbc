import { TriangleAlert } from 'lucide-react'
import { SubmitButton } from '@/components/ui/submit-button'
import type { CartLine, LineProblem } from '@/lib/cart/model'

const texts: Record<LineProblem, (line: CartLine) => string> = {
  sold_out: () => 'Sold out meanwhile. Please remove it to go on; the rest of your cart is fine.',
  unavailable: () => 'Not for sale any more. Please remove it to go on; the rest of your cart is fine.',
  not_enough: (line) => `Only ${line.stock} ${line.stock === 1 ? 'is' : 'are'} left.`,
}

type LineProblemNoteProps = { line: CartLine; setQuantity: (formData: FormData) => Promise<void> }

export function LineProblemNote({ line, setQuantity }: LineProblemNoteProps) {
  if (!line.problem) return null
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-warn/40 bg-warn-soft px-3 py-2 text-sm">
      <p className="flex items-start gap-2">
        <TriangleAlert aria-hidden strokeWidth={1.5} className="mt-0.5 size-4 shrink-0 text-warn" />
        {texts[line.problem](line)}
      </p>
      {line.problem === 'not_enough' && line.stock !== null && (
        <form action={setQuantity}>
          <input type="hidden" name="variantId" value={line.variantId} />
          <input type="hidden" name="quantity" value={line.stock} />
          <SubmitButton size="small">{line.stock === 1 ? 'Take the one' : `Take ${line.stock}`}</SubmitButton>
        </form>
      )}
    </div>
  )
}
