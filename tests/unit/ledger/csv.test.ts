import { describe, expect, it } from 'vitest'
import { csvRecord } from '@/lib/ledger/csv'

describe('a CSV record', () => {
  it('ends its line as RFC 4180 says, and leaves plain cells alone', () => {
    expect(csvRecord([1, 'charge', null, '12.00'])).toBe('1,charge,,12.00\r\n')
  })

  it('quotes commas, quotes and line ends', () => {
    expect(csvRecord(['a,b', 'say "so"', 'two\r\nlines'])).toBe('"a,b","say ""so""","two\r\nlines"\r\n')
  })

  it.each(['=1+1', '+1', '-1', '@sum', '\t=1'])('never holds a formula: %s', (text) => {
    expect(csvRecord([text])).toBe(`'${text}\r\n`)
  })
})
