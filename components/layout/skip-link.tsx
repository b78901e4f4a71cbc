export function SkipLink() {
  return (
    <a
      href="#main"
      className="sr-only rounded-md bg-surface px-4 py-3 font-semibold text-ink focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50"
    >
      Skip to content
    </a>
  )
}
