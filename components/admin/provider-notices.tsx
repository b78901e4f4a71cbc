import { Alert } from '@/components/ui/alert'
import type { ProviderNotice, WallClock } from '@/lib/back-office/model'
import { Moment } from './moment'

export function ProviderNotices({ notices, wall }: { notices: ProviderNotice[]; wall: WallClock }) {
  return notices.map((notice) => (
    <Alert
      key={notice.title}
      tone={notice.tone}
      className="wrap-anywhere p-3"
      title={
        <>
          {notice.title}
          {notice.at && (
            <span className="font-normal text-muted">
              {' · '}
              <Moment at={notice.at} wall={wall} />
            </span>
          )}
        </>
      }
    >
      {notice.text}
    </Alert>
  ))
}
