'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import type { RunProgress as Progress } from '@/lib/catalog-sync/model'

const everyMs = 1_500

type RunProgressProps = {
  /** “Looking at Pocketsflow’s products”. */
  label: string
  progress: Progress
  /** False when nobody works at it: then it stands still. */
  isLive: boolean
}

/** How far a run is. It goes on by itself where scripts run; a screen reader hears each tenth. */
export function RunProgress({ label, progress, isLive }: RunProgressProps) {
  const router = useRouter()
  useEffect(() => {
    if (!isLive) return
    const timer = setInterval(() => router.refresh(), everyMs)
    return () => clearInterval(timer)
  }, [isLive, router])
  const { done, total } = progress
  const share = total ? Math.min(1, done / total) : null
  return (
    <div className="grid max-w-xl gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm tabular-nums">
        <span>{label}</span>
        <span className="text-muted">{countText(progress)}</span>
      </div>
      <progress
        aria-label={label}
        value={share ?? undefined}
        max={1}
        className="h-2 w-full appearance-none overflow-hidden rounded-full border border-line bg-sunken accent-accent [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
      />
      {isLive && progress.minutesLeft !== null && progress.minutesLeft > 1 && (
        <p className="text-muted text-xs">{timeText(progress.minutesLeft)}</p>
      )}
      <p role="status" className="sr-only">
        {share === null ? label : `${label}: ${Math.floor(share * 10) * 10} percent`}
      </p>
    </div>
  )
}

const timeText = (minutes: number): string =>
  `About ${minutes} minutes at most, ${minutes > 20 ? 'as the provider tells of each product by itself; later looks are shorter. ' : ''}Checkouts and the search for lost payments go first.`

function countText({ done, total }: Progress): string {
  const counted = done.toLocaleString('en-US')
  return total === null ? counted : `${counted} of ${total.toLocaleString('en-US')}`
}
