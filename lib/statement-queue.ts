import 'server-only'
import type pg from 'pg'
import { type Statement, StatementBatch } from './statement-batch'

type Query = Pick<Statement, 'text' | 'values'>
type Waiting = { statement: Statement; resolve: (rows: unknown[]) => void; reject: (error: unknown) => void }

const nobody = () => undefined

/** The statements of one transaction on their way to the database. */
export type StatementQueue = {
  /** Adds one that nobody waits for; it travels with the next that is asked. */
  send(query: Query): void
  /** Adds one and answers with its rows, or with the error of the first that failed in the same batch. */
  ask(query: Query): Promise<unknown[]>
}

async function runBatch(client: pg.ClientBase, batch: Waiting[]): Promise<void> {
  try {
    const results = await client.query(new StatementBatch(batch.map((one) => one.statement))).results
    for (const [index, one] of batch.entries()) one.resolve(results[index] ?? [])
  } catch (error) {
    for (const one of batch) one.reject(error)
  }
}

/** The stack of an answer from the network leads nowhere; this one leads to whoever asked. */
function retrace(error: unknown): never {
  if (error instanceof Error) Error.captureStackTrace(error, retrace)
  throw error
}

/** What is sent and asked in the same moment, before anybody waits, leaves in one batch and runs in that order. */
export function openStatementQueue(client: pg.ClientBase): StatementQueue {
  let waiting: Waiting[] = []
  let leavesSoon = false
  const leave = () => {
    const batch = waiting
    waiting = []
    leavesSoon = false
    void runBatch(client, batch)
  }
  const enqueue = (statement: Statement) =>
    new Promise<unknown[]>((resolve, reject) => {
      waiting.push({ statement, resolve, reject })
      if (!leavesSoon) queueMicrotask(leave)
      leavesSoon = true
    })
  return {
    send: ({ text, values }) => {
      const statement = { text, values, wantsRows: false, isPrepared: true }
      waiting.push({ statement, resolve: nobody, reject: nobody })
    },
    ask: async ({ text, values }) => enqueue({ text, values, wantsRows: true, isPrepared: true }).catch(retrace),
  }
}
