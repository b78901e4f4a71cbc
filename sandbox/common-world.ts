import type { Courier } from './deliver'
import type { Post } from './post'
import type { Switches } from './switches'
import type { TrafficLog } from './traffic-log'

/** What the parts of every provider work with, beside its own books and switches. */
export type CommonWorld<Books, Values extends object> = {
  books: Books
  switches: Switches<Values>
  log: TrafficLog
  courier: Courier
  /** Milliseconds since the epoch, on the provider's clock, which may be moved. */
  now: () => number
  /** The provider's own origin, without a slash at its end. */
  origin: () => string
  /** Aborted when the sandbox stops: nothing that waits is sent after that. */
  stopping: AbortSignal
  post: Post
}
