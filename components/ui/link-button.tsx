import Link from 'next/link'
import type { ComponentProps } from 'react'
import { type ButtonStyles, buttonStyles } from './button'
import { cn } from './class-names'

export function LinkButton({ className, look, size, wide, ...props }: ComponentProps<typeof Link> & ButtonStyles) {
  return <Link className={cn(buttonStyles({ look, size, wide }), className)} {...props} />
}
