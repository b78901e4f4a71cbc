import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

const SCHEMA_PATH = 'prisma/schema.prisma'

async function instantiateOnce() {
  const wasmPath = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    .replace(/\.js$/, '.wasm')
  const imports = { './schema_engine_bg.js': engineModule } as unknown as WebAssembly.Imports
  const { instance } = await WebAssembly.instantiate(await readFile(wasmPath), imports)
  engineModule.__wbg_set_wasm(instance.exports)
  ;(instance.exports as { __wbindgen_start(): void }).__wbindgen_start()
}

// The engine's module knows one memory: a second instance, made by another copy of this file (test projects have their
// own), would take it away from an engine at work.
const inProcess = globalThis as { pocketshopSchemaEngine?: Promise<void> }

/**
 * Sends a migration whole, as Prisma's native engine does: the adapter's own way cuts it at every semicolon, also inside
 * function bodies and comments. Whole it is one implicit transaction too.
 */
class WholeScriptAdapter extends PrismaPg {
  override async connect() {
    const adapter = await super.connect()
    adapter.executeScript = async (script) => {
      await adapter.underlyingDriver().query(script)
    }
    return adapter
  }
}

/** Lends Prisma's own schema engine as WebAssembly: what `prisma migrate` runs, without the binary it would download. */
export async function withSchemaEngine<Value>(
  databaseUrl: string,
  work: (engine: engineModule.SchemaEngine) => Promise<Value>,
): Promise<Value> {
  inProcess.pocketshopSchemaEngine ??= instantiateOnce()
  await inProcess.pocketshopSchemaEngine
  const pool = new pg.Pool({ connectionString: databaseUrl })
  const schema = await readFile(SCHEMA_PATH, 'utf8')
  const factory = bindMigrationAwareSqlAdapterFactory(new WholeScriptAdapter(pool))
  const options = { datamodels: [[SCHEMA_PATH, schema]] as [string, string][] }
  try {
    return await work(await engineModule.SchemaEngine.new(options, () => {}, factory))
  } finally {
    await pool.end()
  }
}

export const ENGINE_FILTERS = { externalTables: [], externalEnums: [] }
