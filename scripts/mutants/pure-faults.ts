import { faultsIn } from './fault'

const signature = faultsIn(
  'lib/payments/signature.ts',
  ['tests/unit/payments/signature.test.ts'],
  [
    ['a missing signature holds', '!hexSha256.test(header)) return false', '!hexSha256.test(header)) return true'],
    ['an empty secret is a secret', "secret !== '' && ", ''],
    ['only the first secret counts', 'secrets.some((', 'secrets.slice(0, 1).some(('],
    ['every secret has to match', 'secrets.some((', 'secrets.every(('],
    ['what stands behind the digits is not looked at', '{64}$/i', '{64}/i'],
    ['what stands before the digits is not looked at', '/^[0-9a-f]', '/[0-9a-f]'],
    ['digits in upper case are refused', '$/i', '$/'],
    ['the body is decoded before it is hashed', '.update(rawBody)', ".update(Buffer.from(rawBody).toString('utf8'))"],
  ],
)

const amountCheck = faultsIn(
  'lib/settlement/judge-payment.ts',
  ['tests/unit/settlement/judge-payment.test.ts'],
  [
    ['any provider will do', 'attempt.provider === proof.provider && ', ''],
    ['any mode will do', ' && attempt.mode === proof.mode', ''],
    [
      'any nonce will do',
      'candidates.find((attempt) => attempt.nonce === proof.nonce) ?? null',
      'candidates[0] ?? null',
    ],
    ['a shared product stands for the nonce', 'attempt.productIsOurs && ', ''],
    ['any own product stands for the nonce', ' && attempt.providerProductId === proof.providerProductId', ''],
    ['the oldest attempt is taken', 'byProduct.at(-1)', 'byProduct.at(0)'],
    [
      'order numbers are compared as numbers',
      'proof.orderNumber !== String(asked.number)',
      'Number(proof.orderNumber) !== asked.number',
    ],
    ['a payment must name its order', 'proof.orderNumber !== null && proof', 'proof'],
    ['the mode of the order is not compared', 'if (proof.mode !== asked.mode)', 'if (false)'],
    ['the currency is not compared', 'if (proof.currency.toUpperCase() !== asked.currency)', 'if (false)'],
    [
      'the currency must be in capitals',
      'if (proof.currency.toUpperCase() !== asked.currency)',
      'if (proof.currency !== asked.currency)',
    ],
    [
      'a payment without product agrees',
      'if (proof.providerProductId !== attempt',
      'if (proof.providerProductId && proof.providerProductId !== attempt',
    ],
    [
      'no amount before tax agrees',
      "differences: ['the provider did not say the amount before tax']",
      'differences: []',
    ],
    [
      'tax may be more than the difference',
      'preTaxMinor + taxMinor !== grossMinor',
      'preTaxMinor + taxMinor > grossMinor',
    ],
    [
      'tax may be less than the difference',
      'preTaxMinor + taxMinor !== grossMinor',
      'preTaxMinor + taxMinor < grossMinor',
    ],
    ['more than asked agrees', 'if (preTaxMinor === asked)', 'if (preTaxMinor >= asked)'],
    ['a cent too few agrees', 'if (preTaxMinor === asked)', 'if (asked - preTaxMinor <= 1)'],
    ['the gross is compared instead', 'if (preTaxMinor === asked)', 'if (grossMinor === asked)'],
    ['a discount may explain nothing paid', 'preTaxMinor > 0 && preTaxMinor < asked', 'preTaxMinor < asked'],
    [
      'any discount explains any amount',
      '!discountTotalsMinor.includes(paidMinor)',
      'discountTotalsMinor.length === 0',
    ],
    [
      'a lower discount explains it',
      'discountTotalsMinor.includes(paidMinor)',
      'discountTotalsMinor.some((total) => total <= paidMinor)',
    ],
    ['one difference is none', 'if (differences.length > 0)', 'if (differences.length > 1)'],
    ['the discount is not kept', 'discountMinor: attempt.expectedMinor - paidMinor', 'discountMinor: 0'],
    [
      'a number alone ties a payment to its order',
      "if (!elsewhere) return { verdict: 'foreign', reason: foreignReason(proof) }",
      "if (!elsewhere) return { verdict: 'disagrees', attempt: null, differences: [] }",
    ],
  ],
)

const transitionTable = faultsIn(
  'lib/orders/transitions.ts',
  ['tests/unit/orders/transitions.test.ts'],
  [
    ['a refunded order can be paid', 'refunded: [],', "refunded: ['paid'],"],
    [
      'a paid order can be reviewed',
      "paid: ['partially_refunded', 'refunded']",
      "paid: ['partially_refunded', 'refunded', 'needs_review']",
    ],
    [
      'a paid order can be cancelled',
      "paid: ['partially_refunded', 'refunded']",
      "paid: ['partially_refunded', 'refunded', 'cancelled']",
    ],
    [
      'a partly refunded order is paid again',
      "partially_refunded: ['refunded']",
      "partially_refunded: ['refunded', 'paid']",
    ],
    ['money for a cancelled order is left aside', "cancelled: ['paid', 'needs_review']", "cancelled: ['needs_review']"],
    ['money for an expired order is left aside', "expired: ['paid', 'needs_review']", 'expired: []'],
    [
      'a failed order cannot be tried again',
      "failed: ['awaiting_payment', 'paid', 'needs_review']",
      "failed: ['paid', 'needs_review']",
    ],
    ['a review cannot end in a refund', "needs_review: ['paid', 'refunded']", "needs_review: ['paid']"],
    [
      'a partly paid order expires',
      "partly_paid: ['paid', 'refunded', 'needs_review']",
      "partly_paid: ['paid', 'refunded', 'needs_review', 'expired']",
    ],
    ['every move is possible', 'transitions[from].includes(to)', 'from !== to'],
  ],
)

/** Signature, amount check and transition table: unit tests have to find every one. */
export const pureFaults = [...signature, ...amountCheck, ...transitionTable]
