import { z } from 'zod'
import { type ImportAs, type Verdict, verdicts } from '@/lib/catalog-sync/model'
import { providerIds } from '@/lib/payments/contract/provider-id'

const id = z.coerce.number().int().min(1).max(2_147_483_647)
const provider = z.enum(providerIds)
const verdict = z.enum(verdicts)

export const RunForm = z.object({ run: id })

export const ProviderForm = z.object({ provider })

export const VariantForm = z.object({ provider, variantId: id })

export const PriceForm = VariantForm.extend({ seenPriceMinor: id })

export type DecisionForm = { runId: number; verdicts: Verdict[]; categoryId: number | null; importAs: ImportAs }

const kind = z.enum(['told', 'physical', 'digital']).catch('told')
const units = z
  .string()
  .regex(/^\d{1,6}$/)
  .transform(Number)

/** Null when a number of units is asked for that is none. */
function readImportAs(form: FormData): ImportAs | null {
  const chosen = form.get('stock') ?? 'told'
  const stock = chosen === 'units' ? units.safeParse(form.get('units')).data : chosen === 'unlimited' ? chosen : 'told'
  return stock === undefined ? null : { kind: kind.parse(form.get('kind') ?? 'told'), stock }
}

/** What the merchant wants applied; null when its number of units is none. @throws on a form that is not ours. */
export function readDecision(form: FormData): DecisionForm | null {
  const category = form.get('category')
  const importAs = readImportAs(form)
  if (!importAs) return null
  return {
    importAs,
    runId: id.parse(form.get('run')),
    verdicts: form.getAll('apply').flatMap((one) => verdict.safeParse(one).data ?? []),
    categoryId: category === null || category === '' ? null : id.parse(category),
  }
}

type Params = Record<string, string | string[] | undefined>

/** The run that an address names; null when it can be none. */
export const readRunId = (text: string): number | null => id.safeParse(text).data ?? null

/** What of a run an address asks to see. */
export function readRunView(params: Params): { verdict: Verdict | null; page: number } {
  return {
    verdict: verdict.safeParse(params.show).data ?? null,
    page: z.coerce
      .number()
      .int()
      .min(1)
      .max(10_000)
      .catch(1)
      .parse(params.page ?? 1),
  }
}
