const texts: Record<string, string> = {
  unchecked: 'Not checked yet',
  ok: 'Checked: price and state agree',
  drifted: 'Differs there',
  missing: 'Not found there',
}

const wrong: readonly string[] = ['drifted', 'missing']

/** What the last comparison with the provider's product said. */
export function MappingState({ state, problem }: { state: string | null; problem: string | null }) {
  if (state === null) return null
  return (
    <p className={wrong.includes(state) ? 'text-bad text-xs' : 'text-muted text-xs'}>
      {problem ?? texts[state] ?? state}
    </p>
  )
}
