import type { ReactNode } from 'react'
import { cn } from './class-names'

export type RadioChoice = { value: string; label: string; description?: ReactNode; disabled?: boolean }

type RadioGroupProps = {
  name: string
  legend: string
  legendHidden?: boolean
  choices: RadioChoice[]
  defaultValue?: string
  className?: string
}

/** The platform's own radio buttons, so that a choice is sent before JavaScript has loaded too. */
export function RadioGroup({ name, legend, legendHidden, choices, defaultValue, className }: RadioGroupProps) {
  return (
    <fieldset className={cn('grid gap-2', className)}>
      <legend className={cn('mb-2 font-medium text-sm', legendHidden && 'sr-only')}>{legend}</legend>
      {choices.map((choice) => (
        <Choice key={choice.value} name={name} choice={choice} chosen={choice.value === defaultValue} />
      ))}
    </fieldset>
  )
}

function Choice({ name, choice, chosen }: { name: string; choice: RadioChoice; chosen: boolean }) {
  const describedBy = choice.description ? `${name}-${choice.value}-description` : undefined
  return (
    <div className="relative flex items-start gap-3 rounded-md border border-line-strong bg-surface p-3 has-checked:border-ink has-checked:outline has-checked:outline-ink has-disabled:opacity-60">
      <input
        type="radio"
        id={`${name}-${choice.value}`}
        name={name}
        value={choice.value}
        defaultChecked={chosen}
        disabled={choice.disabled}
        aria-describedby={describedBy}
        className="mt-1 size-4 shrink-0"
      />
      <div className="grid gap-0.5">
        {/* The label's own area covers the whole box. */}
        <label htmlFor={`${name}-${choice.value}`} className="font-medium after:absolute after:inset-0">
          {choice.label}
        </label>
        {choice.description && (
          <span id={describedBy} className="text-muted text-sm">
            {choice.description}
          </span>
        )}
      </div>
    </div>
  )
}
