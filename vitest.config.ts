import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const fromRoot = (file: string) => fileURLToPath(new URL(file, import.meta.url))

const alias = {
  'server-only': fromRoot('./node_modules/server-only/empty.js'),
  '@': fromRoot('.'),
}
const consoleGuard = './tests/support/fail-on-console-error.ts'

export default defineConfig({
  resolve: { alias },
  test: {
    // The default leaves a core to nobody.
    maxWorkers: '100%',
    projects: [
      {
        resolve: { alias },
        test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], setupFiles: [consoleGuard] },
      },
      {
        resolve: { alias },
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['./tests/support/database-server.ts'],
          setupFiles: [consoleGuard, './tests/support/fresh-database.ts'],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'model',
          include: ['tests/model/**/*.test.ts'],
          globalSetup: ['./tests/support/database-server.ts'],
          setupFiles: [consoleGuard, './tests/support/fresh-database.ts'],
          // Orders lapse within the hour: histories in which they do stay inside the day that a sweep looks at.
          env: { STOCK_HOLD_MINUTES: '10', ORDER_EXPIRES_MINUTES: '30' },
          hookTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'contract',
          include: ['tests/contract/**/*.test.ts'],
          setupFiles: [consoleGuard],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'commands',
          include: ['tests/commands/**/*.test.ts'],
          setupFiles: [consoleGuard],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
})
