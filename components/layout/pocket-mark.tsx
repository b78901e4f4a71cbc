/** The shop's sign: a stitched pocket with a pencil in it. */
export function PocketMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <path d="M19.5 3.2 22.6 1l2 3.6L22.8 14h-4.6z" className="fill-thread" />
      <path d="M5 10h22v13.4L16 30 5 23.4z" className="fill-denim dark:fill-denim-hem" />
      <path
        d="M8 13.5h16M8 17v4.9l8 4.8 8-4.8V17"
        fill="none"
        className="stroke-thread"
        strokeWidth="1.5"
        strokeDasharray="2.6 1.7"
      />
    </svg>
  )
}
