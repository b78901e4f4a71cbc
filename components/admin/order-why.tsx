import { Box, Panel } from './panel'

/** Why the order is as it is, and what would change it next, in sentences. */
export function OrderWhy({ because, next }: { because: readonly string[]; next: readonly string[] }) {
  return (
    <Panel id="why" title="Why it is so">
      <Box className="grid gap-3">
        <Sentences sentences={because} />
        <div className="grid gap-1">
          <h3 className="font-sans font-semibold">What would change it next</h3>
          <Sentences sentences={next} />
        </div>
      </Box>
    </Panel>
  )
}

function Sentences({ sentences }: { sentences: readonly string[] }) {
  return (
    <ul className="grid max-w-prose gap-1">
      {sentences.map((sentence) => (
        <li key={sentence} className="wrap-anywhere">
          {sentence}
        </li>
      ))}
    </ul>
  )
}
