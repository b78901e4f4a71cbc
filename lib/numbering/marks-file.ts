import 'server-only'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { NumberMarks } from './model'

const marksSchema = z.object({ orders: z.number(), test: z.number(), live: z.number() })

const none: NumberMarks = { orders: 0, test: 0, live: 0 }

const fileOf = (dataDir: string, shopKey: string) => path.join(dataDir, `numbers-${shopKey}.json`)

/** The highest numbers that were noted outside of the shop's database; zeros when nothing was. */
export async function readMarksFile(dataDir: string, shopKey: string): Promise<NumberMarks> {
  try {
    return marksSchema.parse(JSON.parse(await readFile(fileOf(dataDir, shopKey), 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return none
    throw error
  }
}

/** Notes them whole or not at all. */
export async function writeMarksFile(dataDir: string, shopKey: string, marks: NumberMarks): Promise<void> {
  const draft = `${fileOf(dataDir, shopKey)}.${process.pid}`
  await mkdir(dataDir, { recursive: true })
  await writeFile(draft, `${JSON.stringify(marks)}\n`, { mode: 0o600 })
  await rename(draft, fileOf(dataDir, shopKey))
}
