'use client'

import { unstable_isUnrecognizedActionError as isOfAnotherBuild } from 'next/navigation'
import { BrokenPage } from './broken-page'
import { OutdatedPage } from './outdated-page'
import { ReloadButton } from './reload-button'
import { TryAgainButton } from './try-again-button'

type PageErrorProps = { error: Error & { digest?: string }; reset: () => void }

/** What stands where a page broke, or is from before the shop was updated: then only a reload helps. */
export function PageError({ error, reset }: PageErrorProps) {
  const { digest } = error
  if (isOfAnotherBuild(error)) return <OutdatedPage reload={<ReloadButton />} />
  return <BrokenPage again={<TryAgainButton reset={reset} />} reference={digest} />
}
