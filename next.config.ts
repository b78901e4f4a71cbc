import type { NextConfig } from 'next'

const config: NextConfig = {
  // Tests and a running demo build side by side.
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  // The empty pages and handlers that the benchmark compares with (*.bench.ts) exist in its own build only.
  // Types are checked with those of everything else, and would not make it faster.
  ...(process.env.BENCH_BUILD && {
    pageExtensions: ['bench.tsx', 'bench.ts', 'tsx', 'ts'],
    typescript: { ignoreBuildErrors: true },
  }),
  cacheComponents: true,
  // A link that comes into view fetches what its kind of page shares, not each page.
  partialPrefetching: true,
  // Pages that depend on the request answer real 307 and 404 only when nothing is streamed (docs/adr/0009).
  htmlLimitedBots: /.*/,
  // A one-shot webhook sender may not follow a redirect to the path without its slash.
  skipTrailingSlashRedirect: true,
  poweredByHeader: false,
  // The shop's server compresses after it has hashed inline scripts (docs/adr/0010).
  compress: false,
  // It also names the pages: the framework would read each one through at every request (lib/server/kept-answers.ts).
  generateEtags: false,
  // Pages made at run time stay in memory: unknown slugs cannot fill the disk, a restart never reads an old page.
  experimental: { isrFlushToDisk: false },
  serverExternalPackages: ['pg', 'pino', 'nodemailer'],
}

export default config
