import type { JsonObject } from '../exchange'
import { html, type Markup } from '../pages/html'
import { type Definition, GROUPS, type Group } from '../switch-kinds'
import type { Switches } from '../switches'

/** One form per group; each works without a script. */
export function switchGroups({ catalogue, values }: Switches): Markup[] {
  const entries = Object.entries(catalogue)
  const groups = (Object.keys(GROUPS) as Group[]).map((group) => ({
    group,
    members: entries.filter(([, definition]) => definition.group === group),
  }))
  return groups
    .filter(({ members }) => members.length > 0)
    .map(
      ({ group, members }) => html`<form method="post" action="/_sandbox/switches"><h3>${GROUPS[group]}</h3>
${members.map(([name, definition]) => field(name, definition, (values as JsonObject)[name]))}
<div class="buttons"><button>Apply</button></div></form>`,
    )
}

function field(name: string, definition: Definition<unknown>, value: unknown): Markup {
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
