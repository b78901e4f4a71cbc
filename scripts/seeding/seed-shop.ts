import { systemClock } from '@/lib/clock'
import type { Env } from '@/lib/env'
import { copySeedFiles } from './copy-files'
import { ensureDemoMerchant, type SignIn } from './demo-merchant'
import { seedCatalogue } from './seed-catalogue'

/** The demo catalogue with its files, and the first merchant. Safe to repeat. */
export async function seedShop({ DATA_DIR, SHOP_CURRENCY, ADMIN_EMAIL, ADMIN_PASSWORD }: Env): Promise<SignIn> {
  const files = await copySeedFiles(DATA_DIR)
  await seedCatalogue({ at: systemClock.now(), currency: SHOP_CURRENCY, files })
  return ensureDemoMerchant({ dataDir: DATA_DIR, email: ADMIN_EMAIL, password: ADMIN_PASSWORD })
}
