import { LoaderCircle } from 'lucide-react'
import { cn } from './class-names'

/** Turns while something is under way; the words beside it say what. */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden strokeWidth={1.5} className={cn('size-5 animate-spin', className)} />
}
