'use server'

import { updateTag } from 'next/cache'
import { redirect } from 'next/navigation'
import { requireMerchant } from '@/lib/auth/require-merchant'
import { leaveNotice } from '@/lib/back-office/notice'
import { productTag } from '@/lib/catalog/tags'
import { noteTheirName, removeMapping, takeTheirPrice } from '@/lib/catalog-sync/cure-drift'
import { runPath } from '@/lib/catalog-sync/model'
import {
  decideRun,
  dropRun,
  listUnmappedVariantIds,
  resumeRun,
  startPush,
  startRun,
  stopRun,
} from '@/lib/catalog-sync/runs'
import { systemClock as clock } from '@/lib/clock'
import { log } from '@/lib/log'
import type { ProviderId } from '@/lib/payments/contract/provider-id'
import { findGateway } from '@/lib/payments/registry'
import { refuseCrossSite } from '@/lib/server-action/same-origin'
import { PriceForm, ProviderForm, RunForm, readDecision, VariantForm } from './catalogue-forms'
import {
  changedMeanwhile,
  mappingRemoved,
  nameNoted,
  notConfigured,
  notMapped,
  priceTaken,
  runErrorNotice,
  unreadableUnits,
} from './catalogue-notices'

const cataloguePath = '/admin/catalogue'

async function guarded(form: FormData) {
  await refuseCrossSite()
  const merchant = await requireMerchant()
  return { merchantId: merchant.id, values: Object.fromEntries(form) }
}

/** The provider's catalogue in the mode of its key. */
async function catalogueOf(provider: ProviderId) {
  const gateway = findGateway(provider)
  if (!gateway?.catalogue) redirect(await leaveNotice(cataloguePath, notConfigured))
  return { provider, mode: gateway.mode }
}

async function openRun(started: Awaited<ReturnType<typeof startRun>>): Promise<never> {
  redirect(started.ok ? runPath(started.value) : await leaveNotice(cataloguePath, runErrorNotice(started.error)))
}

export async function startImportAction(form: FormData): Promise<void> {
  const { merchantId, values } = await guarded(form)
  const { provider } = ProviderForm.parse(values)
  log().info({ merchantId, provider }, 'a catalogue is to be looked at')
  await openRun(await startRun({ ...(await catalogueOf(provider)), kind: 'import', merchantId, clock }))
}

export async function pushUnmappedAction(form: FormData): Promise<void> {
  const { merchantId, values } = await guarded(form)
  const catalogue = await catalogueOf(ProviderForm.parse(values).provider)
  const variantIds = await listUnmappedVariantIds(catalogue)
  if (variantIds.length === 0) redirect(await leaveNotice(cataloguePath, notMapped))
  await openRun(await startPush({ ...catalogue, merchantId, clock, variantIds }))
}

export async function pushVariantAction(form: FormData): Promise<void> {
  const { merchantId, values } = await guarded(form)
  const { provider, variantId } = VariantForm.parse(values)
  await openRun(await startPush({ ...(await catalogueOf(provider)), merchantId, clock, variantIds: [variantId] }))
}

export async function decideRunAction(form: FormData): Promise<void> {
  const { merchantId, values } = await guarded(form)
  const decision = readDecision(form)
  if (!decision) redirect(await leaveNotice(runPath(RunForm.parse(values).run), unreadableUnits))
  const decided = await decideRun({ ...decision, clock })
  log().info({ merchantId, ...decision, ok: decided.ok }, 'a catalogue run was decided')
  const path = runPath(decision.runId)
  redirect(decided.ok ? path : await leaveNotice(path, runErrorNotice(decided.error)))
}

export async function stopRunAction(form: FormData): Promise<void> {
  const { values } = await guarded(form)
  const { run } = RunForm.parse(values)
  await stopRun(run, clock)
  redirect(runPath(run))
}

export async function resumeRunAction(form: FormData): Promise<void> {
  const { values } = await guarded(form)
  const { run } = RunForm.parse(values)
  const resumed = await resumeRun(run, clock)
  redirect(resumed.ok ? runPath(run) : await leaveNotice(runPath(run), runErrorNotice(resumed.error)))
}

export async function dropRunAction(form: FormData): Promise<void> {
  const { values } = await guarded(form)
  const { run } = RunForm.parse(values)
  await dropRun(run, clock)
  redirect(runPath(run))
}

export async function takePriceAction(form: FormData): Promise<void> {
  const { merchantId, values } = await guarded(form)
  const { provider, variantId, seenPriceMinor } = PriceForm.parse(values)
  const slug = await takeTheirPrice({ ...(await catalogueOf(provider)), variantId }, seenPriceMinor, clock)
  log().info({ merchantId, provider, variantId, seenPriceMinor, ok: slug !== null }, 'a provider’s price was taken')
  if (slug === null) redirect(await leaveNotice(cataloguePath, changedMeanwhile))
  updateTag('catalogue')
  updateTag(productTag(slug))
  redirect(await leaveNotice(cataloguePath, priceTaken))
}

export async function noteNameAction(form: FormData): Promise<void> {
  const { values } = await guarded(form)
  const { provider, variantId } = VariantForm.parse(values)
  await noteTheirName({ ...(await catalogueOf(provider)), variantId })
  redirect(await leaveNotice(cataloguePath, nameNoted))
}

export async function removeMappingAction(form: FormData): Promise<void> {
  const { merchantId, values } = await guarded(form)
  const { provider, variantId } = VariantForm.parse(values)
  await removeMapping({ ...(await catalogueOf(provider)), variantId })
  log().info({ merchantId, provider, variantId }, 'a variant was disconnected from its product')
  redirect(await leaveNotice(cataloguePath, mappingRemoved))
}
