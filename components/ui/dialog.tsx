'use client'

import { X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './button'

type DialogProps = {
  /** The button that opens it. */
  trigger: ReactNode
  title: string
  description?: string
  children: ReactNode
}

export function Dialog({ trigger, title, description, children }: DialogProps) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Primitive.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          className="fixed top-1/2 left-1/2 z-50 grid max-h-[85dvh] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 -translate-y-1/2 gap-4 overflow-y-auto rounded-md border border-line bg-surface p-6 shadow-float"
        >
          <div className="flex items-start justify-between gap-4">
            <Primitive.Title className="text-xl">{title}</Primitive.Title>
            <Primitive.Close asChild>
              <Button look="quiet" size="small" aria-label="Close" className="-mt-1 -mr-2 px-2">
                <X aria-hidden strokeWidth={1.5} />
              </Button>
            </Primitive.Close>
          </div>
          {description && <Primitive.Description className="text-muted">{description}</Primitive.Description>}
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
