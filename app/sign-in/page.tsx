import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { SignInForm } from '@/components/admin/sign-in-form'
import { adminPath } from '@/lib/auth/model'
import { findSignedInMerchant } from '@/lib/auth/require-merchant'
import { env } from '@/lib/env'
import { signInAction } from './actions'

export const instant = false

export const metadata: Metadata = { title: 'Sign in', robots: { index: false } }

type SignInPageProps = { searchParams: Promise<{ callbackUrl?: string | string[] }> }

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { callbackUrl } = await searchParams
  const path = adminPath(callbackUrl)
  if (await findSignedInMerchant()) redirect(path)
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-sm content-center gap-8 px-5 py-12">
      <header className="grid gap-2">
        <Link href="/" className="justify-self-start font-display text-lg">
          {env().SHOP_NAME}
        </Link>
        <h1 className="text-2xl">Sign in to the back office</h1>
        <hr className="stitch mt-2" />
      </header>
      <SignInForm action={signInAction} callbackUrl={path} />
    </main>
  )
}
