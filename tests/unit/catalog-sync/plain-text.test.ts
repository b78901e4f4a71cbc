import { describe, expect, it } from 'vitest'
import { firstSentence, plainText, slugOf } from '@/lib/catalog-sync/plain-text'

describe('a provider’s text becomes plain', () => {
  it.each([
    ['<p>One.</p><p>Two &amp; three.</p>', 'One.\nTwo & three.'],
    ['a<br>b<br/>c', 'a\nb\nc'],
    ['<script>alert(1)</script>Mug', 'Mug'],
    ['<style>p{}</style>Mug', 'Mug'],
    ['Mug<script>alert(1)', 'Mug'],
    ['&lt;b&gt; stays &#8364;5', '<b> stays €5'],
    ['nul\u0000 and \u202Ebell\u0007', 'nul and \u202Ebell'],
    ['  much \n\n\n\n space  ', 'much\n\nspace'],
  ])('%j', (markup, text) => {
    expect(plainText(markup, 100)).toBe(text)
  })

  it('and is cut', () => {
    expect(plainText('x'.repeat(300), 200)).toHaveLength(200)
  })
})

it.each([
  ['Holds warm tea for an hour. Enamel.', 'Holds warm tea for an hour.'],
  ['Short. But the sentence goes on.', 'Short. But the sentence goes on.'],
  ['First line without a stop\nSecond', 'First line without a stop'],
])('the first sentence of %j', (text, sentence) => {
  expect(firstSentence(text, 160)).toBe(sentence)
})

it('a sentence that is too long ends with an ellipsis', () => {
  expect(firstSentence('word '.repeat(60), 20)).toBe('word word word word…')
})

it.each([
  ['Crème brûlée torch №2', 'creme-brulee-torch-no2'],
  ['  --- ', 'product'],
  ['日本語', 'product'],
  ['a'.repeat(200), 'a'.repeat(80)],
])('the address of %j', (name, slug) => {
  expect(slugOf(name)).toBe(slug)
})
