/** What goes wrong at any provider's API, and the only codes it may turn into. */
export const apiFaults = {
  '400': ['refused'],
  '401': ['unauthorized'],
  '403': ['unauthorized'],
  '404': ['not_found'],
  '429': ['rate_limited'],
  '500': ['provider_error'],
  '502': ['provider_error'],
  '503': ['provider_error'],
  '504': ['provider_error'],
  html: ['unreadable'],
  empty: ['unreadable'],
  cut_json: ['unreadable'],
  redirect: ['unreadable'],
  big_50mb: ['unreadable'],
  reset: ['unreachable'],
  reset_mid_body: ['unreachable'],
  blackhole: ['timeout'],
  slow_body: ['timeout'],
} as const
export type ApiFault = keyof typeof apiFaults
export const everyApiFault = Object.keys(apiFaults) as ApiFault[]
