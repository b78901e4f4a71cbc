import { createHash, randomBytes } from 'node:crypto'

/** 128 random bits as URL-safe text (22 characters). */
export const newToken = (): string => randomBytes(16).toString('base64url')

/** What is stored instead of a token. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()
