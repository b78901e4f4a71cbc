/** What one look at the shop found; `note` is worth knowing and no fault. */
export type Finding = { state: 'good' | 'note' | 'wrong'; subject: string; text: string }

const MARKS = { good: '✓', note: '·', wrong: '✗' } as const

export const good = (subject: string, text: string): Finding => ({ state: 'good', subject, text })
export const note = (subject: string, text: string): Finding => ({ state: 'note', subject, text })
/** `text` says what is wrong and how to mend it. */
export const wrong = (subject: string, text: string): Finding => ({ state: 'wrong', subject, text })

export const describeFinding = ({ state, subject, text }: Finding): string => `${MARKS[state]} ${subject}: ${text}`
