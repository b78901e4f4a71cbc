/** One request as it is sent, again and again or once. */
export type LoadRequest = { method: 'GET' | 'POST'; path: string; headers: Record<string, string>; body?: string }

/** What the load generator is asked to do: `amount` requests over all connections, each connection at its own share. */
export type LoadJob = {
  origin: string
  connections: number
  amount: number
  /** Dealt out to the connections like cards; a connection that has sent its share begins again. */
  requests: LoadRequest[]
  expectedStatus: number
}

export type LoadResult = {
  perSecond: number
  completed: number
  /** Answers with another status than expected, and requests without an answer. */
  failed: number
  statuses: string
  p50Ms: number
  p99Ms: number
}

/** Requests that are sent once each and never wait for one another: all at once, or so many in a second. */
export type FloodJob = { origin: string; requests: LoadRequest[]; perSecond: number | null }

export type FloodResult = {
  /** Of each request, in their order, as are the times; 0 = no answer. */
  statuses: number[]
  timesMs: number[]
  /** From the first request to the last answer. */
  tookMs: number
  p99Ms: number
  slowestMs: number
}

/** What the load generator's process is told. */
export type LoadOrder = { fire: LoadJob } | { flood: FloodJob }
