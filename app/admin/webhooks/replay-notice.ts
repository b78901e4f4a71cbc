import type { Notice } from '@/lib/back-office/model'
import { inboxStateTexts } from '@/lib/webhooks/model'
import type { Replayed } from '@/lib/webhooks/replay-event'
import type { Worked } from '@/lib/webhooks/replay-many'

const leftText = (count: number) =>
  count === 0 ? '' : ` ${count} were not come to in time and are as before; please replay them again.`

/** What a replay came to, in words for the merchant who asked for it. */
export function replayNotice({ done, left }: Worked<Replayed>): Notice {
  const counts = new Map<string, number>()
  for (const { result } of done) {
    const word = result === null ? 'nothing done' : inboxStateTexts[result].toLowerCase()
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const parts = [...counts].map(([word, count]) => (done.length === 1 ? word : `${count} ${word}`))
  const isQuiet = left.length === 0 && done.every(({ result }) => result === 'settled' || result === 'duplicate')
  return {
    tone: isQuiet ? 'good' : 'warn',
    text: `${done.length === 1 ? 'The delivery was replayed' : `${done.length} deliveries were replayed`}: ${parts.join(', ')}.${leftText(left.length)}`,
  }
}
