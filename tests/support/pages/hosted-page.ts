import { expect, type Page } from '../test'

/** The payment company's page, as the sandbox plays it. */
export class HostedPage {
  protected readonly address: RegExp = /\/checkout\/cs_/

  constructor(private readonly page: Page) {}

  async isOpen(): Promise<void> {
    await this.page.waitForURL(this.address)
  }

  async asks(amount: string): Promise<void> {
    await expect(this.page.getByRole('definition').last()).toHaveText(amount)
  }

  pay = () => this.page.getByRole('button', { name: 'Pay', exact: true }).click()
  decline = () => this.page.getByRole('button', { name: 'Decline' }).click()
  cancel = () => this.page.getByRole('button', { name: 'Cancel and return' }).click()
}
