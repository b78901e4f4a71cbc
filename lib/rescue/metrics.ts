import 'server-only'
import type { Clock } from '@/lib/clock'
import { rows, sql } from '@/lib/db'
import { readSweepHealth } from '@/lib/reconciliation/sweep-health'
import { readConfirmations } from './confirmations'
import { listRescue } from './list-rescue'
import { rescueKinds } from './model'

type Sample = { labels: Record<string, string>; value: number | null }
type Gauge = { name: string; help: string; samples: Sample[] }

const labelText = (labels: Sample['labels']) =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replaceAll(/["\\\n]/g, '_')}"`)
    .join(',')

const gaugeText = ({ name, help, samples }: Gauge) =>
  [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...samples
      .filter(({ value }) => value !== null)
      .map(({ labels, value }) => `${name}${labelText(labels) && `{${labelText(labels)}}`} ${value}`),
  ].join('\n')

async function readConfirmationGauges(clock: Clock): Promise<Gauge[]> {
  const { days, ways } = await readConfirmations(clock)
  return [
    {
      name: 'pocketshop_orders_confirmed',
      help: `Orders paid in the last ${days} days, by how the shop learned of it.`,
      samples: ways.map(({ way, count }) => ({ labels: { way }, value: count })),
    },
    {
      name: 'pocketshop_confirmation_seconds',
      help: 'From the payment at the provider to the paid order.',
      samples: ways.flatMap(({ way, medianSeconds, slowSeconds }) => [
        { labels: { way, quantile: '0.5' }, value: medianSeconds },
        { labels: { way, quantile: '0.95' }, value: slowSeconds },
      ]),
    },
  ]
}

async function readRescueGauge(clock: Clock): Promise<Gauge> {
  const items = await listRescue(clock)
  const countOf = (kind: string) => items.filter((item) => item.kind === kind).length
  return {
    name: 'pocketshop_rescue_items',
    help: 'What needs a person.',
    samples: rescueKinds.map((kind) => ({ labels: { kind }, value: countOf(kind) })),
  }
}

async function readSweepGauge(clock: Clock): Promise<Gauge> {
  const health = await readSweepHealth(clock)
  return {
    name: 'pocketshop_sweep_lag_seconds',
    help: 'Since the last look at all payments of the provider.',
    samples: health.map(({ provider, mode, lagSeconds }) => ({ labels: { provider, mode }, value: lagSeconds })),
  }
}

async function readRefusalGauge(): Promise<Gauge> {
  const refused = await rows<{ provider: string; cause: string; count: number }>(
    sql`select provider, cause, count from refused_deliveries order by provider, cause`,
  )
  return {
    name: 'pocketshop_webhooks_refused',
    help: 'Deliveries refused before they were stored, since the first start.',
    samples: refused.map(({ provider, cause, count }) => ({ labels: { provider, cause }, value: count })),
  }
}

/** How the shop is doing, in Prometheus' text format, with nothing personal in it. Reads only. */
export async function readMetrics(clock: Clock): Promise<string> {
  const gauges = await Promise.all([
    readConfirmationGauges(clock),
    readRescueGauge(clock),
    readSweepGauge(clock),
    readRefusalGauge(),
  ])
  return `${gauges.flat().map(gaugeText).join('\n')}\n`
}
