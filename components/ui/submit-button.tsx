'use client'

import type { ComponentProps } from 'react'
import { useFormStatus } from 'react-dom'
import { Button } from './button'

/** A submit button that cannot be pressed twice while its form is under way. */
export function SubmitButton({ children, ...props }: ComponentProps<typeof Button>) {
  const { pending } = useFormStatus()
  return (
    <Button
      {...props}
      type="submit"
      aria-disabled={pending || props['aria-disabled']}
      onClick={(event) => {
        if (pending) event.preventDefault()
      }}
    >
      {children}
    </Button>
  )
}
