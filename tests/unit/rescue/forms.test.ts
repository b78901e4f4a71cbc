import { describe, expect, test } from 'vitest'
import { attachNotice } from '@/app/admin/rescue/outcome-notices'
import { readAttachForm, readLetGoForm, readLookForm, readRefundItemForm } from '@/app/admin/rescue/rescue-form'
import type { Attached } from '@/lib/settlement/attach-payment'

const form = (fields: Record<string, string>) => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}

describe('the forms of the rescue list', () => {
  const refund = { paymentId: '7', number: '', requestKey: 'a-key-of-its-own' }
  test('a refund is of an order, or of money without one', () => {
    expect(readRefundItemForm(form(refund))).toMatchObject({ paymentId: 7, orderNumber: null })
    expect(readRefundItemForm(form({ ...refund, number: '10043' }))).toMatchObject({ orderNumber: 10_043 })
  })

  test.each([{ paymentId: '0' }, { paymentId: 'x' }, { number: '-1' }, { requestKey: 'short' }])(
    'a refund with %o cannot be read',
    (changed) => {
      expect(readRefundItemForm(form({ ...refund, ...changed }))).toBeNull()
    },
  )

  test('money is given to an order with a reason only', () => {
    const attach = { paymentId: '7', number: '10043', reason: ' they wrote\0 to us ' }
    expect(readAttachForm(form(attach))).toEqual({ paymentId: 7, orderNumber: 10_043, reason: 'they wrote to us' })
    expect(readAttachForm(form({ ...attach, reason: ' ' }))).toBeNull()
    expect(readAttachForm(form({ ...attach, number: '' }))).toBeNull()
  })

  test('an order is let go only by somebody who has looked', () => {
    expect(readLetGoForm(form({ number: '9', seen: 'yes' }))).toMatchObject({ orderNumber: 9 })
    expect(readLetGoForm(form({ number: '9' }))).toBeNull()
  })

  test('a look names what was looked at', () => {
    expect(readLookForm(form({ key: 'paid_late:3', number: '9' }))).toEqual({ key: 'paid_late:3', orderNumber: 9 })
    expect(readLookForm(form({ key: "x' or 1", number: '9' }))).toBeNull()
  })

  test.each<[Attached['outcome'], string]>([
    ['paid', 'good'],
    ['extra', 'warn'],
    ['sold_out', 'warn'],
  ])('money that came out as %s is told', (outcome, tone) => {
    const notice = attachNotice({ ok: true, value: { outcome, orderNumber: 10_043 } })
    expect(notice).toMatchObject({ tone, text: expect.stringContaining('10043') })
  })
})
