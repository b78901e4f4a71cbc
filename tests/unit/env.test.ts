import { describe, expect, it } from 'vitest'
import { parseEnv } from '@/lib/env'

const modesWith = (source: Record<string, string>) => {
  const result = parseEnv(source)
  return 'env' in result ? result.env.PROVIDER_MODES : result.faults
}
const none = { pocketsflow: null, fungies: null, flex: null }
const fungies = { FUNGIES_PUBLIC_KEY: 'pub_a', FUNGIES_SECRET_KEY: 'sec_a' }

describe('the mode of a provider’s keys', () => {
  it.each<[string, Record<string, string>, object]>([
    ['is unknown without keys', {}, none],
    ['is unknown where only an address is set', { FUNGIES_API_URL: 'http://localhost:4011' }, none],
    ['is the prefix of Pocketsflow’s', { POCKETSFLOW_API_KEY: 'pk_live_a' }, { ...none, pocketsflow: 'live' }],
    ['is test for Flex’s test key', { FLEX_API_KEY: 'fsk_test_a' }, { ...none, flex: 'test' }],
    ['is live for any other key of Flex’s', { FLEX_API_KEY: 'fsk_a' }, { ...none, flex: 'live' }],
    ['is live at the live API of Fungies', fungies, { ...none, fungies: 'live' }],
    [
      'is test at any other',
      { ...fungies, FUNGIES_API_URL: 'https://api.stage.fungies.net' },
      { ...none, fungies: 'test' },
    ],
    [
      'agrees',
      { POCKETSFLOW_API_KEY: 'pk_live_a', FLEX_API_KEY: 'fsk_a' },
      { ...none, pocketsflow: 'live', flex: 'live' },
    ],
  ])('%s', (_name, source, modes) => {
    expect(modesWith(source)).toEqual(modes)
  })

  it.each<[Record<string, string>, string[]]>([
    [{ POCKETSFLOW_API_KEY: 'pk_test_a', FLEX_API_KEY: 'fsk_a' }, ['FLEX_API_KEY']],
    [{ POCKETSFLOW_API_KEY: 'pk_test_a', ...fungies }, ['FUNGIES_API_URL']],
    [{ POCKETSFLOW_API_KEY: 'pk_live_a', FLEX_API_KEY: 'fsk_test_a', ...fungies }, ['FLEX_API_KEY']],
  ])('P30: must not mix: %j', (source, variables) => {
    expect(modesWith(source)).toEqual(
      variables.map((variable) => ({ variable, problem: expect.stringMatching(/POCKETSFLOW_API_KEY.*one mode/) })),
    )
  })

  it('names no key in what is wrong', () => {
    expect(JSON.stringify(modesWith({ FLEX_API_KEY: 'sk_secret' }))).toMatch(/^\[.*FLEX_API_KEY(?!.*sk_secret)/)
  })
})

it('takes several webhook secrets, cut at commas', () => {
  const result = parseEnv({ FLEX_WEBHOOK_SECRET: ' fwhsec_a , fwhsec_b,', FUNGIES_WEBHOOK_SECRET: 'one' })
  expect(result).toMatchObject({
    env: { FLEX_WEBHOOK_SECRETS: ['fwhsec_a', 'fwhsec_b'], FUNGIES_WEBHOOK_SECRETS: ['one'] },
  })
})
