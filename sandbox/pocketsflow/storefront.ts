import { json, Refusal, refuse } from '../exchange'
import type { Route } from '../router'
import { accountOf } from './books'
import { isForSale } from './sessions'
import type { World } from './world'

/** The public catalogue: it needs no key, so whatever is published can be seen by anybody. */
export function storefrontRoutes(world: World): readonly Route[] {
  return [
    [
      'GET',
      '/creator-pages/products/:subdomain',
      (request) => {
        const mode = [true, false].find((test) => accountOf(world.books, test).subdomain === request.params.subdomain)
        if (mode === undefined) return refuse(new Refusal(404, 'NOT_FOUND', 'Not found'))
        const shown = world.books.products.all().filter((one) => one.testMode === mode && one.published)
        return json(200, shown.filter((product) => isForSale(world, product)).reverse())
      },
    ],
  ]
}
