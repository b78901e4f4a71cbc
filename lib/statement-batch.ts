import 'server-only'
import pg from 'pg'
import pgUtils from 'pg/lib/utils'

export type Statement = {
  text: string
  values: unknown[]
  /** False when nobody reads what it returns. */
  wantsRows: boolean
  /** Parsed and planned once for each connection: for a text that stays the same and is run often. */
  isPrepared: boolean
}

type Encoded = Statement & { values: (string | Buffer | null)[] }
type Row = Record<string, unknown>
type Field = { name: string; parse: (raw: string) => unknown }

/** What is prepared on one connection, by text; `made` only grows, so that a name is never used twice. */
type Prepared = { names: Map<string, string>; made: number }

const preparedAtMost = 300

// Kept like the pools themselves: the server's own copy of this module and the pages' copy use the same connections.
const globalPrepared = globalThis as { pocketshopPrepared?: WeakMap<pg.Connection, Prepared> }

function preparedStatements(connection: pg.Connection): Prepared {
  globalPrepared.pocketshopPrepared ??= new WeakMap()
  const preparedOn = globalPrepared.pocketshopPrepared
  const known = preparedOn.get(connection) ?? { names: new Map(), made: 0 }
  preparedOn.set(connection, known)
  return known
}

const encode = (statement: Statement): Encoded => ({
  ...statement,
  values: statement.values.map(pgUtils.prepareValue),
})

/**
 * Statements that go to PostgreSQL in one message and are answered in one, because a round trip is most of what a small
 * statement costs. Each is run by itself, in this order; the first that fails ends the batch, and none behind it is run.
 * Hand it to `client.query`, once.
 */
export class StatementBatch implements pg.Submittable {
  /** The rows of each statement; rejected with the error of the first that failed. */
  readonly results: Promise<Row[][]>
  private resolve: (results: Row[][]) => void = () => undefined
  private reject: (error: Error) => void = () => undefined
  private readonly found: Row[][]
  private readonly parsedNow: string[] = []
  private fields: Field[] = []
  private current = 0

  constructor(private readonly statements: Statement[]) {
    this.found = statements.map(() => [])
    this.results = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }

  /** Called by the client when it is this batch's turn. An error that is returned comes back to `handleError`. */
  submit(connection: pg.Connection): Error | null {
    connection.stream.cork()
    try {
      // All values are encoded before anything is written: one that cannot be sent must not leave half a message.
      for (const statement of this.statements.map(encode)) this.write(connection, statement)
      connection.sync()
      return null
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    } finally {
      connection.stream.uncork()
    }
  }

  private write(connection: pg.Connection, { text, values, wantsRows, isPrepared }: Encoded): void {
    const statement = isPrepared ? this.prepare(connection, text) : ''
    if (statement === '') connection.parse({ name: '', text, types: [] }, true)
    connection.bind({ statement, values }, true)
    if (wantsRows) connection.describe({ type: 'P', name: '' }, true)
    connection.execute(null, true)
  }

  /** The name of a text on this connection; none when there are too many already. */
  private prepare(connection: pg.Connection, text: string): string {
    const prepared = preparedStatements(connection)
    const known = prepared.names.get(text)
    if (known !== undefined) return known
    if (prepared.names.size >= preparedAtMost) return ''
    const name = `p${prepared.made++}`
    connection.parse({ name, text, types: [] }, true)
    prepared.names.set(text, name)
    this.parsedNow.push(text)
    return name
  }

  handleRowDescription({ fields }: { fields: pg.FieldDef[] }): void {
    this.fields = fields.map(({ name, dataTypeID }) => ({ name, parse: pg.types.getTypeParser(dataTypeID, 'text') }))
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    if (!this.statements[this.current]?.wantsRows) return
    const row: Row = {}
    for (const [index, { name, parse }] of this.fields.entries()) {
      const raw = fields[index] ?? null
      row[name] = raw === null ? null : parse(raw)
    }
    this.found[this.current]?.push(row)
  }

  handleCommandComplete(): void {
    this.current += 1
  }

  handleEmptyQuery(): void {
    this.current += 1
  }

  handleError(error: Error, connection: pg.Connection): void {
    // Nobody knows how many of the new ones were parsed, so they get new names next time.
    for (const text of this.parsedNow) preparedStatements(connection).names.delete(text)
    this.reject(error)
  }

  handleReadyForQuery(): void {
    this.resolve(this.found)
  }
}
