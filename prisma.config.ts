import { defineConfig } from 'prisma/config'

/** For `prisma` on the command line; the shop itself migrates through scripts/migrate.ts. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
})
