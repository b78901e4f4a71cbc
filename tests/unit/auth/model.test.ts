import { describe, expect, test } from 'vitest'
import { adminPath, may, SignInInput } from '@/lib/auth/model'

describe('the path after signing in', () => {
  test.each(['/admin', '/admin/orders?status=paid&q=a%2Bb', '/admin/orders/1001'])(
    'is the one asked for when it is ours: %s',
    (path) => {
      expect(adminPath(path)).toBe(path)
    },
  )

  test.each([
    ['https://evil.example/admin'],
    ['//evil.example/admin'],
    ['/\\evil.example'],
    ['/admin/../../evil'],
    ['/admin/..//evil.example'],
    ['/administrator'],
    ['/products'],
    ['javascript:alert(1)'],
    ['/admin\t//evil.example/..\\'.repeat(200)],
    [undefined],
    [['/admin/mails']],
  ])('is the order list when it is not: %s', (asked) => {
    expect(adminPath(asked)).toBe('/admin/orders')
  })
})

test('only an owner may mark an order as paid', () => {
  expect(may({ role: 'owner' }, 'mark_paid')).toBe(true)
  expect(may({ role: 'staff' }, 'mark_paid')).toBe(false)
})

test.each([
  { email: 'a@x.com,b@y.com', password: 'x' },
  { email: 'ada＠example.com', password: 'x' },
  { email: 'ada@example.com', password: '' },
  { email: 'ada@example.com', password: 'x'.repeat(1_001) },
  { email: `${'a'.repeat(400)}@example.com`, password: 'x' },
  { email: 'ada@example.com' },
])('a sign-in that is not an e-mail and a password is refused unread (%#)', (input) => {
  expect(SignInInput.safeParse(input).success).toBe(false)
})

test('an e-mail is compared in lower case and without blanks', () => {
  expect(SignInInput.parse({ email: ' Ada@Example.COM ', password: ' x ' })).toEqual({
    email: 'ada@example.com',
    password: ' x ',
    keep: false,
  })
})
