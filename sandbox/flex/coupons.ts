import { json } from '../exchange'
import type { ApiRoute } from './api-route'
import { unprocessable } from './errors'
import { objectOf, requiredCents, requiredText, textsOf } from './fields'
import { idOf } from './world'

export const couponRoutes: readonly ApiRoute[] = [
  [
    'POST',
    '/coupons',
    'coupon',
    (world, { fields, testMode }) => {
      const offMinor = requiredCents(fields, 'amount_off')
      if (offMinor === 0) throw unprocessable('coupon_amount_must_be_positive', 'amount_off must be above zero.')
      const coupon = world.books.coupons.put({
        _id: idOf(world, 'fcoup'),
        testMode,
        createdAtMs: world.now(),
        name: requiredText(fields, 'name'),
        offMinor,
        priceIds: textsOf(objectOf(fields, 'applies_to') ?? {}, 'prices') ?? [],
      })
      const { _id, name, priceIds } = coupon
      const shown = {
        coupon_id: _id,
        name,
        amount_off: offMinor,
        applies_to: { prices: priceIds },
        test_mode: testMode,
      }
      return json(200, { coupon: shown })
    },
  ],
]
