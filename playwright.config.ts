import { defineConfig } from '@playwright/test'
import { findBrowser } from './tests/support/e2e/find-browser'

// The sandbox's switches are one for all: what turns them runs alone, after everything else.
const faults = '**/faults/*.spec.ts'
// What is true only until something happens.
const first = '**/first/*.spec.ts'

export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/support/e2e/start-world.ts',
  tsconfig: './tsconfig.scripts.json',
  outputDir: 'test-results',
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: true,
  workers: 2,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    // Set by the global set-up, before any worker reads this file again.
    baseURL: process.env.E2E_SHOP_URL,
    launchOptions: findBrowser(),
    screenshot: 'only-on-failure',
    locale: 'en-US',
    contextOptions: { reducedMotion: 'reduce' },
  },
  projects: [
    { name: 'first', testMatch: first },
    { name: 'stories', testIgnore: [first, faults], dependencies: ['first'] },
    { name: 'faults', testMatch: faults, dependencies: ['stories'], workers: 1 },
  ],
})
