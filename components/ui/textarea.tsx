import type { ComponentProps } from 'react'
import { cn } from './class-names'
import { controlStyles } from './control-styles'

export function Textarea({ className, rows = 3, ...props }: ComponentProps<'textarea'>) {
  return <textarea rows={rows} className={cn(controlStyles, 'resize-y', className)} {...props} />
}
