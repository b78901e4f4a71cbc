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

const standardSignature = faultsIn(
  'lib/payments/signature.ts',
  ['tests/unit/payments/standard-webhook.test.ts'],
  [
    ['a delivery without its headers holds', 'if (!family) return false', 'if (!family) return true'],
    ['a delivery of any time holds', '> toleranceSeconds) return false', '> toleranceSeconds * 1_000) return false'],
    ['only the first listed signature counts', 'claimed.some((one)', 'claimed.slice(0, 1).some((one)'],
    [
      'signatures of every kind count',
      ".startsWith('v1,') ? one.slice('v1,'.length)",
      ".startsWith('v1') ? one.slice(one.indexOf(',') + 1)",
    ],
    ['only the first secret signs', 'return expected.some(', 'return expected.slice(0, 1).some('],
    ['a key without bytes signs', '.filter((key) => key.length > 0)', ''],
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
    ['a shared product stands for the nonce', 'attempt.productIsOurs &&\n', ''],
    ['any own product stands for the nonce', ' &&\n      attempt.providerProductId === proof.providerProductId', ''],
    ['the checkout does not stand for the nonce', 'if (bySession) return bySession', ''],
    [
      'no checkout is one of ours',
      'attempt.sessionId !== null && attempt.sessionId === proof.sessionId',
      'attempt.sessionId === proof.sessionId',
    ],
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
      'return !(providerProductId === null && attempt.productIsOurs && attempt.nonce === nonce)',
      'return providerProductId !== null',
    ],
    [
      'a payment for another product agrees',
      'return !(providerProductId === null && attempt.productIsOurs && attempt.nonce === nonce)',
      'return false',
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
export const pureFaults = [...signature, ...standardSignature, ...amountCheck, ...transitionTable]
