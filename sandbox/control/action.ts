import { isForm, type JsonObject, Refusal, type Reply, readFields, type SandboxRequest, seeOther } from '../exchange'
import { messagePage } from '../pages/message-page'

type Action = (request: SandboxRequest, fields: JsonObject) => Reply | Promise<Reply>

/** An action answers JSON to a program; a person's form is led back to the control page, or told why not. */
export function act(action: Action): (request: SandboxRequest) => Promise<Reply> {
  return async (request) => {
    const fields = readFields(request)
    if (!isForm(request)) return action(request, fields)
    try {
      const { afterSent } = await action(request, fields)
      return { ...seeOther('/'), ...(afterSent ? { afterSent } : {}) }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const link = { href: '/', text: 'Back to the control page' }
      return messagePage({ status: error.status, title: 'That was not possible', text: error.message, link })
    }
  }
}
