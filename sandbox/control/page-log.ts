import { html, type Markup } from '../pages/html'
import type { LogEntry, TrafficLog } from '../traffic-log'

const SHOWN_ENTRIES = 60

/** The entries above a sequence number as list items, newest first. */
export function logFragment(log: TrafficLog, afterSeq: number): Markup[] {
  return log.list(afterSeq, SHOWN_ENTRIES).reverse().map(item)
}

function item(entry: LogEntry): Markup {
  const kind = entry.event ?? entry.kind
  return html`<li data-seq="${entry.seq}"><details><summary>${entry.at.slice(11, 23)} <strong>${entry.direction}</strong> ${kind} · ${
    entry.method
  } ${entry.path} → <strong>${entry.status ?? 'no answer'}</strong> · ${entry.durationMs} ms${entry.note && html` · ${entry.note}`}</summary>
<pre>${Object.entries(entry.headers).map(([name, value]) => `${name}: ${value}\n`)}</pre>
${entry.requestBody !== '' && html`<p class="small">Request</p><pre>${entry.requestBody}</pre>`}
${entry.responseBody !== '' && html`<p class="small">Answer</p><pre>${entry.responseBody}</pre>`}
</details></li>`
}
