import { Minus, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/class-names'
import { StayField } from '@/components/ui/stay-field'
import { SubmitButton } from '@/components/ui/submit-button'
import { type CartLine, maxQuantityPerLine } from '@/lib/cart/model'

type QuantityStepsProps = { line: CartLine; name: string; setQuantity: (formData: FormData) => void }

/** Three small forms, so that each of its buttons works before any script has loaded. */
export function QuantitySteps({ line, name, setQuantity }: QuantityStepsProps) {
  const most = Math.min(maxQuantityPerLine, line.stock ?? maxQuantityPerLine)
  return (
    <div className="flex items-center">
      <StepForm
        line={line}
        quantity={line.quantity - 1}
        isStopped={line.quantity <= 1}
        label={`One less of ${name}`}
        className="rounded-r-none"
        setQuantity={setQuantity}
      >
        <Minus aria-hidden strokeWidth={1.5} />
      </StepForm>
      <TypedQuantity line={line} name={name} setQuantity={setQuantity} />
      <StepForm
        line={line}
        quantity={line.quantity + 1}
        isStopped={line.quantity >= most}
        label={`One more of ${name}`}
        className="rounded-l-none"
        setQuantity={setQuantity}
      >
        <Plus aria-hidden strokeWidth={1.5} />
      </StepForm>
    </div>
  )
}

function TypedQuantity({ line, name, setQuantity }: QuantityStepsProps) {
  return (
    <form action={setQuantity} className="group relative flex items-center">
      <StayField />
      <input type="hidden" name="variantId" value={line.variantId} />
      <input
        type="number"
        name="quantity"
        defaultValue={line.quantity}
        min={1}
        max={maxQuantityPerLine}
        step={1}
        required
        inputMode="numeric"
        aria-label={`Quantity of ${name}`}
        className="h-11 w-14 border-line-strong border-y bg-surface text-center tabular-nums [appearance:textfield] focus-visible:relative focus-visible:z-10 [&::-webkit-inner-spin-button]:appearance-none"
      />
      <SubmitButton
        size="small"
        className="absolute top-full left-1/2 z-10 mt-1 hidden -translate-x-1/2 shadow-float group-focus-within:inline-flex"
      >
        Update
      </SubmitButton>
    </form>
  )
}

type StepFormProps = {
  line: CartLine
  quantity: number
  isStopped: boolean
  label: string
  className: string
  setQuantity: (formData: FormData) => void
  children: ReactNode
}

function StepForm({ line, quantity, isStopped, label, className, setQuantity, children }: StepFormProps) {
  return (
    <form action={setQuantity}>
      <StayField />
      <input type="hidden" name="variantId" value={line.variantId} />
      <input type="hidden" name="quantity" value={quantity} />
      <SubmitButton aria-label={label} aria-disabled={isStopped} className={cn('size-11 px-0', className)}>
        {children}
      </SubmitButton>
    </form>
  )
}
