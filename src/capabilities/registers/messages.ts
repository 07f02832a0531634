/** What partners, and the own member, may ask the registers: checks.query.v2, answered with checks.answer.v2; and v1 as before. */
import type { Answering, MessageHandler } from '#kernel/capability.ts'
import { Refusal } from '#wire/refusal.ts'
import type { Handling, Header, Statement } from '#wire/statement.ts'
import type { RefusalGround } from '#wire/vocabulary.ts'
import { hitOf, type Met, recordsMeeting, shareableOf } from './answering.ts'
import { type AnswerBody, type Hit, inFirstVersion, kindAsked, MAX_HITS, type QueryBody } from './query.ts'
import { type Asker, handlingOfAll, hourOf, mayBeShown, QUOTA_PER_HOUR, refusedBefore } from './rules.ts'
import { askedThisHour, countAsked, insertNotices, maybeQuotaLimit, sharingRules } from './store/notices.ts'
import { thresholdsSet } from './store/thresholds.ts'
import { thresholdFor } from './thresholds.ts'

/** Records whose owners are told of one question. */
const MOST_NOTICES = 50
/** Well below what one statement holds. */
const MAX_HITS_BYTES = 180_000

export const messages: readonly MessageHandler[] = [
  {
    type: 'checks.query.v1',
    answers: 'checks.answer.v1',
    async answer(statement, how) {
      const { body, handling } = await answer(statement, how)
      return { body: inFirstVersion(body), handling }
    },
  },
  { type: 'checks.query.v2', answers: 'checks.answer.v2', answer },
]

/**
 * Refusal comes before the look-up, from who asks and why; after it a record that may not be shown to this asker counts as no hit.
 * Every question costs one look-up and one short write, whatever it found. Nothing of the question is kept.
 */
async function answer(statement: Statement<never>, how: Answering): Promise<{ body: AnswerBody; handling: Handling[] }> {
  const { header, body } = statement as unknown as Statement<QueryBody>
  const { subjects, alternatives = false, clearance } = body
  // a rule on purposes would be stepped around by naming none
  if (header.purpose === undefined) throw new Refusal('purpose.missing', { inside: `a question of ${header.from.member}` })
  const asker: Asker = { network: header.network, member: header.from.member, unit: header.from.unit, clearance }
  await withinQuota(asker, how)
  const grounds = await groundsOf(subjects.map(kindAsked), header, asker, how)
  const looked = subjects.map((subject, i) => (grounds[i] === undefined ? subject : {}))
  const threshold = thresholdFor(await thresholdsSet(how.reading, how.own), header.purpose)
  const question = { subjects: looked, alternatives, threshold, asker: asker.member }
  const nothing = grounds.every((ground) => ground !== undefined)
  const { met, more } = nothing ? { met: [], more: false } : await recordsMeeting(how, how.own, question, how.now)
  const shown = met.filter(({ row }) => mayBeShown(shareableOf(row), asker))
  await tellOwners(met, new Set(shown), header, asker, how)
  const hits = withinSize(shown.slice(0, MAX_HITS).map(hitOf))
  const refused = grounds.flatMap((ground, subject) => (ground === undefined ? [] : [{ subject, ground }]))
  const all_refused = refused.length === subjects.length
  const answer: AnswerBody = {
    outcome: hits.length > 0 ? 'hit' : all_refused ? 'refused' : 'no-hit',
    ...(all_refused && { ground: refused[0]!.ground }),
    refused,
    hits,
    // beside hits only: by itself it would tell of records that may not be shown
    more: shown.length > hits.length || (more && hits.length > 0),
    threshold,
  }
  return { body: answer, handling: handlingOfAll(hits.map(({ handling }) => handling)) }
}

/** The surest hits that fit into one statement. */
function withinSize(hits: readonly Hit[]): Hit[] {
  let bytes = 0
  return hits.filter((hit) => {
    bytes += Buffer.byteLength(JSON.stringify(hit))
    return bytes <= MAX_HITS_BYTES
  })
}

async function withinQuota({ network, member }: Asker, { own, now, reading }: Answering): Promise<void> {
  if (member === own) return
  const hour = hourOf(now)
  const limit = (await maybeQuotaLimit(reading, own)) ?? QUOTA_PER_HOUR
  if ((await askedThisHour(reading, own, network, member, hour)) < limit) return
  const retry_after_s = Math.ceil((hour.getTime() + 3_600_000 - now.getTime()) / 1_000)
  throw new Refusal('quota.exceeded', { inside: `${member} asked ${limit} times this hour`, retry_after_s })
}

async function groundsOf(
  kinds: readonly ReturnType<typeof kindAsked>[],
  header: Header,
  asker: Asker,
  { own, reading }: Answering,
): Promise<(RefusalGround | undefined)[]> {
  const rules = asker.member === own ? [] : await sharingRules(reading, own)
  return kinds.map((kind) => refusedBefore(rules, asker, own, header.purpose, kind))
}

/** Owners learn by whom, when and why, and whether it was shown; the question itself is not kept. */
async function tellOwners(met: readonly Met[], shown: ReadonlySet<Met>, header: Header, asker: Asker, how: Answering): Promise<void> {
  await how.transaction(async (writing, { newId }) => {
    if (asker.member !== how.own) await countAsked(writing, how.own, asker.network, asker.member, hourOf(how.now))
    await insertNotices(
      writing,
      met.slice(0, MOST_NOTICES).map((one) => ({
        id: newId(),
        record: one.row.id,
        network: asker.network,
        by_member: asker.member,
        by_unit: asker.unit,
        purpose: header.purpose ?? '',
        statement: header.id,
        subject_kind: one.row.kind,
        score: one.match.score,
        shown: shown.has(one),
        at: how.now,
      })),
    )
  })
}
