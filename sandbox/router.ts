import type { Reply, SandboxRequest } from './exchange'

export type Handler = (request: SandboxRequest) => Reply | Promise<Reply>

/** `[method, path, handler]`; a part of the path that begins with a colon is a parameter. */
export type Route = readonly [method: string, path: string, handler: Handler]

type Match = { handler: Handler; params: Record<string, string> }
export type Router = (method: string, path: string) => Match | undefined

type Compiled = { method: string; parts: string[]; handler: Handler }

/** The first route that fits wins, so fixed paths stand before paths with parameters. */
export function createRouter(routes: readonly Route[]): Router {
  const compiled = routes.map(([method, path, handler]) => ({ method, parts: path.split('/'), handler }))
  return (method, path) => {
    const parts = path.split('/')
    for (const route of compiled) {
      const params = matchRoute(route, method, parts)
      if (params) return { handler: route.handler, params }
    }
    return undefined
  }
}

function matchRoute(route: Compiled, method: string, parts: string[]): Record<string, string> | undefined {
  if (route.method !== method || route.parts.length !== parts.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, expected] of route.parts.entries()) {
    const actual = parts[index] ?? ''
    if (expected.startsWith(':') && actual !== '') params[expected.slice(1)] = decode(actual)
    else if (expected !== actual) return undefined
  }
  return params
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // A stray percent sign is no id of ours; it is looked up as it stands and not found.
    return part
  }
}
