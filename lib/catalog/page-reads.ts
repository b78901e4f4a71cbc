import 'server-only'

// Pages of one process may be bundled several times; what they read is counted once, here.
const shared = globalThis as { pocketshopPageReads?: Set<Promise<unknown>> }
const underWay = () => {
  shared.pocketshopPageReads ??= new Set()
  return shared.pocketshopPageReads
}

/** Runs what a cached page reads, and knows of it until it has ended. */
export async function trackPageRead<Value>(read: () => Promise<Value>): Promise<Value> {
  const running = read()
  underWay().add(running)
  try {
    return await running
  } finally {
    underWay().delete(running)
  }
}

/**
 * Resolves once no cached page is reading, at the latest after `longestMs`. A page that read the old state before a change
 * and is stored after it would be taken for fresh for ever; whoever expires it once more after this call heals that.
 */
export async function pageReadsEnded(longestMs: number): Promise<void> {
  let isOver = false
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, longestMs)
  }).then(() => {
    isOver = true
  })
  while (underWay().size > 0 && !isOver) await Promise.race([Promise.allSettled(underWay()), deadline])
  clearTimeout(timer)
}
