import { Alert } from '@/components/ui/alert'
import type { Notice } from '@/lib/back-office/model'

/** Where the outcome of an action is shown and read out. It stays in the page, so that what appears in it is announced. */
export function NoticeRegion({ notice }: { notice: Notice | null }) {
  return (
    <div role="status" className="empty:hidden">
      {notice && (
        <Alert tone={notice.tone} className="p-3">
          {notice.text}
        </Alert>
      )}
    </div>
  )
}
