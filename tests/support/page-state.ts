import type { Page } from './test'

/** A page in a state that people meet, and the way there. */
export type PageState = { name: string; open: (page: Page) => Promise<unknown> }

export const at = (name: string, path: string): PageState => ({ name, open: (page) => page.goto(path) })
