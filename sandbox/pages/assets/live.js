const POLL_MS = 1000
const KEPT_ITEMS = 200

const log = document.getElementById('log')
const ledger = document.getElementById('ledger')

const lastSeq = () => Number(log.firstElementChild?.dataset.seq ?? 0)

async function fetchText(path) {
  const response = await fetch(path)
  return response.ok ? response.text() : ''
}

async function look() {
  const fresh = await fetchText(`/_sandbox/fragments/log?after=${lastSeq()}`)
  if (fresh === '') return
  log.insertAdjacentHTML('afterbegin', fresh)
  while (log.childElementCount > KEPT_ITEMS) log.lastElementChild.remove()
  // A person who is about to press a button there keeps what they see.
  if (!ledger.contains(document.activeElement)) ledger.innerHTML = await fetchText('/_sandbox/fragments/ledger')
}

async function follow() {
  if (!document.hidden) {
    await look().catch(() => undefined)
  }
  setTimeout(follow, POLL_MS)
}

follow()
