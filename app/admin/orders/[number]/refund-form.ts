import { z } from 'zod'
import type { RefundWish } from '@/lib/refunds/model'
import { fromMajor } from '@/lib/shared/money'

export type AskedRefund = { wish: RefundWish; restock: boolean; requestKey: string; currency: string }

const id = z.coerce.number().int().min(1).max(2_147_483_647)
const requestKey = z.string().regex(/^[\w-]{8,64}$/)
const currency = z.string().regex(/^[A-Z]{3}$/)

function readLines(form: FormData): { lineId: number; quantity: number }[] | null {
  const lines: { lineId: number; quantity: number }[] = []
  for (const [name, value] of form) {
    const digits = /^line-(\d{1,10})$/.exec(name)?.[1]
    if (digits === undefined || value === '' || value === '0') continue
    const quantity = id.safeParse(value)
    if (!quantity.success) return null
    lines.push({ lineId: Number(digits), quantity: quantity.data })
  }
  return lines
}

function readWish(form: FormData, inCurrency: string): RefundWish | null {
  const kind = form.get('kind')
  if (kind === 'whole') return { kind }
  if (kind === 'payment') {
    const paymentId = id.safeParse(form.get('paymentId'))
    return paymentId.success ? { kind: 'whole', paymentId: paymentId.data } : null
  }
  if (kind === 'amount') {
    const amountMinor = fromMajor(String(form.get('amount') ?? ''), inCurrency)
    return amountMinor === null ? null : { kind, amountMinor }
  }
  const lines = kind === 'lines' ? readLines(form) : null
  return lines && { kind: 'lines', lines }
}

/** What a refund form asks for; null when it cannot be read. Pure. */
export function readRefundForm(form: FormData): AskedRefund | null {
  const key = requestKey.safeParse(form.get('requestKey'))
  const money = currency.safeParse(form.get('currency'))
  if (!key.success || !money.success) return null
  const wish = readWish(form, money.data)
  return wish && { wish, restock: form.get('restock') === 'on', requestKey: key.data, currency: money.data }
}
