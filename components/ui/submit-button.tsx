'use client'

import type { ComponentProps } from 'react'
import { useFormStatus } from 'react-dom'
import { Button } from './button'

/**
 * A submit button that cannot be pressed twice while its form is under way. `aria-disabled` stops it without taking the
 * focus away; before a script has loaded it does submit, and the server decides.
 */
export function SubmitButton({ 'aria-disabled': isStopped, ...props }: ComponentProps<typeof Button>) {
  const { pending } = useFormStatus()
  const isInert = pending || isStopped === true || isStopped === 'true'
  return (
    <Button
      {...props}
      type="submit"
      aria-disabled={isInert || undefined}
      onClick={(event) => {
        if (isInert) event.preventDefault()
      }}
    />
  )
}
