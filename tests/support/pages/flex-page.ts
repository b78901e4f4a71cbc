import { HostedPage } from './hosted-page'

/** Flex's page, as the sandbox plays it. */
export class FlexPage extends HostedPage {
  protected override readonly address = /\/pay\/c\/fcs_/
}
