import { TriangleAlert } from 'lucide-react'
import { StayField } from '@/components/ui/stay-field'
import { SubmitButton } from '@/components/ui/submit-button'
import type { CartLine, LineProblem } from '@/lib/cart/model'
import { formatMoney } from '@/lib/shared/money'

type LineNoteProps = { line: CartLine; currency: string; setQuantity: (formData: FormData) => void }

/** What happened to a line since it was put into the cart, and the one press that answers it. */
export function LineNote({ line, currency, setQuantity }: LineNoteProps) {
  const note = noteOf(line, currency)
  if (!note) return null
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-md border border-warn/40 bg-warn-soft px-3 py-2 text-sm">
      <p className="flex items-start gap-2">
        <TriangleAlert aria-hidden strokeWidth={1.5} className="mt-0.5 size-4 shrink-0 text-warn" />
        {note.text}
      </p>
      {note.answer && (
        <form action={setQuantity}>
          <StayField />
          <input type="hidden" name="variantId" value={line.variantId} />
          <input type="hidden" name="quantity" value={note.answer.quantity} />
          <SubmitButton size="small">{note.answer.label}</SubmitButton>
        </form>
      )}
    </div>
  )
}

type Note = { text: string; answer?: { label: string; quantity: number } }

const problemNotes: Record<LineProblem, (line: CartLine) => Note> = {
  sold_out: () => ({ text: 'Sold out meanwhile. Please remove it to go on; the rest of your cart is fine.' }),
  unavailable: () => ({ text: 'Not for sale any more. Please remove it to go on; the rest of your cart is fine.' }),
  not_alone: () => ({
    text: 'A subscription is ordered by itself. Please order it first and the rest after it, or remove it to go on.',
  }),
  not_enough: ({ stock }) => ({
    text: `Only ${stock} ${stock === 1 ? 'is' : 'are'} left.`,
    answer: { label: stock === 1 ? 'Take the one' : `Take ${stock}`, quantity: stock ?? 1 },
  }),
}

function noteOf(line: CartLine, currency: string): Note | null {
  if (line.problem) return problemNotes[line.problem](line)
  if (line.earlierPriceMinor === undefined) return null
  const before = formatMoney({ amountMinor: line.earlierPriceMinor, currency })
  const now = formatMoney({ amountMinor: line.unitPriceMinor, currency })
  return {
    text: `Its price changed from ${before} to ${now} since you chose it.`,
    answer: { label: 'All right', quantity: line.quantity },
  }
}
