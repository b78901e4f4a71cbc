// Preloaded into a process of the shop: its wall clock goes wrong by as many milliseconds as a file says, as a machine's
// clock does that is set. Timers go on as they are. PostgreSQL's clock is never asked by the shop.
import { readFileSync } from 'node:fs'

const file = process.env.FAULTS_CLOCK_FILE
const RealDate = Date
let shiftMs = 0

function read() {
  const text = readFileSync(file, 'utf8').trim()
  if (text) shiftMs = Number(text)
}

if (file) {
  read()
  setInterval(read, 50).unref()
  const now = () => RealDate.now() + shiftMs
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, made) => Reflect.construct(target, args.length === 0 ? [now()] : args, made),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  })
}
