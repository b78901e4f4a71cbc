import 'server-only'
import { notFound, redirect } from 'next/navigation'
import { z } from 'zod'
import type { Notice } from '@/lib/back-office/model'
import { leaveNotice } from '@/lib/back-office/notice'
import { findOrderByNumber } from '@/lib/orders/merchant-order'
import type { OrderStatus } from '@/lib/orders/model'

const number = z.coerce.number().int().min(1).max(2_147_483_647)
const reason = z.string().trim().min(3).max(500)

export type AskedOrder = { id: number; number: number; status: OrderStatus }

/** The order that an action's form names; 404 when there is none. Merchants only. */
export async function readOrder(form: FormData): Promise<AskedOrder> {
  const parsed = number.safeParse(form.get('number'))
  const found = parsed.success ? await findOrderByNumber(parsed.data) : null
  if (!parsed.success || !found) notFound()
  return { ...found, number: parsed.data }
}

/** The reason that a form gives; without a usable one, back to the order with a word about it. */
export async function readReason(form: FormData, order: AskedOrder): Promise<string> {
  const parsed = reason.safeParse(form.get('reason'))
  if (parsed.success) return parsed.data.replaceAll('\0', '')
  return backTo(order, { tone: 'bad', text: 'Please give a reason of 3 to 500 characters. Nothing was changed.' })
}

/** Ends an action: back to the order's page with a message. */
export async function backTo(order: AskedOrder, notice: Notice): Promise<never> {
  redirect(await leaveNotice(`/admin/orders/${order.number}`, notice))
}
