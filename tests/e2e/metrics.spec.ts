import { expect, test } from '../support/test'

test('metrics are told to whoever knows the token, and to nobody else', async ({ request }) => {
  const ask = (authorization?: string) =>
    request.get('/api/metrics', { headers: authorization === undefined ? {} : { authorization } })
  expect((await ask()).status()).toBe(401)
  expect((await ask('Bearer wrong')).status()).toBe(401)
  const told = await ask(`Bearer ${process.env.METRICS_TOKEN}`)
  expect(told.status()).toBe(200)
  expect(told.headers()['cache-control']).toBe('no-store')
  expect(await told.text()).toContain('# TYPE pocketshop_orders_confirmed gauge')
})
