import { z } from 'zod'
import { type Verdict, verdicts } from '@/lib/catalog-sync/model'
import type { ProviderId } from '@/lib/payments/contract/provider-id'

const id = z.coerce.number().int().min(1).max(2_147_483_647)
const provider = z.enum(['pocketsflow', 'fungies', 'flex']) satisfies z.ZodType<ProviderId>
const verdict = z.enum(verdicts)

export const RunForm = z.object({ run: id })

export const ProviderForm = z.object({ provider })

export const VariantForm = z.object({ provider, variantId: id })

export const PriceForm = VariantForm.extend({ seenPriceMinor: id })

/** What the merchant wants applied. @throws on a form that is not ours. */
export function readDecision(form: FormData): { runId: number; verdicts: Verdict[]; categoryId: number | null } {
  const category = form.get('category')
  return {
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
