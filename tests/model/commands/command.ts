import fc from 'fast-check'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import { type Book, pagesOf, pick } from '../book'
import type { ShopRun } from '../run/shop-run'

export type Command = fc.AsyncCommand<Book, ShopRun>

/** `possible` decides by the model alone; a webhook that is never told again after `pay` is one that was dropped. */
export function command(
  name: string,
  possible: (book: Book) => boolean,
  work: (book: Book, run: ShopRun) => Promise<unknown>,
): Command {
  return {
    check: possible,
    run: async (book, run) => void (await work(book, run)),
    toString: () => name,
  }
}

export const hasOrder = (book: Book) => book.orders.length > 0
export const hasPage = (book: Book) => pagesOf(book).length > 0
export const hasMoney = (book: Book) => book.money.length > 0
export const backMoney = (book: Book) => book.money.filter(({ backMinor }) => backMinor > 0)

/** Of any list: `pick` brings it within. */
export const index = fc.nat({ max: 11 })

/** One of the providers that the history has, by any number. */
export const providerAt = (book: Book, at: number): ProviderId => pick(book.providers, at)
