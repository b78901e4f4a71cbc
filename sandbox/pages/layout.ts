import type { Reply } from '../exchange'
import { html, type Markup } from './html'

const SECURITY_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; img-src data:; style-src 'self'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

export type Page = { title: string; body: Markup; status?: number; withScript?: boolean; wide?: boolean }

export function page({ title, body, status = 200, withScript = false, wide = false }: Page): Reply {
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Sandbox</title>
<link rel="stylesheet" href="/_sandbox/assets/sandbox.css">
<link rel="icon" href="data:,">
${withScript && html`<script src="/_sandbox/assets/live.js" defer></script>`}
</head>
<body${wide && html` class="wide"`}>
<header class="banner"><strong>Sandbox</strong><span>no real money moves here</span></header>
<main>${body}</main>
</body>
</html>`
  return { status, headers: SECURITY_HEADERS, body: document.text }
}
