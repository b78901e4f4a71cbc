/**
 * Splits a whole amount by weights into whole parts that add up to it exactly: each gets its share rounded down, and the
 * units left over go to the largest remainders, the earlier first. Weights that are all zero count alike. Pure.
 */
export function largestRemainder(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  if (sum === 0) return weights.length === 0 ? [] : largestRemainder(total, new Array(weights.length).fill(1))
  const shares = weights.map((weight, index) => {
    // Products of two amounts leave the range in which doubles are exact.
    const product = BigInt(total) * BigInt(weight)
    return { index, part: Number(product / BigInt(sum)), rest: Number(product % BigInt(sum)) }
  })
  let left = total - shares.reduce((all, { part }) => all + part, 0)
  for (const share of shares.toSorted((a, b) => b.rest - a.rest || a.index - b.index)) {
    if (left === 0) break
    share.part += 1
    left -= 1
  }
  return shares.map(({ part }) => part)
}
