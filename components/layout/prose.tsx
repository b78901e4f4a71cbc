import type { ReactNode } from 'react'

/** A page to be read: one column, headings, short paragraphs. */
export function Prose({ title, intro, children }: { title: string; intro: string; children: ReactNode }) {
  return (
    <article className="max-w-prose">
      <h1 className="text-3xl md:text-4xl">{title}</h1>
      <p className="mt-4 text-lg text-muted">{intro}</p>
      <div className="stitch mt-8" />
      <div className="[&_a:hover]:decoration-current [&_a]:underline [&_a]:decoration-line-strong [&_a]:underline-offset-4 [&_h2]:mt-10 [&_h2]:mb-3 [&_h2]:text-xl [&_li]:mt-1.5 [&_p]:mt-3 [&_ul]:mt-3 [&_ul]:list-disc [&_ul]:pl-5">
        {children}
      </div>
    </article>
  )
}
