import { redirect } from 'next/navigation'
import { requireMerchant } from '@/lib/auth/require-merchant'

export const instant = false

export default async function AdminPage() {
  await requireMerchant()
  redirect('/admin/orders')
}
