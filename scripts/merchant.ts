import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { addMerchant, setPassword } from '@/lib/auth/add-merchant'
import { Failure } from './processes/failure'
import { runCommand } from './processes/run-command'
import { prepareShop } from './shop/prepare-shop'

const USAGE = 'Use it as: npm run merchant -- add EMAIL, or: npm run merchant -- password EMAIL'

/** Asks without showing what is typed. */
function askSilently(question: string): Promise<string> {
  process.stdout.write(question)
  const reader = createInterface({ input: process.stdin, terminal: true })
  return new Promise((resolve) => {
    reader.once('line', (line) => {
      reader.close()
      process.stdout.write('\n')
      resolve(line)
    })
  })
}

/** Never from the command line, where every user of the machine could read it. */
async function readPassword(): Promise<string> {
  if (process.env.ADMIN_PASSWORD) return process.env.ADMIN_PASSWORD
  if (!process.stdin.isTTY) return (await text(process.stdin)).replace(/\r?\n$/, '')
  const password = await askSilently('Password: ')
  if ((await askSilently('Once more: ')) !== password)
    throw new Failure('The two passwords differ; nothing was changed.')
  return password
}

async function apply(action: string, email: string, password: string): Promise<string> {
  const done = action === 'add' ? await addMerchant({ email, password }) : await setPassword({ email, password })
  if (!done.ok) throw new Failure(`${done.error.text}; nothing was changed.`)
  return action === 'add'
    ? `${email} can sign in now.`
    : `The password of ${email} is set, and old sessions have ended.`
}

await runCommand(async (context) => {
  const [action = '', email] = process.argv.slice(2)
  if (!['add', 'password'].includes(action) || !email) throw new Failure(USAGE)
  await prepareShop(context)
  process.stdout.write(`${await apply(action, email, await readPassword())}\n`)
})
