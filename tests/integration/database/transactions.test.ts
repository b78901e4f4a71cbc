import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { closeDatabase, inTransaction, rows, sql, type Tx } from '@/lib/db'

const put = (word: string) => sql`insert into words (word) values (${word})`
const words = async () => (await rows<{ word: string }>(sql`select word from words order by id`)).map((row) => row.word)

beforeEach(async () => {
  await rows(sql`drop table if exists words`)
  await rows(sql`create table words (id serial primary key, word text not null unique)`)
})
afterAll(async () => {
  await rows(sql`drop table words`)
  await closeDatabase()
})

describe('statements of a transaction', () => {
  it('run in the order they are given, whether anybody waits for them or not', async () => {
    await inTransaction(async (tx) => {
      tx.send(put('first'))
      const [counted, , later] = await Promise.all([
        tx.rows<{ count: number }>(sql`select count(*)::int as count from words`),
        tx.rows(put('second')),
        tx.rows<{ word: string }>(sql`select word from words order by id desc`),
      ])
      tx.send(put('third'))
      expect(counted).toEqual([{ count: 1 }])
      expect(later).toEqual([{ word: 'second' }, { word: 'first' }])
    })
    expect(await words()).toEqual(['first', 'second', 'third'])
  })

  it('see what others committed before each of them, as statements by themselves do', async () => {
    await rows(put('seen'))
    const waited = Promise.withResolvers<void>()
    const locked = Promise.withResolvers<void>()
    const holder = inTransaction(async (tx) => {
      await tx.rows(sql`select * from words where word = 'seen' for update`)
      tx.send(put('while another waits'))
      locked.resolve()
      await waited.promise
    })
    await locked.promise
    const waiter = inTransaction((tx) =>
      Promise.all([
        tx.rows(sql`select * from words where word = 'seen' for update`),
        tx.rows<{ word: string }>(sql`select word from words order by id`),
      ]),
    )
    await untilSomebodyWaits()
    waited.resolve()
    await holder
    const [, found] = await waiter
    expect(found.map((row) => row.word)).toEqual(['seen', 'while another waits'])
  })

  it('give back values of every kind as they were given', async () => {
    const at = new Date('2026-11-20T12:00:00.123Z')
    const bytes = Buffer.from([0, 1, 255])
    const found = await inTransaction((tx) =>
      tx.rows(sql`select ${at}::timestamptz as at, ${bytes}::bytea as bytes, ${null}::int as nothing, ${true}::bool as yes,
        ${[1, 2]}::int[] as list, ${'{"a":[1]}'}::jsonb as json, ${'ü “x”'}::text as words`),
    )
    expect(found).toEqual([{ at, bytes, nothing: null, yes: true, list: [1, 2], json: { a: [1] }, words: 'ü “x”' }])
  })
})

describe('a statement that fails', () => {
  const failing: [string, (tx: Tx) => Promise<unknown>][] = [
    ['and was waited for', (tx) => tx.rows(put('twice'))],
    ['and was only sent, at the next one', async (tx) => tx.send(put('twice'))],
    [
      'and was only sent, before a read',
      (tx) => {
        tx.send(put('twice'))
        return tx.rows(sql`select 1`)
      },
    ],
  ]
  it.each(failing)('%s takes the whole transaction back', async (_, fail) => {
    await rows(put('twice'))
    const ended = inTransaction(async (tx) => {
      tx.send(put('new'))
      await fail(tx)
      tx.send(put('newer'))
    })
    await expect(ended).rejects.toMatchObject({ code: '23505' })
    expect(await words()).toEqual(['twice'])
  })

  it('leaves its connection as good as before, also for statements that were new then', async () => {
    const fresh = () =>
      inTransaction(async (tx) => tx.rows(sql`select word from words where word = ${'nobody'} and 1 = 1`))
    const failed = inTransaction(async (tx) => {
      tx.send(sql`select 1 / ${0}::int`)
      return tx.rows(sql`select word from words where word = ${'nobody'} and 1 = 1`)
    })
    await expect(failed).rejects.toMatchObject({ code: '22012' })
    for (let round = 0; round < 12; round += 1) expect(await fresh()).toEqual([])
  })

  it('says so where it was waited for, in a stack that leads there', async () => {
    const error = await inTransaction((tx) => tx.rows(sql`select nonsense from words`)).catch((thrown: Error) => thrown)
    expect(error).toMatchObject({ code: '42703' })
    expect((error as Error).stack).toContain('transactions.test.ts')
  })

  it('refuses a value that cannot be sent before anything is written', async () => {
    const circular: Record<string, unknown> = {}
    circular.self = circular
    const ended = inTransaction(async (tx) => {
      tx.send(put('new'))
      await tx.rows(sql`select ${circular}::jsonb`)
    })
    await expect(ended).rejects.toThrow(/circular/)
    expect(await words()).toEqual([])
  })

  it('thrown by the work itself runs nothing of what was only sent', async () => {
    const ended = inTransaction(async (tx) => {
      tx.send(put('never'))
      throw new Error('changed my mind')
    })
    await expect(ended).rejects.toThrow('changed my mind')
    expect(await words()).toEqual([])
  })
})

async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const [found] = await rows<{ count: number }>(
      sql`select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    )
    if (found?.count) return
  }
}

it('a connection that breaks while nobody asks it anything ends its transaction, and nothing else', async () => {
  const broken = inTransaction(async (tx) => {
    const [own] = await tx.rows<{ pid: number }>(sql`select pg_backend_pid() as pid`)
    await rows(sql`select pg_terminate_backend(${own?.pid})`)
    // An error that nobody listens to would end the process meanwhile.
    await setTimeout(200)
    await tx.rows(put('lost'))
  })
  await expect(broken).rejects.toThrow()
  expect(await words()).toEqual([])
})
