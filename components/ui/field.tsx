import { Label } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './class-names'
import { FieldError } from './field-error'

export type FieldIds = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }

type FieldProps = {
  /** Becomes the control's id; hint and error get ids made from it. */
  id: string
  label: string
  hint?: string
  error?: string
  optional?: boolean
  className?: string
  /** Draws the control with the ids that tie it to its label, hint and error. */
  children: (ids: FieldIds) => ReactNode
}

export function Field({ id, label, hint, error, optional = false, className, children }: FieldProps) {
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className={cn('grid gap-1.5', className)}>
      <Label.Root htmlFor={id} className="font-medium text-sm">
        {label}
        {optional && <span className="font-normal text-muted"> (optional)</span>}
      </Label.Root>
      {children({ id, 'aria-describedby': describedBy || undefined, 'aria-invalid': error ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-muted text-sm">
          {hint}
        </p>
      )}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}
