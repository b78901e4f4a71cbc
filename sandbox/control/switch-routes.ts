import { type JsonObject, json, readFields } from '../exchange'
import type { World } from '../pocketsflow/world'
import type { Route } from '../router'
import { SWITCH_NAMES, SWITCHES } from '../switch-catalogue'
import { act } from './action'

export function switchRoutes(world: World): readonly Route[] {
  const { switches } = world
  const view = () => json(200, switchesView(world))
  return [
    ['GET', '/_sandbox/switches', view],
    [
      'PATCH',
      '/_sandbox/switches',
      (request) => {
        switches.change(readFields(request))
        return view()
      },
    ],
    [
      'DELETE',
      '/_sandbox/switches',
      () => {
        switches.reset()
        return view()
      },
    ],
    [
      'POST',
      '/_sandbox/switches',
      act((_request, fields) => {
        switches.change(fields)
        return view()
      }),
    ],
    [
      'POST',
      '/_sandbox/switches/reset',
      act(() => {
        switches.reset()
        return view()
      }),
    ],
  ]
}

function switchesView({ switches }: World): JsonObject {
  const allowed = Object.fromEntries(SWITCH_NAMES.map((name) => [name, SWITCHES[name].allowed]))
  const changed = SWITCH_NAMES.filter((name) => switches.values[name] !== SWITCHES[name].initial)
  return { values: switches.values, changed, allowed }
}
