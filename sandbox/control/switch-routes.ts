import { type JsonObject, json, readFields } from '../exchange'
import type { Route } from '../router'
import type { Switches } from '../switches'
import { act } from './action'

export function switchRoutes(switches: Switches): readonly Route[] {
  const view = () => json(200, switchesView(switches))
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

function switchesView({ catalogue, values, changed }: Switches): JsonObject {
  const allowed = Object.fromEntries(Object.entries(catalogue).map(([name, definition]) => [name, definition.allowed]))
  return { values, changed: changed(), allowed }
}
