import { expect, it, vi } from 'vitest'

const label = { purpose: 'webhook secrets', belongsTo: 'pocketsflow test wh_1' }

async function sealing(AUTH_SECRET = 'unit-tests-only-0123456789abcdefghij') {
  vi.resetModules()
  vi.stubEnv('AUTH_SECRET', AUTH_SECRET)
  return import('@/lib/sealed-text')
}

it('gives back what was sealed, and never the same bytes twice', async () => {
  const { sealText, openSealed } = await sealing()
  const sealed = sealText(label, 'whsec_ü')
  expect(openSealed(label, sealed)).toBe('whsec_ü')
  expect(sealed.includes('whsec')).toBe(false)
  expect(sealText(label, 'whsec_ü').equals(sealed)).toBe(false)
})

it('opens nothing of which a single bit was changed, nor a part of it', async () => {
  const { sealText, openSealed } = await sealing()
  const sealed = sealText(label, 'whsec_x')
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed)
    changed.writeUInt8((changed[at] ?? 0) ^ 1, at)
    expect(openSealed(label, changed), `byte ${at}`).toBeNull()
    expect(openSealed(label, sealed.subarray(0, at)), `${at} bytes`).toBeNull()
  }
})

it.each([
  { ...label, belongsTo: 'pocketsflow live wh_1' },
  { ...label, purpose: 'something else' },
])('opens nothing for another use: %o', async (other) => {
  const { sealText, openSealed } = await sealing()
  expect(openSealed(other, sealText(label, 'whsec_x'))).toBeNull()
})

it('opens nothing once AUTH_SECRET is another one', async () => {
  const sealed = (await sealing()).sealText(label, 'whsec_x')
  const { openSealed } = await sealing('another-secret-0123456789abcdefghij')
  expect(openSealed(label, sealed)).toBeNull()
})
