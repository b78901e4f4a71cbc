import { expectNothingFound } from '../support/e2e/axe'
import { backOfficeStates, shopStates } from '../support/pages-and-states'
import { test } from '../support/test'

// The browser says on the console that a missing page is missing, and that a broken one broke.
test.use({ allowedComplaint: /status of (404|500)|An error occurred in the Server Components render/ })

test.describe('axe finds nothing in the shop', () => {
  for (const state of shopStates) test(state.name, ({ page }) => expectNothingFound(page, state))
})

test.describe('axe finds nothing in the back office', () => {
  for (const state of backOfficeStates) test(state.name, ({ merchant }) => expectNothingFound(merchant, state))
})
