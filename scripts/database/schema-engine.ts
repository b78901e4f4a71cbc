import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg'

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

let ready: Promise<void> | undefined

/** Prisma's own schema engine as WebAssembly: what `prisma migrate` runs, without the binary it would download. */
export async function openSchemaEngine(databaseUrl: string) {
  ready ??= instantiateOnce()
  await ready
  const schema = await readFile(SCHEMA_PATH, 'utf8')
  const factory = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: databaseUrl }))
  const options = { datamodels: [[SCHEMA_PATH, schema]] as [string, string][] }
  return engineModule.SchemaEngine.new(options, () => {}, factory)
}

export const ENGINE_FILTERS = { externalTables: [], externalEnums: [] }
