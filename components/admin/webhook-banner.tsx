import { Alert } from '@/components/ui/alert'

type WebhookBannerProps = { title: string; text: string; isUrgent: boolean }

/** Stands on every page of the back office while webhooks do not arrive. */
export function WebhookBanner({ title, text, isUrgent }: WebhookBannerProps) {
  return (
    <Alert tone={isUrgent ? 'bad' : 'warn'} title={title} className="wrap-anywhere p-3">
      {text}
    </Alert>
  )
}
