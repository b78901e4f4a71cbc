import { type JsonObject, Refusal } from './exchange'
import type { Store } from './store'
import type { Definition } from './switch-kinds'

/** The switches of one provider, by name. */
export type Catalogue = Readonly<Record<string, Definition<unknown>>>
export type ValuesOf<C extends Catalogue> = { [K in keyof C]: C[K] extends Definition<infer T> ? T : never }

export type Switches<V extends object = object> = {
  readonly catalogue: Catalogue
  readonly values: Readonly<V>
  /** The names of those that are not as they begin. */
  changed(): string[]
  /** All or nothing: one unknown name or value refuses the whole change. */
  change(wanted: JsonObject): void
  reset(): void
  /** Whether a `none | all | n` switch hits this time; counts n down. */
  hits(name: string): boolean
  /** Takes one from a counter; false once it is used up. */
  takeOne(name: string): boolean
  onChange(listener: () => void): void
}

type SavedSwitches = { _id: string; values: JsonObject }

const SAVED_ID = 'current'

/** The values of a catalogue, kept in a collection of their own. */
export function createSwitches<C extends Catalogue>(
  store: Store,
  collection: string,
  catalogue: C,
): Switches<ValuesOf<C>> {
  const saved = store.collection<SavedSwitches>(collection)
  const values: JsonObject = initialValues(catalogue)
  const listeners: (() => void)[] = []
  Object.assign(values, knownValues(catalogue, saved.get(SAVED_ID)?.values ?? {}))

  const keep = (changes: JsonObject) => {
    Object.assign(values, changes)
    saved.put({ _id: SAVED_ID, values: { ...values } })
    for (const listener of listeners) listener()
  }

  return {
    catalogue,
    values: values as ValuesOf<C>,
    changed: () => Object.keys(catalogue).filter((name) => values[name] !== catalogue[name]?.initial),
    change: (wanted) => keep(checkValues(catalogue, wanted)),
    reset: () => keep(initialValues(catalogue)),
    hits(name) {
      const left = values[name]
      if (typeof left === 'number') keep({ [name]: left > 1 ? left - 1 : 'none' })
      return left !== 'none'
    },
    takeOne(name) {
      const left = values[name]
      if (typeof left !== 'number') return true
      if (left > 0) keep({ [name]: left - 1 })
      return left > 0
    },
    onChange: (listener) => void listeners.push(listener),
  }
}

function initialValues(catalogue: Catalogue): JsonObject {
  return Object.fromEntries(Object.entries(catalogue).map(([name, { initial }]) => [name, initial]))
}

function definitionOf(catalogue: Catalogue, name: string): Definition<unknown> | undefined {
  return Object.hasOwn(catalogue, name) ? catalogue[name] : undefined
}

function checkValues(catalogue: Catalogue, wanted: JsonObject): JsonObject {
  const checked: JsonObject = {}
  for (const [name, raw] of Object.entries(wanted)) {
    const definition = definitionOf(catalogue, name)
    if (!definition) {
      const names = Object.keys(catalogue).join(', ')
      throw new Refusal(400, 'UNKNOWN_SWITCH', `There is no switch “${name}”. Allowed: ${names}.`)
    }
    const parsed = definition.parse(raw)
    if (!parsed) throw new Refusal(400, 'UNKNOWN_VALUE', `The switch “${name}” takes ${definition.allowed}.`)
    checked[name] = parsed.value
  }
  return checked
}

function knownValues(catalogue: Catalogue, saved: JsonObject): JsonObject {
  // A journal of an older sandbox may name switches or values that exist no more; those fall back.
  const known = Object.entries(saved).filter(([name, raw]) => definitionOf(catalogue, name)?.parse(raw))
  return checkValues(catalogue, Object.fromEntries(known))
}
