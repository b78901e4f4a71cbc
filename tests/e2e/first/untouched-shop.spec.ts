import { expectNothingFound } from '../../support/e2e/axe'
import { emptyBackOfficeStates } from '../../support/pages-and-states'
import { expect, test } from '../../support/test'

test('axe finds nothing in a back office where nothing has happened', async ({ merchant }) => {
  for (const state of emptyBackOfficeStates) {
    await test.step(state.name, () => expectNothingFound(merchant, state))
    await expect(merchant.getByRole('main').getByRole('table'), state.name).toHaveCount(0)
  }
})
