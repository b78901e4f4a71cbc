import type { Notice } from '@/lib/back-office/model'
import type { RunError } from '@/lib/catalog-sync/runs'

const runErrorTexts: Record<RunError['code'], string> = {
  busy: 'Something is under way with this provider already. Wait for its end, or stop it.',
  unknown_run: 'This can no longer be done: it has gone on meanwhile.',
  nothing_chosen: 'Nothing was chosen, so nothing was changed.',
}

export const runErrorNotice = ({ code }: RunError): Notice => ({ tone: 'warn', text: runErrorTexts[code] })

export const notConfigured: Notice = {
  tone: 'bad',
  text: 'This provider is not configured, or has no catalogue to compare.',
}

export const notMapped: Notice = { tone: 'good', text: 'Every published product has one there already.' }

export const changedMeanwhile: Notice = {
  tone: 'warn',
  text: 'A price changed meanwhile, so nothing was taken. Please look again.',
}

export const priceTaken: Notice = { tone: 'good', text: 'The price there is the shop’s price now.' }

export const nameNoted: Notice = { tone: 'good', text: 'Noted. Your own name stays as it is.' }

export const mappingRemoved: Notice = {
  tone: 'good',
  text: 'The connection is removed. The variant is sold as an order’s total; its product there stays as it is.',
}

export const unreadableUnits: Notice = {
  tone: 'bad',
  text: 'Please write how many there are of each as a whole number, or choose another stock. Nothing was changed.',
}
