import { z } from 'zod'

/** Variant options as stored: [{ name, value }]; anything else in the column reads as none. */
export const optionsSchema = z.array(z.object({ name: z.string(), value: z.string() })).catch([])

/** Product facts as stored: [{ label, value }]; anything else in the column reads as none. */
export const factsSchema = z.array(z.object({ label: z.string(), value: z.string() })).catch([])
