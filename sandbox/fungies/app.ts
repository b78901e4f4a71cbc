import { pageRoutes } from '../control/page-routes'
import { createCourier } from '../deliver'
import { trapRoute, withFaults } from '../faults'
import { createOrigin, type Provider } from '../origin'
import { createPost } from '../post'
import { createRouter } from '../router'
import { createSwitches } from '../switches'
import { createTrafficLog } from '../traffic-log'
import { createApi } from './api'
import { openBooks } from './books'
import { ledgerFragment } from './control/page-ledger'
import { controlRoutes } from './control/routes'
import { failureBody } from './envelope'
import { hostedRoutes } from './hosted-pages'
import { resumeLetters } from './send-event'
import { SWITCHES } from './switch-catalogue'
import type { World } from './world'

const SWITCHES_COLLECTION = 'switches.fungies'

/** Puts the parts of Fungies together: the API below /v0, and the store's pages, on one origin. */
export const fungies: Provider = {
  id: 'fungies',
  name: 'Fungies',
  open({ store, origin, neighbours }) {
    const stopping = new AbortController()
    const switches = createSwitches(store, SWITCHES_COLLECTION, SWITCHES)
    const now = () => Date.now() + switches.values.clock_offset_ms
    const world: World = {
      books: openBooks(store),
      switches,
      log: createTrafficLog(now),
      courier: createCourier(),
      now,
      origin: () => origin,
      stopping: stopping.signal,
      post: createPost({ switches, stopping: stopping.signal }),
    }
    resumeLetters(world)
    const { log, courier } = world
    const ledger = () => ledgerFragment(world)
    const shown = { provider: 'Fungies', origin: world.origin, log, switches, ledger, neighbours }
    const errorBody = (code: string, text: string) => failureBody(world, code, text)
    return {
      handle: createOrigin({
        log,
        control: createRouter([...pageRoutes(shown), ...controlRoutes(world, store)]),
        pages: createRouter([...hostedRoutes(world), trapRoute]),
        api: withFaults({ ...world, errorBody }, createApi(world)),
      }),
      stop() {
        stopping.abort()
        courier.stop()
      },
    }
  },
}
