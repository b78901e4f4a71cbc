import { afterEach, describe, expect, it } from 'vitest'
import { exportLedger } from '@/lib/ledger/export-ledger'
import { sealLedger } from '@/lib/ledger/seal-ledger'
import { askForMoney, clearBooks, settleProof } from '@/tests/support/books'
import { testNow } from '@/tests/support/factories'

async function exported(): Promise<string[]> {
  let csv = ''
  await exportLedger(async (part) => {
    csv += part
  })
  return csv.split('\r\n')
}

afterEach(clearBooks)

describe('the export', () => {
  it('has one record for each entry, amounts in major units as debit or credit', async () => {
    const { proofOf, number } = await askForMoney()
    const proof = proofOf()
    await settleProof(proof)
    await sealLedger({ clock: { now: () => testNow } })
    const [heading, ...records] = await exported()
    expect(heading).toMatch(/^transaction,time_utc,kind,/)
    expect(records.at(-1)).toBe('')
    const named = `2026-11-20T12:00:00.000Z,charge,test,pocketsflow,${proof.providerOrderId},${number}`
    expect(records.slice(0, -1).map((record) => record.split(',').slice(1, 11).join(','))).toEqual([
      `${named},provider,USD,25.40,`,
      `${named},fees,USD,1.00,`,
      `${named},sales,USD,,24.00`,
      `${named},tax,USD,,2.40`,
    ])
  })

  it('holds no formula, whatever the provider calls its order', async () => {
    const { proofOf } = await askForMoney()
    await settleProof(proofOf({ providerOrderId: '=HYPERLINK("x")' }))
    const [, record] = await exported()
    expect(record).toContain(`,"'=HYPERLINK(""x"")",`)
  })

  it('of an empty ledger is its heading', async () => {
    expect(await exported()).toHaveLength(2)
  })
})
