'use client'

import { useIsHydrated } from './use-is-hydrated'

/** Tells an action that a script will show its answer in place; without it the action answers with a redirect. */
export function StayField() {
  return useIsHydrated() ? <input type="hidden" name="stay" value="1" /> : null
}
