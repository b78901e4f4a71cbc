import { Check, Minus } from 'lucide-react'
import { cn } from '@/components/ui/class-names'
import type { OrderStep, StepState } from './order-story'

const markLooks: Record<StepState, string> = {
  done: 'border-good bg-good text-paper',
  current: 'border-accent bg-surface text-accent',
  upcoming: 'border-line-strong bg-surface text-transparent',
  stopped: 'border-line-strong bg-sunken text-muted',
}

const spoken: Record<StepState, string> = {
  done: 'done',
  current: 'in progress',
  upcoming: 'still to come',
  stopped: 'will not happen',
}

function Mark({ state }: { state: StepState }) {
  return (
    <span
      className={cn(
        'relative z-10 grid size-9 place-items-center rounded-full border-2 transition-colors duration-200',
        markLooks[state],
      )}
    >
      {state === 'done' && <Check aria-hidden strokeWidth={2} className="size-4.5" />}
      {state === 'stopped' && <Minus aria-hidden strokeWidth={2} className="size-4.5" />}
      {state === 'current' && <span className="size-2.5 rounded-full bg-accent forced-colors:bg-[CanvasText]" />}
    </span>
  )
}

/** The line from the step before: solid once it has been walked, stitched while it is still to come. */
function Thread({ state }: { state: StepState }) {
  const walked = state === 'done'
  return (
    <span
      aria-hidden
      className={cn('absolute top-[17px] right-1/2 left-[-50%]', walked ? 'h-0.5 bg-good transition-colors' : 'stitch')}
    />
  )
}

/** Placed, paid, on its way: which of them are done. */
export function OrderSteps({ steps }: { steps: OrderStep[] }) {
  return (
    <ol className="grid grid-cols-3 rounded-md border border-line bg-surface px-2 py-5">
      {steps.map((step, index) => (
        <li
          key={index === 0 ? 'placed' : index === 1 ? 'paid' : 'sent'}
          aria-current={step.state === 'current' ? 'step' : undefined}
          className="relative grid content-start justify-items-center gap-1 text-center"
        >
          {index > 0 && <Thread state={step.state} />}
          <Mark state={step.state} />
          <span className={cn('mt-1 font-semibold text-sm', step.state === 'upcoming' && 'text-muted')}>
            {step.label}
            <span className="sr-only">: {spoken[step.state]}</span>
          </span>
          {step.note && <span className="px-1 text-muted text-xs">{step.note}</span>}
        </li>
      ))}
    </ol>
  )
}
