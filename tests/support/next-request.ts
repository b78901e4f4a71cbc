/** Stands in for the framework's request in tests of what reads cookies and headers: a browser with these cookies. */

let jar = new Map<string, string>()

/** From now on requests come from a browser with these cookies. */
export function browseWith(cookies: Record<string, string>): void {
  jar = new Map(Object.entries(cookies))
}

/** For `vi.mock('next/headers', …)`. */
export const nextHeaders = {
  headers: async () => new Headers(),
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
    set: (name: string, value: string) => jar.set(name, value),
  }),
}

/** For `vi.mock('next/server', …)`. */
export const nextServer = { connection: async () => undefined }
