import Link from 'next/link'

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
  const isWrong = wrong.includes(state)
  return (
    <p className={isWrong ? 'text-bad text-xs' : 'text-muted text-xs'}>
      {problem ?? texts[state] ?? state}
      {isWrong && (
        <>
          {' '}
          <Link href="/admin/catalogue#differs" prefetch={false} className="underline underline-offset-4">
            {state === 'drifted' ? 'It is not sold until you choose a cure' : 'See what can be done'}
          </Link>
        </>
      )}
    </p>
  )
}
