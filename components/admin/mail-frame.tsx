/** A mail's HTML in a frame of its own that can run, submit and navigate nothing. */
export function MailFrame({ mailId, title }: { mailId: number; title: string }) {
  return (
    <iframe
      title={title}
      src={`/admin/mails/${mailId}/body`}
      sandbox=""
      referrerPolicy="no-referrer"
      className="h-[44rem] w-full rounded-md border border-line bg-surface"
    />
  )
}
