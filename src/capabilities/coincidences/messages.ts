/** What partners ask and say: the own set, evaluations within their quota, and that they hold the same. */
import type { Answering, Applying, MessageHandler } from '#kernel/capability.ts'
import { base64url, maybeBase64url } from '#lib/bytes.ts'
import { Refusal } from '#wire/refusal.ts'
import type { Statement } from '#wire/statement.ts'
import { blinding } from './blinding.ts'
import { type Evaluation, type EvaluationQuery, type Found, PART_TAGS, type SetAnswer, type SetQuery, type Told } from './bodies.ts'
import { SEED_LABEL } from './editions.ts'
import { keepMet, type OwnSide, sideOf, THEIRS_LABEL } from './meeting.ts'
import { DAILY_ELEMENTS, dayOf, proofOf, untilTomorrow_s } from './rules.ts'
import { count, maybeOpenEdition, type Place, spokenUnder, tagsOf } from './store/editions.ts'
import { metUnder, saveTheirSide } from './store/met.ts'
import { maybePartnerPolicy, rulings, targets } from './store/policy.ts'
import type { Kind } from './vocabulary.ts'

const ELEMENT = 32
const KEY_ID = 16

export const messages: readonly MessageHandler[] = [
  { type: 'coincidences.set-query.v1', answers: 'coincidences.set.v1', answer: giveSet },
  { type: 'coincidences.set.v1' },
  { type: 'coincidences.evaluation-query.v1', answers: 'coincidences.evaluation.v1', answer: evaluateFor },
  { type: 'coincidences.evaluation.v1' },
  { type: 'coincidences.found.v1', apply: hearFound },
  { type: 'coincidences.told.v1', apply: hearTold },
]

/** The edition of a kind for a partner that is compared with; `undefined` where there is none, which looks the same. */
async function editionFor({ reading, own }: Pick<Answering, 'reading' | 'own'>, network: string, partner: string, kind: Kind) {
  if (partner === own) return undefined
  const policy = await maybePartnerPolicy(reading, own, network, partner)
  if (policy?.compared === false) return undefined
  const edition = await maybeOpenEdition(reading, { member: own, network }, kind)
  return edition && { edition, daily: policy?.daily ?? DAILY_ELEMENTS }
}

async function giveSet(statement: Statement<never>, how: Answering): Promise<{ body: SetAnswer }> {
  const { header, body } = statement as unknown as Statement<SetQuery>
  const { kind, part, known } = body
  const found = await editionFor(how, header.network, header.from.member, kind)
  const tags = found && (await tagsOf(how.reading, { member: how.own, network: header.network }, kind, found.edition.number))
  if (!found || !tags) return { body: { kind, edition: null } }
  const { number, key_id, public_key } = found.edition
  const parts = Math.ceil(tags.length / 16 / PART_TAGS)
  const edition = { number, suite: 'ristretto255-SHA512' as const, public_key, key_id, parts }
  const piece = tags.subarray(part * PART_TAGS * 16, (part + 1) * PART_TAGS * 16)
  return { body: { kind, edition, ...(known !== key_id && piece.length > 0 && { tags: base64url(piece) }) } }
}

/** Counted before anything is computed, and whatever comes of it: who asks too much waits until tomorrow. */
async function evaluateFor(statement: Statement<never>, how: Answering): Promise<{ body: Evaluation }> {
  const { header, body } = statement as unknown as Statement<EvaluationQuery>
  const { kind } = body
  const request = maybeBase64url(body.request)
  if (!request || request.length < KEY_ID + ELEMENT) throw new Refusal('message.body-invalid', { inside: 'no request' })
  const place = { member: how.own, network: header.network }
  const partner = header.from.member
  const found = await editionFor(how, header.network, partner, kind)
  if (!found) return { body: { kind, response: null } }
  const { edition, daily } = found
  const elements = Math.ceil((request.length - KEY_ID) / ELEMENT)
  const within = await how.transaction(async (writing) => {
    const asked = await count(writing, place, { partner, day: dayOf(how.now), kind }, 'asked_by_them', elements)
    return asked <= daily
  })
  if (!within)
    throw new Refusal('quota.exceeded', {
      inside: `${partner} asked for more than ${daily} ${kind}`,
      retry_after_s: untilTomorrow_s(how.now),
    })
  const seed = edition.sealed && how.vault.open(edition.slot, SEED_LABEL, edition.sealed)
  if (!seed) return { body: { kind, response: null } }
  const purpose = { network: header.network, owner: how.own, kind, edition: edition.number }
  const answered = await blinding({ do: 'answer', seed, purpose, request })
  if (answered.ok) return { body: { kind, response: base64url(answered.value) } }
  if (answered.reason === 'edition-other') return { body: { kind, response: null } }
  throw new Refusal('message.body-invalid', { inside: answered.reason })
}

/** A partner says that it holds what is behind a tag of ours. Who cannot prove it is told nothing, and learns nothing from that. */
async function hearFound(statement: Statement<never>, how: Applying): Promise<void> {
  if (how.direction === 'sent') return
  const { header, body } = statement as unknown as Statement<Found>
  const place = { member: how.own, network: header.network }
  const partner = header.from.member
  const { reference, kind } = body
  const met = await ownSidesBehind(how, place, partner, body)
  if (met === undefined) await how.record('coincidences.unproven', `coincidences:${kind}`, { partner })
  for (const own of met ?? []) {
    const kept = await keepMet(how, place, own, { partner, reference, theirs: body.side, told: true })
    if (kept.is_new) await count(how.writing, place, { partner, day: dayOf(how.now), kind }, 'found_by_them', 1)
    // both found it: the smaller reference is the one that both go by
    else await answerWith(how, kept.met, reference < kept.met.reference ? reference : kept.met.reference, body.side)
  }
  const first = met?.[0]
  const answer: Told = { reference, side: first ? sideOf(first) : null }
  await how.send({
    network: header.network,
    type: 'coincidences.told.v1',
    to: [partner],
    unit: first?.unit ?? 'spoc',
    in_reply_to: header.id,
    language: 'en',
    body: answer,
  })
}

/** What of the own a partner has met, as the rules stand now; `undefined` where it has not proved that it had the value evaluated. */
async function ownSidesBehind(
  { writing, own: member }: Applying,
  place: Place,
  partner: string,
  { kind, key_id, tag, proof }: Found,
): Promise<OwnSide[] | undefined> {
  const rows = await spokenUnder(writing, place, kind, key_id, tag)
  const between = { network: place.network, asker: partner, owner: member }
  if (rows.length === 0 || rows.some(({ check }) => proofOf(check, between) !== proof)) return undefined
  if ((await maybePartnerPolicy(writing, member, place.network, partner))?.compared === false) return []
  const ruled = await rulings(writing, member)
  const marked = await targets(writing, member)
  return rows.flatMap(({ matter, thing, unit }) => {
    const rule = ruled.find((one) => one.matter === matter && one.unit === unit)?.rule ?? 'apart'
    if (rule === 'apart') return []
    const target = marked.some((one) => one.matter === matter && one.thing === thing && one.unit === unit)
    return [{ kind, matter, thing, unit, rule: target ? ('contact' as const) : rule, target }]
  })
}

const answerWith = async ({ writing, vault, now }: Applying, met: { id: string; slot: number }, reference: string, side: Told['side']) =>
  saveTheirSide(writing, met.id, { reference, theirs: side && vault.sealJson(met.slot, THEIRS_LABEL, side), at: now })

/** The other side tells of itself, or that it cannot say more. */
async function hearTold(statement: Statement<never>, how: Applying): Promise<void> {
  if (how.direction === 'sent') return
  const { header, body } = statement as unknown as Statement<Told>
  const place = { member: how.own, network: header.network }
  for (const met of await metUnder(how.writing, place, header.from.member, body.reference))
    if (met.answered_at === null) await answerWith(how, met, met.reference, body.side)
}
