import { describe, expect, it } from 'vitest'
import { nestingDepth } from '@/lib/webhooks/nesting-depth'

const depthOf = (text: string) => nestingDepth(Buffer.from(text))

describe('the depth of a JSON text is that of its deepest object or array', () => {
  it.each([
    ['', 0],
    ['42', 0],
    ['"{[{["', 0],
    ['{}', 1],
    ['[]', 1],
    ['{"a":[{}]}', 3],
    ['[[],[[]],[]]', 3],
    ['{"a":{},"b":{}}', 2],
  ])('%s', (text, depth) => {
    expect(depthOf(text)).toBe(depth)
  })

  it('does not count brackets in strings, whatever is escaped there', () => {
    expect(depthOf(String.raw`{"a":"\"[[[","b":"\\","c":["}}"]}`)).toBe(2)
  })

  it('does not count bytes of a character that looks like a bracket', () => {
    expect(depthOf('{"name":"孛［｛"}')).toBe(1)
  })

  it('counts what never closes', () => {
    expect(depthOf('['.repeat(20_000))).toBe(20_000)
  })

  it('is not fooled into a low count by closing first', () => {
    expect(depthOf(`${']'.repeat(100)}${'['.repeat(100)}`)).toBeGreaterThan(64)
  })
})
