import { type JsonObject, Refusal } from './exchange'
import type { Store } from './store'
import { SWITCH_NAMES, SWITCHES, type SwitchName, type SwitchValues } from './switch-catalogue'
import type { Definition } from './switch-kinds'

export type Switches = {
  readonly values: Readonly<SwitchValues>
  /** All or nothing: one unknown name or value refuses the whole change. */
  change(wanted: JsonObject): void
  reset(): void
  /** Whether a `none | all | n` switch hits this time; counts n down. */
  hits(name: CountSwitch): boolean
  /** Takes one from a counter; false once it is used up. */
  takeOne(name: 'api_fault_count'): boolean
  onChange(listener: () => void): void
}

type CountSwitch = 'webhook_drop'
type SavedSwitches = { _id: string; values: JsonObject }

const SWITCHES_COLLECTION = 'switches'
const SAVED_ID = 'current'

export function createSwitches(store: Store): Switches {
  const saved = store.collection<SavedSwitches>(SWITCHES_COLLECTION)
  const values = initialValues()
  const listeners: (() => void)[] = []
  Object.assign(values, knownValues(saved.get(SAVED_ID)?.values ?? {}))

  const keep = (changes: Partial<SwitchValues>) => {
    Object.assign(values, changes)
    saved.put({ _id: SAVED_ID, values: { ...values } })
    for (const listener of listeners) listener()
  }

  return {
    values,
    change: (wanted) => keep(checkValues(wanted)),
    reset: () => keep(initialValues()),
    hits(name) {
      const left = values[name]
      if (typeof left === 'number') keep({ [name]: left > 1 ? left - 1 : 'none' })
      return left !== 'none'
    },
    takeOne(name) {
      const left = values[name]
      if (left === null) return true
      if (left > 0) keep({ [name]: left - 1 })
      return left > 0
    },
    onChange: (listener) => void listeners.push(listener),
  }
}

function initialValues(): SwitchValues {
  return Object.fromEntries(SWITCH_NAMES.map((name) => [name, SWITCHES[name].initial])) as SwitchValues
}

function definitionOf(name: string): Definition<unknown> | undefined {
  return Object.hasOwn(SWITCHES, name) ? SWITCHES[name as SwitchName] : undefined
}

function checkValues(wanted: JsonObject): Partial<SwitchValues> {
  const checked: JsonObject = {}
  for (const [name, raw] of Object.entries(wanted)) {
    const definition = definitionOf(name)
    if (!definition)
      throw new Refusal(400, 'UNKNOWN_SWITCH', `There is no switch “${name}”. Allowed: ${SWITCH_NAMES.join(', ')}.`)
    const parsed = definition.parse(raw)
    if (!parsed) throw new Refusal(400, 'UNKNOWN_VALUE', `The switch “${name}” takes ${definition.allowed}.`)
    checked[name] = parsed.value
  }
  return checked as Partial<SwitchValues>
}

function knownValues(saved: JsonObject): Partial<SwitchValues> {
  // A journal of an older sandbox may name switches or values that exist no more; those fall back.
  const known = Object.entries(saved).filter(([name, raw]) => definitionOf(name)?.parse(raw))
  return checkValues(Object.fromEntries(known))
}
