import 'server-only'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const route = z.object({ _isEnsureStaticPage: z.boolean().optional(), routeRegex: z.string().optional() })
const manifestSchema = z.object({ routes: z.record(z.string(), route), dynamicRoutes: z.record(z.string(), route) })

/**
 * Tells the pages that the build promised to keep static (`ensureStatic`). The framework would render them anew for every
 * reader, because `htmlLimitedBots` matches any name of a browser; a reader without a name gets the stored page.
 */
export function findStaticPages(buildDir: string): (pathname: string) => boolean {
  const file = path.join(buildDir, 'prerender-manifest.json')
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  const isKept = ([, { _isEnsureStaticPage }]: [string, z.infer<typeof route>]) => _isEnsureStaticPage === true
  const exact = new Set(
    Object.entries(manifest.routes)
      .filter(isKept)
      .map(([name]) => name),
  )
  const patterns = Object.entries(manifest.dynamicRoutes)
    .filter(isKept)
    .flatMap(([, { routeRegex }]) => (routeRegex ? [new RegExp(routeRegex)] : []))
  return (pathname) => exact.has(pathname) || patterns.some((pattern) => pattern.test(pathname))
}
