'use client'

import { useActionState, useEffect, useRef } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Spinner } from '@/components/ui/spinner'

type State = { email: string; error: string | null }
type SignInFormProps = { action: (previous: State, form: FormData) => Promise<State>; callbackUrl: string }

export function SignInForm({ action, callbackUrl }: SignInFormProps) {
  const [state, submit, isPending] = useActionState(action, { email: '', error: null })
  const password = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (state.error) password.current?.focus()
  }, [state])
  return (
    <form action={submit} className="grid gap-5">
      <div role="alert">{state.error && <Alert tone="bad">{state.error}</Alert>}</div>
      <Field id="email" label="Email">
        {(ids) => (
          <Input {...ids} name="email" type="email" autoComplete="username" required defaultValue={state.email} />
        )}
      </Field>
      <Field id="password" label="Password">
        {(ids) => (
          <Input {...ids} ref={password} name="password" type="password" autoComplete="current-password" required />
        )}
      </Field>
      <label className="flex items-center gap-2 text-sm">
        <input type="checkbox" name="keep" className="size-4" />
        Stay signed in for 7 days
      </label>
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <Button type="submit" look="primary" wide aria-disabled={isPending}>
        {isPending && <Spinner />}
        Sign in
      </Button>
    </form>
  )
}
