import { beforeEach, describe, expect, it, vi } from 'vitest'

const settings = {
  POCKETSFLOW_API_KEY: 'pk_test_unit',
  POCKETSFLOW_WEBHOOK_SECRET: 'whsec_unit',
  APP_URL: 'https://shop.test',
}

async function registryWith(over: Partial<typeof settings> = {}) {
  vi.resetModules()
  for (const [name, value] of Object.entries({ ...settings, ...over })) vi.stubEnv(name, value)
  return import('@/lib/payments/registry')
}

beforeEach(() => {
  vi.unstubAllEnvs()
})

describe('Pocketsflow', () => {
  it('is ready with a key and a secret', async () => {
    const { listProviders } = await registryWith()
    const ready = {
      id: 'pocketsflow',
      name: 'Pocketsflow',
      mode: 'test',
      isConfigured: true,
      ready: true,
      problem: null,
    }
    expect(await listProviders()).toContainEqual(ready)
  })

  it('without a key says where to make one', async () => {
    const { findGateway, listProviders } = await registryWith({ POCKETSFLOW_API_KEY: '' })
    const missing = { id: 'pocketsflow', ready: false, problem: expect.stringContaining('POCKETSFLOW_API_KEY') }
    expect(await listProviders()).toContainEqual(expect.objectContaining(missing))
    expect(findGateway('pocketsflow')).toBeNull()
  })

  it('without a secret says what to register, and can still be asked', async () => {
    const { findGateway, listProviders } = await registryWith({ POCKETSFLOW_WEBHOOK_SECRET: ' ' })
    const problem = expect.stringMatching(/WEBHOOK_SECRET.*https:\/\/shop\.test\/api\/webhooks\/pocketsflow/)
    const unready = expect.objectContaining({ id: 'pocketsflow', ready: false, problem })
    expect(await listProviders()).toContainEqual(unready)
    expect(findGateway('pocketsflow')).not.toBeNull()
  })

  it.each([
    ['pk_test_a', 'test'],
    ['pk_live_a', 'live'],
    ['', 'test'],
  ])('the key %j makes the mode %s', async (POCKETSFLOW_API_KEY, mode) => {
    const { activeMode } = await registryWith({ POCKETSFLOW_API_KEY })
    expect(activeMode()).toBe(mode)
  })

  it('P30: is one gateway per process, and none for payments of the other mode', async () => {
    const { findGateway } = await registryWith()
    expect(findGateway('pocketsflow')).toBe(findGateway('pocketsflow', 'test'))
    expect(findGateway('pocketsflow', 'live')).toBeNull()
  })

  it('does not make the others known without a key of theirs', async () => {
    const { findGateway } = await registryWith()
    expect([findGateway('fungies'), findGateway('flex')]).toEqual([null, null])
  })
})

describe('Flex', () => {
  it('is ready with a key alone, and lives without a webhook', async () => {
    vi.stubEnv('FLEX_API_KEY', 'fsk_test_unit')
    const { findGateway, findWebhookGateway, listProviders } = await registryWith()
    const ready = { id: 'flex', name: 'Flex', mode: 'test', isConfigured: true, ready: true, problem: null }
    expect(await listProviders()).toContainEqual(ready)
    expect(findGateway('flex', 'test')).not.toBeNull()
    expect(await findWebhookGateway('flex')).toBeNull()
  })

  it('without a key says where to make one', async () => {
    const { listProviders } = await registryWith()
    const missing = { id: 'flex', ready: false, problem: expect.stringContaining('FLEX_API_KEY') }
    expect(await listProviders()).toContainEqual(expect.objectContaining(missing))
  })
})
