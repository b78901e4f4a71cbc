import { describe, expect, it } from 'vitest'
import { parseEnv } from '@/lib/env'

const parsed = (source: Record<string, string>) => {
  const result = parseEnv(source)
  if ('faults' in result) throw new Error(JSON.stringify(result.faults))
  return result.env
}

describe('webhook secrets in the environment', () => {
  it.each(['whsec_a\n', ' whsec_a ', '\twhsec_a\r\n', 'whsec_a,\n', ',whsec_a, ,'])(
    'W35: %j is whsec_a, without what stands around it',
    (POCKETSFLOW_WEBHOOK_SECRET) => {
      expect(parsed({ POCKETSFLOW_WEBHOOK_SECRET }).POCKETSFLOW_WEBHOOK_SECRETS).toEqual(['whsec_a'])
    },
  )

  it('W33: may be several while they are rotated', () => {
    const { POCKETSFLOW_WEBHOOK_SECRETS } = parsed({ POCKETSFLOW_WEBHOOK_SECRET: 'whsec_new, whsec_old\n' })
    expect(POCKETSFLOW_WEBHOOK_SECRETS).toEqual(['whsec_new', 'whsec_old'])
  })

  it.each(['', '  ', '\n', ',', ' , '])('W34: %j is none', (POCKETSFLOW_WEBHOOK_SECRET) => {
    expect(parsed({ POCKETSFLOW_WEBHOOK_SECRET }).POCKETSFLOW_WEBHOOK_SECRETS).toEqual([])
  })
})
