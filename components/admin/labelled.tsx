import type { ReactNode } from 'react'

type LabelledProps = { htmlFor: string; label: string; labelStyle: string; children: ReactNode }

/** A small field with its label above it. */
export function Labelled({ htmlFor, label, labelStyle, children }: LabelledProps) {
  return (
    <div className="grid min-w-0 gap-0.5">
      <label htmlFor={htmlFor} className={labelStyle}>
        {label}
      </label>
      {children}
    </div>
  )
}
