import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashInlineScripts } from '@/lib/server/hashed-scripts'

const hashOf = (code: string) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`

test.each([
  'self.__next_f.push([1,"a page\'s data with \\u003c/script> in it"])',
  '(self.__next_f=self.__next_f||[]).push([0])',
  '(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = [])).push({"otherChunks":["a.js"],"runtimeModuleIds":[1]});',
  '$RC("B:0","S:0")',
])('what the framework writes into a page may run: %s', (code) => {
  expect(hashInlineScripts(`<body><script>${code}</script></body>`)).toEqual([hashOf(code)])
})

test.each([
  'alert(1)',
  'self.__next_f.push([1,"x"]);alert(1)',
  'self.__next_f.push([alert(1)])',
  '$RC("B:0",alert(1))',
  ' self.__next_f.push([0])//',
])('a script that came in by other means gets no hash: %s', (code) => {
  expect(hashInlineScripts(`<script>${code}</script>`)).toEqual([])
})

test('data that browsers never run, and scripts in files, need no hash', () => {
  const html = '<script type="application/ld+json">{"a":1}</script><script src="/a.js" async=""></script>'
  expect(hashInlineScripts(html)).toEqual([])
})

test('each script is named once', () => {
  const script = '<script>self.__next_f.push([0])</script>'
  expect(hashInlineScripts(script + script)).toHaveLength(1)
})
