/** What comes round by itself: receipts are noted, deadlines escalated, contents erased when their time is over. */
import type { Applying, Duty } from '#kernel/capability.ts'
import { eraseCase, eraseMessage } from './erasure.ts'
import { current } from './outputs.ts'
import { deliveriesTo } from './receipts.ts'
import {
  casesToErase,
  messagesToErase,
  noteEscalation,
  type RequestRow,
  requestsOverdue,
  requestsToWarn,
  requestsWithoutReceipt,
  saveProgress,
} from './store.ts'

const AT_ONCE = 500
/** Undelivered requests looked at in one run; a partner that is down for weeks must not hide those of the others. */
const MAX_LOOKED_AT = 5_000

/** The post gives up after 30 days; a receipt is not to be expected after that. */
const RECEIPT_MS = 40 * 86_400_000

/** Notes the receipts that the post has taken, so that time limits run. */
export async function noteReceipts({ writing, own, now }: Pick<Applying, 'writing' | 'own' | 'now'>): Promise<number> {
  let noted = 0
  let after: { at: Date; id: string } | null = null
  for (let looked_at = 0; looked_at < MAX_LOOKED_AT; looked_at += AT_ONCE) {
    const requests: RequestRow[] = await requestsWithoutReceipt(writing, own, new Date(now.getTime() - RECEIPT_MS), AT_ONCE, after)
    const delivery = await deliveriesTo(writing, requests)
    for (const request of requests) {
      const progress = current(request, delivery.get(request.id))
      if (progress === request || (progress.state === request.state && progress.delivered_at === request.delivered_at)) continue
      await saveProgress(writing, request, progress)
      noted++
    }
    const last = requests.at(-1)
    if (!last || requests.length < AT_ONCE) break
    after = { at: last.sent_at, id: last.id }
  }
  return noted
}

/** Brings what is due soon or overdue before a supervisor, each once. */
export async function escalate(how: Pick<Applying, 'writing' | 'own' | 'now' | 'record'>): Promise<number> {
  const overdue = await requestsOverdue(how.writing, how.own, how.now, AT_ONCE)
  for (const request of overdue) await bring(how, request, 'overdue')
  const soon = await requestsToWarn(how.writing, how.own, how.now, AT_ONCE)
  for (const request of soon) await bring(how, request, 'due-soon')
  return overdue.length + soon.length
}

async function bring(how: Pick<Applying, 'writing' | 'now' | 'record'>, request: RequestRow, kind: 'due-soon' | 'overdue') {
  await noteEscalation(how.writing, request, kind, how.now)
  await how.record(`exchange.${kind}`, `statement:${request.id}`, {
    partner: request.partner,
    side: request.direction === 'out' ? 'we-asked' : 'we-were-asked',
    class: request.reply_class,
  })
}

/** Erases what was to be kept until now. */
export async function eraseExpired(how: Applying): Promise<number> {
  const messages = await messagesToErase(how.writing, how.own, how.now, AT_ONCE)
  for (const message of messages) await eraseMessage(how, message, 'keep-until')
  const cases = await casesToErase(how.writing, how.own, how.now, 20)
  for (const row of cases) await eraseCase(how, row, 'keep-until')
  return messages.length + cases.length
}

export const duties: readonly Duty[] = [
  {
    name: 'exchange.deadlines',
    every_ms: 15_000,
    async run(how) {
      await noteReceipts(how)
      await escalate(how)
    },
  },
  {
    name: 'exchange.erasure',
    every_ms: 60_000,
    async run(how) {
      await eraseExpired(how)
    },
  },
]
