import { createFungiesGateway } from '@/lib/payments/fungies/gateway'
import { providerFacts } from '@/lib/payments/provider-facts'
import { callFungies } from '../../contract/fungies-sandbox-world'

const secret = 'a secret the merchant chose'

/** Fungies as the sandbox plays it at an origin, with a merchant's store there and the real adapter before it. */
export function fungiesAt(url: string) {
  const store = callFungies(url)
  return {
    ...store,
    gateway: createFungiesGateway({
      publicKey: 'pub_shop_world',
      secretKey: 'sec_shop_world',
      apiUrl: url,
      storeUrl: url,
      mode: 'test',
      names: { product: 'Pocketshop orders', order: (number) => `Pocketshop order ${number}` },
      facts: providerFacts({ provider: 'fungies', mode: 'test' }),
      webhookSecrets: [secret],
      timeoutMs: 3_000,
    }),
    connect: (webhookUrl: string) =>
      store.dashboard({ redirectUrl: 'http://shop.test/return/fungies', webhook: { url: webhookUrl, secret } }),
    /** Delivered before the payment's answer, so that a test sees the end of it. */
    tellFirst: () => store.switches({ webhook_timing: 'before_redirect' }),
  }
}
