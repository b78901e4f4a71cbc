/** Words and shapes of what is compared with a provider's catalogue; safe in the browser. */

export type RunKind = 'import' | 'check' | 'push'

/** How far a comparison with a provider's catalogue is. */
export type RunPhase = 'reading' | 'deciding' | 'applying' | 'done'

/** What an entry of a provider's catalogue is to the shop, or a product of the shop to the provider. */
export const verdicts = [
  'new',
  'price',
  'drifted',
  'gone',
  'renamed',
  'create_there',
  'update_there',
  'unread',
  'same',
  'skipped',
] as const
export type Verdict = (typeof verdicts)[number]

/** The same for merchants. */
export const verdictTexts: Record<Verdict, string> = {
  new: 'New there',
  price: 'Another price',
  drifted: 'Differs otherwise',
  gone: 'Gone there',
  renamed: 'Renamed there',
  create_there: 'To be created there',
  update_there: 'To be changed there',
  unread: 'Not looked at yet',
  same: 'Agrees',
  skipped: 'Skipped',
}

/** What a merchant can have applied; the other verdicts are told, and changed by hand. */
export const appliedByKind: Record<RunKind, readonly Verdict[]> = {
  import: ['new', 'price', 'renamed'],
  check: [],
  push: ['create_there', 'update_there'],
}

/** Why an entry is left out of a run. */
export const skipReasons = [
  'order_product',
  'wrong_mode',
  'archived',
  'hidden',
  'subscription',
  'buyer_sets_price',
  'other_kind',
  'unreadable_price',
  'free',
  'too_dear',
  'other_currency',
  'nameless',
] as const
export type SkipReason = (typeof skipReasons)[number]

/** The same for merchants. */
export const skipReasonTexts: Record<SkipReason, string> = {
  order_product: 'Made by the shop to carry one order.',
  wrong_mode: 'It belongs to the other mode: test and live never mix.',
  archived: 'It is archived there.',
  hidden: 'It is not published there.',
  subscription: 'It is a subscription; only things that are bought once are imported.',
  buyer_sets_price: 'Its buyers choose what to pay, so it has no price to compare.',
  other_kind: 'It is neither bought once nor a subscription.',
  unreadable_price: 'Its price cannot be read for certain.',
  free: 'It is free, and the shop sells nothing for nothing.',
  too_dear: 'It costs more than the shop can take.',
  other_currency: 'It is sold in another currency than the shop’s.',
  nameless: 'It has no name.',
}

/** How far a run is. `total` is null while nobody knows. */
export type RunProgress = {
  done: number
  total: number | null
  /** About how long reading goes on at most, while checkouts and sweeps need no more than usual; null = nobody knows. */
  minutesLeft: number | null
}

/** A run as its page shows it. */
export type RunView = {
  id: number
  kind: RunKind
  provider: string
  mode: 'test' | 'live'
  phase: RunPhase
  isLive: boolean
  isStopped: boolean
  startedAt: Date
  endedAt: Date | null
  problem: string | null
  unreadable: number
  counts: Partial<Record<Verdict, number>>
  progress: RunProgress
  /** Rows that were applied, and those that could not be. */
  applied: number
  failed: number
}

/** What new products become: as the provider tells, which is sent and without a limit where it tells nothing, or all alike. */
export type ImportAs = { kind: 'told' | 'physical' | 'digital'; stock: 'told' | 'unlimited' | number }

/** How many of the new ones the provider tells more of. */
export type ImportFacts = { digital: number; physical: number; untold: number; limited: number }

/** One entry of a run; minor units. */
export type RowView = {
  id: number
  verdict: Verdict
  reason: string | null
  name: string
  priceMinor: number | null
  currency: string | null
  kind: 'physical' | 'digital' | null
  stock: number | null
  otherName: string | null
  otherPriceMinor: number | null
  providerProductId: string | null
  sku: string | null
  outcome: string | null
  problem: string | null
}

/** One provider's catalogue beside ours. */
export type CatalogueOverview = {
  provider: string
  name: string
  mode: 'test' | 'live'
  mapped: number
  drifted: number
  missing: number
  /** Published variants without a product there. */
  unmapped: number
  /** When its whole list was last begun to be read. */
  checkedAt: Date | null
  liveRunId: number | null
}

/** A mapped variant that a merchant should look at. */
export type DriftRow = {
  variantId: number
  provider: string
  providerName: string
  providerProductId: string
  state: string
  problem: string | null
  name: string
  sku: string
  priceMinor: number
  currency: string
  checkedAt: Date | null
  /** Set when taking it would mend the price. */
  theirPriceMinor: number | null
  newName: string | null
}

/** The address of a run, and of what it found of one verdict. */
export function runPath(runId: number, view: { verdict?: Verdict; page?: number } = {}): string {
  const query = new URLSearchParams({
    ...(view.verdict && { show: view.verdict }),
    ...(view.page && view.page > 1 && { page: String(view.page) }),
  })
  return `/admin/catalogue/${runId}${query.size > 0 ? `?${query}` : ''}`
}

/** What came of an entry that was decided on, for merchants. */
export const outcomeTexts: Record<string, string> = {
  created: 'Imported as a draft',
  already_mapped: 'Was here already',
  price_taken: 'Price taken',
  name_noted: 'Name noted',
  changed_meanwhile: 'Changed here meanwhile, left as it is',
  created_there: 'Created there',
  found_there: 'Found there, not created twice',
  updated_there: 'Changed there',
  differs_there: 'Reads back differently',
  failed: 'Did not work',
}
