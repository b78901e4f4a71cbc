import type { Locator, Page } from '../test'

/** The back office's list of orders. */
export class OrdersPage {
  constructor(private readonly page: Page) {}

  async search(text: string): Promise<void> {
    await this.page.goto('/admin/orders')
    await this.page.getByRole('searchbox', { name: 'Search orders' }).fill(text)
    await this.page.getByRole('button', { name: 'Search' }).click()
    await this.page.waitForURL(/[?&]q=/)
  }

  row(orderNumber: string): Locator {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('link', { name: orderNumber, exact: true }) })
  }

  open = (orderNumber: string) => this.page.goto(`/admin/orders/${orderNumber}`)
}
