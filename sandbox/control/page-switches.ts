import { html, type Markup } from '../pages/html'
import { SWITCH_NAMES, SWITCHES, type SwitchName, type SwitchValues } from '../switch-catalogue'
import { type Definition, GROUPS, type Group } from '../switch-kinds'

/** One form per group; each works without a script. */
export function switchGroups(values: SwitchValues): Markup[] {
  return (Object.keys(GROUPS) as Group[]).map((group) => {
    const names = SWITCH_NAMES.filter((name) => SWITCHES[name].group === group)
    return html`<form method="post" action="/_sandbox/switches"><h3>${GROUPS[group]}</h3>
${names.map((name) => field(name, values))}
<div class="buttons"><button>Apply</button></div></form>`
  })
}

function field(name: SwitchName, values: SwitchValues): Markup {
  const definition: Definition<unknown> = SWITCHES[name]
  const value = values[name]
  const isChanged = value !== definition.initial
  return html`<div${isChanged && html` class="changed"`}>
<label for="${name}">${definition.label}${isChanged && ' (changed)'}<br><span class="small">${name}</span></label>
${definition.choices ? select(name, definition.choices, String(value)) : input(name, definition, value)}</div>`
}

function select(name: string, choices: readonly string[], value: string): Markup {
  const options = choices.map((one) => html`<option${one === value && html` selected`}>${one}</option>`)
  return html`<select id="${name}" name="${name}">${options}</select>`
}

function input(name: string, definition: Definition<unknown>, value: unknown): Markup {
  const shown = value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
  return html`<input id="${name}" name="${name}" value="${shown}" title="${definition.allowed}" autocomplete="off">`
}
