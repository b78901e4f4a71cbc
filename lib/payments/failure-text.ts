import type { GatewayError } from './contract/gateway-error'

const mostChars = 300

/** Why a provider did not do what was asked, for merchants and notes: “timeout: no answer within 8 s”. Holds no secret. Pure. */
export const failureText = ({ code, detail }: GatewayError): string => `${code}: ${detail}`.slice(0, mostChars)
