import { SubmitButton } from '@/components/ui/submit-button'

type CancelFormProps = { token: string; until: string | null; action: (form: FormData) => void }

/** Asks once more, in place, and works without a script. */
export function CancelForm({ token, until, action }: CancelFormProps) {
  return (
    <details className="rounded-md border border-line bg-surface">
      <summary className="cursor-pointer px-4 py-3 font-medium">Cancel this subscription</summary>
      <form action={action} className="grid justify-items-start gap-4 border-line border-t px-4 py-4">
        <input type="hidden" name="token" value={token} />
        <p className="max-w-prose">
          {until
            ? `Nothing more will be charged. What is paid stays yours until ${until}.`
            : 'Nothing more will be charged. What is paid stays yours to its end.'}
        </p>
        <SubmitButton look="danger">Yes, cancel it</SubmitButton>
      </form>
    </details>
  )
}
