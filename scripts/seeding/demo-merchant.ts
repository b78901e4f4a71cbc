import { addMerchant } from '@/lib/auth/add-merchant'
import { verifyPassword } from '@/lib/auth/passwords'
import { prisma } from '@/lib/db'
import { Failure } from '../processes/failure'
import { keepSecret } from '../shop/data-dir'

const DEMO_EMAIL = 'merchant@pocketshop.example'
const PASSWORD_BYTES = 9

/** How the first merchant signs in; the password is null when it was changed since and we no longer know it. */
export type SignIn = { email: string; password: string | null }

type DemoMerchant = { dataDir: string; email: string | undefined; password: string | undefined }

/** Makes the first merchant, with a password kept in the data folder unless one is given; never changes one. */
export async function ensureDemoMerchant({ dataDir, email = DEMO_EMAIL, password }: DemoMerchant): Promise<SignIn> {
  const known = password ?? (await keepSecret(dataDir, 'merchant-password', PASSWORD_BYTES))
  const added = await addMerchant({ email, password: known })
  if (added.ok) return { email, password: known }
  if (added.error.code !== 'exists') throw new Failure(`${added.error.text}.`)
  const merchant = await prisma().merchant.findUnique({ where: { email }, select: { passwordHash: true } })
  const stillTrue = await verifyPassword(known, merchant?.passwordHash ?? null)
  return { email, password: stillTrue ? known : null }
}

/** The sign-in in words for the terminal. */
export const describeSignIn = ({ email, password }: SignIn): string =>
  `${email}  ${password ?? '(with the password you set)'}`
