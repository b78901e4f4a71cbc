import { faultsIn } from './fault'

const folder = 'tests/integration'
const wrongMoney = `${folder}/webhooks/wrong-money.test.ts`
const byWebhook = `${folder}/webhooks/settle-by-webhook.test.ts`
const postings = `${folder}/ledger/settlement-postings.test.ts`
const stock = `${folder}/checkout/stock.test.ts`
const races = `${folder}/settlement/concurrency.test.ts`
const byHand = `${folder}/settlement/mark-paid.test.ts`
const lateMoney = `${folder}/webhooks/late-money.test.ts`
const given = `${folder}/settlement/given-by-hand.test.ts`

const settlePayment = faultsIn(
  'lib/settlement/settle-payment.ts',
  [wrongMoney, byWebhook, postings, races, given],
  [
    ['a payment told twice is two', 'if (kept) {', 'if (kept && !recorded) {'],
    [
      'what a merchant placed is unexplained again',
      'return (await keepAtOrder(tx, recorded, settlement)) ?? recordUnmatched',
      'return recordUnmatched',
    ],
    ['the order is not locked', 'lockOrderWithCart(tx, orderId),', 'Promise.resolve(),'],
    [
      'late figures are not kept',
      "if (settlement.figuresFrom === 'api') await completeFigures(tx, recorded.id, settlement)",
      '',
    ],
    [
      'money with a foreign nonce stops the order',
      'return recordForeign(one, judgement.reason)',
      "return recordMismatch(one, { verdict: 'disagrees', attempt: null, differences: [judgement.reason] })",
    ],
    [
      'an order with wrong money goes on waiting',
      "const moves = canMove(order.status, 'needs_review')",
      'const moves = false',
    ],
    [
      'nobody is called to wrong money',
      "if (moves) await enqueueMail(tx, { orderId: order.id, kind: 'order_review'",
      "if (!moves) await enqueueMail(tx, { orderId: order.id, kind: 'order_review'",
    ],
    [
      'wrong money for a paid order is not owed back',
      "const owedMinor = moves || order.status === 'needs_review' ? 0 : leftMinorOf(one)",
      'const owedMinor = 0',
    ],
    [
      'wrong money counts as earned',
      "attemptId, claim: 'owed', verdict: 'mismatch', difference",
      "attemptId, claim: 'earned', verdict: 'mismatch', difference",
    ],
    [
      'unmatched money is forgotten',
      "if (settlement.figuresFrom === 'api') {",
      'if (settlement.proof.grossMinor < 0) {',
    ],
    [
      'a lower amount is accepted unasked',
      "if (judgement.verdict === 'agrees')",
      "if (judgement.verdict === 'agrees' || judgement.verdict === 'lower')",
    ],
    ['the receipt number is not taken', 'await accepted.finish?.()', ''],
  ],
)

const acceptPayment = faultsIn(
  'lib/settlement/accept-payment.ts',
  [wrongMoney, byHand, postings, lateMoney],
  [
    ['a second payment pays again', 'const hasPayment = order.payments.some(isAgreed)', 'const hasPayment = false'],
    [
      'a second payment is not owed back',
      "verdict: 'duplicate' })\n  await tx.rows(",
      "verdict: 'duplicate' })\n  await Promise.resolve(",
    ],
    [
      'a second payment counts as earned',
      "claim: 'owed', verdict: 'duplicate'",
      "claim: 'earned', verdict: 'duplicate'",
    ],
    [
      'money behind a merchant’s word is owed',
      "claim: 'earned', verdict: 'settles'",
      "claim: 'owed', verdict: 'settles'",
    ],
    ['refunded money pays', 'if (proof.isRefunded) return recordRefunded(one, agreed)', ''],
    ['wrong money before the right is not owed back', 'await oweMismatches(one)', ''],
    ['late money is not told apart', 'const late = isClosedUnpaid(order.status)', 'const late = false'],
    [
      'money for sold-out goods counts as earned',
      "const claim = completion.outcome === 'paid' ? 'earned' : 'owed'",
      "const claim = 'earned' as const",
    ],
  ],
)

const completeOrder = faultsIn(
  'lib/settlement/complete-order.ts',
  [byWebhook, stock, wrongMoney, races, lateMoney],
  [
    ['stock is not taken again', "if (order.stockState !== 'released') return true", 'if (order.id > 0) return true'],
    [
      'goods that are gone are sold',
      'if (!(await secureStock(tx, order, completion.at))) {',
      'if (!(await secureStock(tx, order, completion.at)) && order.id < 0) {',
    ],
    ['what was touched on the way stays taken', 'await tx.rows(sql`rollback to savepoint stock`)', ''],
    ['the cart stays full', 'await emptyCart(tx, order, completion.at)', ''],
    ['no receipt is mailed', "kind: 'order_paid'", "kind: 'order_received'"],
    ['all receipts have one number', 'set last = last + 1', 'set last = last'],
    [
      'pages of a paid order stay live',
      'await closeAttempts(tx, order.id, completion)\n  const fulfilment',
      'const fulfilment',
    ],
    ['a refund of sold-out goods is not due', 'refund_due_minor = refund_due_minor + ', 'refund_due_minor = 0 * '],
    ['nobody is called to sold-out goods', "kind: 'order_review', toAddress", "kind: 'order_received', toAddress"],
    ['a late payment is not flagged', 'const late = isClosedUnpaid(order.status)', 'const late = false'],
  ],
)

/** The one door to `paid`: tests on a real database have to find every one. */
export const settlementFaults = [...settlePayment, ...acceptPayment, ...completeOrder]
