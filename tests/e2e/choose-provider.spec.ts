import { ordersOf, readOrder } from '../support/e2e/place-order'
import { addToCart, fillAddress, fillCheckout, freshEmail, isPaid, pressPay } from '../support/e2e/shopping'
import { FlexPage } from '../support/pages/flex-page'
import { HostedPage } from '../support/pages/hosted-page'
import { expect, test } from '../support/test'

test('who comes back and chooses another provider keeps the order, and pays it once', async ({ page }) => {
  const email = freshEmail('switch')
  await addToCart(page, 'waxed-card-sleeve')
  await fillCheckout(page, { email })
  await pressPay(page)
  await new HostedPage(page).isOpen()
  await page.goBack()
  await page.getByRole('radio', { name: 'Flex', exact: true }).check()
  await pressPay(page)
  const flex = new FlexPage(page)
  await flex.isOpen()
  await flex.pay()
  await page.waitForURL(/\/thank-you\//)
  await isPaid(page)
  const [order, ...others] = await ordersOf(email)
  expect(others).toEqual([])
  const { attempts, payments } = await readOrder(String(order?.number))
  expect(attempts.map(({ provider }) => provider)).toEqual(['pocketsflow', 'flex'])
  expect(payments).toMatchObject([{ provider: 'flex', verdict: 'settles' }])
})

test.describe('before any JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('each way to pay says what comes next, the chosen one who adds tax', async ({ page }) => {
    await page.goto('/products/wooden-dice')
    await page.getByRole('button', { name: 'Add to cart' }).click()
    await expect(page.getByRole('status')).toContainText('Added to your cart.')
    await page.goto('/checkout')
    const pocketsflow = page.getByRole('radio', { name: 'Pocketsflow', exact: true })
    const flex = page.getByRole('radio', { name: 'Flex', exact: true })
    await expect(pocketsflow).toBeChecked()
    await expect(page.getByText(/^You pay by card on Pocketsflow/)).toBeVisible()
    const tax = page.getByText(/^Tax, where due, is added on Pocketsflow/)
    await expect(tax).toBeVisible()
    await flex.check()
    await expect(tax).toBeHidden()

    // A form that is refused comes back with what was chosen.
    await page.getByLabel('Email').fill('ada@localhost')
    await page.getByLabel('Full name').fill('Ada Lovelace')
    await fillAddress(page)
    await pressPay(page)
    await expect(page.getByRole('alert')).toContainText('Please look at one field again.')
    await expect(flex).toBeChecked()
    await page.getByLabel('Email').fill(freshEmail('choose'))
    await pressPay(page)
    await new FlexPage(page).isOpen()
  })
})
