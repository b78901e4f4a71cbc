/** Where the parts of the world under test are, handed from the run's set-up to its workers through the environment. */

function read(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run the tests through the Playwright configuration`)
  return value
}

export const world = () => ({
  shopUrl: read('E2E_SHOP_URL'),
  sandboxUrl: read('E2E_SANDBOX_URL'),
  fungiesUrl: read('E2E_FUNGIES_URL'),
  flexUrl: read('E2E_FLEX_URL'),
  mailboxUrl: read('E2E_MAILBOX_URL'),
  dataDir: read('E2E_DATA_DIR'),
  /** The build that is served. */
  buildDir: read('NEXT_DIST_DIR'),
})

export const merchantSignIn = { email: 'owner@pocketshop.test', password: 'planted-Password-9f3c71' }

/** Secrets of the shop under test: if one of them turns up in a page or a script, it came from its environment. */
export const plantedSecrets = {
  AUTH_SECRET: 'planted-auth-secret-5b1d0e7c93aa4f62',
  ADMIN_PASSWORD: merchantSignIn.password,
}
