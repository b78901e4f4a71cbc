import { compareBooks } from './compare'
import type { Scenario } from './scenario'
import type { Stage } from './stage'

/** One thing that is made wrong, by whose signs the comparison has to find it, and how it is put right again. */
type Spoiling = {
  expected: string
  spoil: (stage: Stage) => Promise<unknown>
  mend: (stage: Stage) => Promise<unknown>
}

const bySql = (expected: string, spoil: string, mend: string): Spoiling => ({
  expected,
  spoil: ({ database }) => database.query(spoil),
  mend: ({ database }) => database.query(mend),
})

const byDelivery = (expected: string, one: { status: number; tookMs: number }): Spoiling => ({
  expected,
  spoil: async ({ deliveries }) => {
    deliveries.seen.push({ bodyHash: 'never stored', to: '', isExcused: false, ...one })
  },
  mend: async ({ deliveries }) => {
    deliveries.seen.pop()
  },
})

const lastPayment = '(select max(id) from payments)'
const lastOrder = '(select max(id) from orders where paid_at is not null)'

const SPOILINGS: Spoiling[] = [
  bySql(
    'I1',
    `update payments set gross_minor = gross_minor + 1 where id = ${lastPayment}`,
    `update payments set gross_minor = gross_minor - 1 where id = ${lastPayment}`,
  ),
  bySql(
    'I2',
    `update payments set provider_order_id = 'spoilt ' || provider_order_id where id = ${lastPayment}`,
    `update payments set provider_order_id = substr(provider_order_id, 8) where provider_order_id like 'spoilt %'`,
  ),
  bySql(
    'I4',
    `update variants set stock = stock - 1 where id = (select max(id) from variants where stock is not null)`,
    `update variants set stock = stock + 1 where id = (select max(id) from variants where stock is not null)`,
  ),
  bySql(
    'I5',
    `update mails set kind = 'order_review' where kind = 'order_paid' and order_id = ${lastOrder}`,
    `update mails set kind = 'order_paid' where kind = 'order_review' and order_id = ${lastOrder}`,
  ),
  bySql(
    'I5',
    `insert into number_gaps ("of", first, last, reason, at) values ('receipts (test)', 1, 1, 'spoilt', now())`,
    `delete from number_gaps where reason = 'spoilt'`,
  ),
  byDelivery('I7', { status: 200, tookMs: 10 }),
  byDelivery('I8', { status: 503, tookMs: 4_600 }),
]

async function isNoticed(stage: Stage, { expected, spoil, mend }: Spoiling): Promise<boolean> {
  await spoil(stage)
  try {
    return (await compareBooks(stage, 0)).some((fault) => fault.startsWith(expected))
  } finally {
    await mend(stage)
  }
}

/** A comparison that would notice nothing proves nothing: it is shown things that are wrong. */
export const selfCheck: Scenario = {
  name: 'comparison-notices',
  what: 'money, stock, receipts and answers made wrong one by one, to see that the comparison finds each',
  isShort: true,
  play: async (stage) => {
    const page = await stage.shoppers.openPage()
    await stage.shoppers.pay(page)
    await stage.untilPaid(page.number)
    for (const spoiling of SPOILINGS) {
      if (!(await isNoticed(stage, spoiling))) throw new Error(`What breaks ${spoiling.expected} was not noticed.`)
    }
    return { note: `${SPOILINGS.length} of ${SPOILINGS.length} were found` }
  },
}
