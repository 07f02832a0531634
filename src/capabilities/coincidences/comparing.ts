/** The errand that compares: the own sets are renewed, matters of this node laid side by side, and each partner asked about what is new. */
import { randomUUID } from 'node:crypto'
import type { Errand, Underway } from '#kernel/capability.ts'
import { base64url, concat, maybeBase64url } from '#lib/bytes.ts'
import { Refusal } from '#wire/refusal.ts'
import { blinding, type HitAt } from './blinding.ts'
import type { Evaluation, EvaluationQuery, Found, SetAnswer, SetQuery } from './bodies.ts'
import { renewEditions, type SpokenThing, wantedOf } from './editions.ts'
import { keepMet, ownSideOf, sideOf } from './meeting.ts'
import {
  ASK_TIMEOUT_MS,
  COMPARE_EVERY_MS,
  dayOf,
  MET_KEPT_MS,
  MOST_ASKED,
  proofOf,
  SETS_LOOKED_AT_EVERY_MS,
  type Spoken,
  spokenOf,
} from './rules.ts'
import {
  askedOf,
  count,
  forgetCounts,
  forgetTheirs,
  insertAsked,
  type Place,
  saveTheirs,
  type TheirsRow,
  theirSets,
  theirTags,
  touchTheirs,
} from './store/editions.ts'
import { deleteMet, metBefore } from './store/met.ts'
import { participates, partnerPolicies, rulings, takeTurn, targets, turnAt } from './store/policy.ts'
import { KINDS, type Kind } from './vocabulary.ts'

const FORGOTTEN_AT_ONCE = 500

/** A partner that does not answer is asked again when the next turn comes. */
class Silence extends Error {}

export const compare: Errand = {
  name: 'coincidences.compare',
  async run(how) {
    const place = { member: how.own, network: how.network }
    const due = await how.transaction((writing, { now }) =>
      takeTurn(writing, place.member, place.network, now, new Date(now.getTime() + COMPARE_EVERY_MS)),
    )
    if (!due) return false
    const { spoken, compared, takes_part } = await whatIsCompared(how, place)
    // digests are the node's own: a transaction is where its key is at hand
    const wanted = await how.transaction(async (_, { vault }) => wantedOf(spoken, vault))
    await renewEditions(how, wanted, takes_part)
    if (!takes_part) return false
    await meetHere(how, place, spoken, wanted)
    // one partner that refuses or is silent keeps no other from being asked
    const asked = await Promise.all(
      compared.map((partner) =>
        askPartner(how, place, partner, spoken, wanted).catch((failure: unknown) => {
          if (failure instanceof Refusal || failure instanceof Silence) return false
          throw failure
        }),
      ),
    )
    const more = asked.includes(true)
    if (more) await how.transaction((writing, { now }) => turnAt(writing, place.member, place.network, now))
    return more
  },
}

async function whatIsCompared(how: Underway, place: Place) {
  const { ruled, marked, policies, takes_part } = await how.transaction(async (writing, { now }) => {
    const old = await metBefore(writing, place, new Date(now.getTime() - MET_KEPT_MS), FORGOTTEN_AT_ONCE)
    await deleteMet(
      writing,
      old.map(({ id }) => id),
    )
    await forgetCounts(writing, place, dayOf(new Date(now.getTime() - MET_KEPT_MS)))
    return {
      ruled: await rulings(writing, place.member),
      marked: await targets(writing, place.member),
      policies: await partnerPolicies(writing, place.member, place.network),
      takes_part: await participates(writing, place.member),
    }
  })
  const matters = [...new Set(ruled.filter(({ rule }) => rule !== 'apart').map(({ matter }) => matter))]
  const spoken = takes_part ? spokenOf(await how.held(matters), ruled, marked, place.member) : []
  const apart = new Set(policies.filter(({ compared }) => !compared).map(({ partner }) => partner))
  const compared = how.networks
    .partners(place.network)
    .map(({ id }) => id)
    .filter((id) => !apart.has(id))
  return { spoken, compared, takes_part }
}

type Wanted = ReturnType<typeof wantedOf>

/** Matters of one node that hold the same are told as if they were of two: their units need not know of each other. */
async function meetHere(how: Underway, place: Place, spoken: readonly Spoken[], wanted: Wanted): Promise<void> {
  for (const [kind, ofKind] of wanted)
    for (const { things } of ofKind.values()) {
      const matters = [...new Set(things.map(({ matter }) => matter))]
      if (matters.length < 2) continue
      await how.transaction(async (_, applying) => {
        const reference = randomUUID()
        for (const { matter, thing } of things) {
          const own = spoken.find((one) => one.kind === kind && one.matter === matter && one.thing === thing)!
          const other = spoken.find(
            (one) => one.kind === kind && one.matter !== matter && things.some((t) => t.matter === one.matter && t.thing === one.thing),
          )!
          await keepMet(applying, place, ownSideOf(own), { partner: place.member, reference, theirs: sideOf(other), told: true })
        }
      })
    }
}

/** Asks one partner about what it was not asked yet; answers whether there is more to ask at once. */
async function askPartner(how: Underway, place: Place, partner: string, spoken: readonly Spoken[], wanted: Wanted): Promise<boolean> {
  let more = false
  for (const kind of KINDS) {
    const ofKind = wanted.get(kind)!
    if (ofKind.size === 0) continue
    const set = await theirSet(how, place, partner, kind)
    if (!set) continue
    const { asked, tags } = await how.transaction(async (writing) => ({
      asked: await askedOf(writing, place, partner, kind),
      tags: await theirTags(writing, place, partner, kind),
    }))
    const left = [...ofKind].filter(([digest]) => !asked.has(digest))
    if (left.length === 0 || tags === undefined) continue
    const batch = left.slice(0, MOST_ASKED)
    const hits = await hitsAmong(
      how,
      partner,
      set,
      tags,
      batch.map(([, { input }]) => input),
    )
    if (hits === 'closed') {
      await how.transaction((writing) => forgetTheirs(writing, place, partner, kind))
      continue
    }
    if (hits === undefined) return false
    await keepHits(how, place, partner, set, spoken, batch, hits)
    more ||= left.length > batch.length
  }
  return more
}

/** The partner's set of a kind, fetched anew where it is another edition; `undefined` where it gives none. */
async function theirSet(how: Underway, place: Place, partner: string, kind: Kind): Promise<TheirsRow | undefined> {
  const known = (await how.transaction((writing) => theirSets(writing, place))).find((one) => one.partner === partner && one.kind === kind)
  if (known && how.now().getTime() - known.looked_at.getTime() < SETS_LOOKED_AT_EVERY_MS) return known
  const first = await askSet(how, place, partner, { kind, part: 0, ...(known && { known: known.key_id }) })
  const { edition } = first
  if (edition === null) {
    await how.transaction((writing) => forgetTheirs(writing, place, partner, kind))
    return undefined
  }
  if (known && known.key_id === edition.key_id) {
    await how.transaction((writing, { now }) => touchTheirs(writing, place, partner, kind, now))
    return known
  }
  const parts: Uint8Array[] = []
  for (let part = 0; part < edition.parts; part++) {
    const one = part === 0 ? first : await askSet(how, place, partner, { kind, part })
    const tags = one.edition?.key_id === edition.key_id && one.tags !== undefined ? maybeBase64url(one.tags) : undefined
    if (!tags) return undefined
    parts.push(tags)
  }
  const row = { partner, kind, number: edition.number, key_id: edition.key_id, public_key: edition.public_key, looked_at: how.now() }
  await how.transaction((writing) => saveTheirs(writing, place, { ...row, tags: concat(...parts) }))
  return row
}

async function askSet(how: Underway, { network }: Place, to: string, body: SetQuery): Promise<SetAnswer> {
  const draft = { network, to, type: 'coincidences.set-query.v1', unit: 'spoc', language: 'en', body, timeout_ms: ASK_TIMEOUT_MS } as const
  const answer = await how.ask(draft)
  if (!answer) throw new Silence(to)
  return answer.body as unknown as SetAnswer
}

/** `closed` where the partner has another edition by now; `undefined` where it did not answer with what its own key evaluated. */
async function hitsAmong(
  how: Underway,
  to: string,
  { kind, public_key }: TheirsRow,
  tags: Uint8Array,
  inputs: readonly Uint8Array[],
): Promise<readonly HitAt[] | 'closed' | undefined> {
  const asking = await blinding({ do: 'ask', public_key: Buffer.from(public_key, 'hex'), inputs })
  if (!asking.ok) return undefined
  const { ticket, request } = asking.value
  const body: EvaluationQuery = { kind, request: base64url(request) }
  let response: string | null | undefined
  try {
    const answer = await how.ask({
      network: how.network,
      to,
      type: 'coincidences.evaluation-query.v1',
      unit: 'spoc',
      language: 'en',
      body,
      timeout_ms: ASK_TIMEOUT_MS,
    })
    if (!answer) throw new Silence(to)
    response = (answer.body as unknown as Evaluation).response
  } finally {
    if (response === undefined || response === null) await blinding({ do: 'abandon', ticket })
  }
  if (response === null) return 'closed'
  const bytes = response === undefined ? undefined : maybeBase64url(response)
  if (!bytes) return undefined
  const finished = await blinding({ do: 'finish', ticket, response: bytes, tags })
  return finished.ok ? finished.value : undefined
}

/** Marks what was asked, keeps what met, and tells the partner, in one transaction: told is what is kept. */
const keepHits = (
  how: Underway,
  place: Place,
  partner: string,
  { kind, key_id }: TheirsRow,
  spoken: readonly Spoken[],
  batch: readonly (readonly [string, { readonly things: readonly SpokenThing[] }])[],
  hits: readonly HitAt[],
): Promise<void> =>
  how.transaction(async (writing, applying) => {
    const { send, now, record } = applying
    await insertAsked(
      writing,
      place,
      partner,
      kind,
      batch.map(([digest]) => digest),
    )
    const day = { partner, day: dayOf(now), kind }
    await count(writing, place, day, 'asked_by_us', batch.length)
    await record('coincidences.asked', `coincidences:${kind}`, { partner, inputs: batch.length })
    for (const { index, tag, check } of hits)
      for (const { matter, thing } of batch[index]![1].things) {
        const own = ownSideOf(spoken.find((one) => one.kind === kind && one.matter === matter && one.thing === thing)!)
        const { met, is_new } = await keepMet(applying, place, own, { partner, reference: randomUUID(), theirs: null, told: true })
        if (!is_new) continue
        await count(writing, place, day, 'found_by_us', 1)
        const proof = proofOf(check, { network: place.network, asker: place.member, owner: partner })
        const body: Found = { reference: met.reference, kind, key_id, tag, proof, side: sideOf(own) }
        await send({ network: place.network, type: 'coincidences.found.v1', to: [partner], unit: own.unit, language: 'en', body })
      }
  })
