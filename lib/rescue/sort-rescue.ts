import { toMajor } from '@/lib/shared/money'
import type { RescueItem } from './model'

// Across currencies only the figure is compared: good enough to put large sums first.
const weight = ({ atRisk }: RescueItem): number => (atRisk ? toMajor(atRisk) : 0)

/** Most money first, and what has waited longest first among equals. Pure. */
export const sortRescue = (items: readonly RescueItem[]): RescueItem[] =>
  items.toSorted((one, other) => weight(other) - weight(one) || one.since.getTime() - other.since.getTime())
