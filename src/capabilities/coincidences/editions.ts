/** The own sets: each kind has an edition, never changed while it is open, closed at once when something of it is held no more. */
import { randomBytes } from 'node:crypto'
import type { Sealing, Underway } from '#kernel/capability.ts'
import { hex } from '#lib/bytes.ts'
import { blinding, type Evaluated } from './blinding.ts'
import { CLOSED_KEPT_MS, EDITION_LASTS_MS, type Spoken } from './rules.ts'
import {
  closeEdition,
  deleteSpoken,
  type EditionRow,
  forgetEditions,
  insertEdition,
  insertSpoken,
  lastNumber,
  openEditions,
  type Place,
  type SpokenRow,
  spokenIn,
} from './store/editions.ts'
import { KINDS, type Kind } from './vocabulary.ts'

export const SEED_LABEL = 'coincidences.seed'
export const scopeOf = ({ member, network }: Place, kind: Kind, number: number) => `coincidences:${member}:${network}:${kind}:${number}`

/** Of one input, as this node keeps it: nothing of the value can be had from it without the node's own key. */
export const digestOf = (vault: Pick<Sealing, 'digest'>, input: Uint8Array): string => hex(vault.digest('coincidences.input', hex(input)))

/** What is behind an input: a thing of a matter, and the unit that ruled on it. */
export type SpokenThing = Pick<SpokenRow, 'matter' | 'thing' | 'unit'>
const sameThing = (a: SpokenThing, b: SpokenThing) => a.matter === b.matter && a.thing === b.thing && a.unit === b.unit

interface Wanted {
  readonly input: Uint8Array
  readonly things: SpokenThing[]
}

/** By kind and digest: every input that takes part, and what it is of. */
export function wantedOf(spoken: readonly Spoken[], vault: Pick<Sealing, 'digest'>): Map<Kind, Map<string, Wanted>> {
  const wanted = new Map<Kind, Map<string, Wanted>>(KINDS.map((kind) => [kind, new Map()]))
  for (const { kind, matter, thing, unit, inputs } of spoken) {
    const ofKind = wanted.get(kind)!
    for (const input of inputs) {
      const digest = digestOf(vault, input)
      const known = ofKind.get(digest) ?? { input, things: [] }
      known.things.push({ matter, thing, unit })
      ofKind.set(digest, known)
    }
  }
  return wanted
}

/**
 * Opens, keeps or closes the edition of each kind. A member that takes part has a set of every kind, of the same sizes whether it holds anything: that
 * there is one tells nothing.
 */
export async function renewEditions(
  how: Underway,
  wanted: ReadonlyMap<Kind, ReadonlyMap<string, Wanted>>,
  takes_part: boolean,
): Promise<void> {
  const place = { member: how.own, network: how.network }
  const open = await how.transaction(async (writing, { now }) => {
    await forgetEditions(writing, place, new Date(now.getTime() - CLOSED_KEPT_MS))
    return openEditions(writing, place)
  })
  for (const kind of KINDS) {
    const edition = open.find((one) => one.kind === kind)
    const stays = edition !== undefined && takes_part && (await keeps(how, place, edition, wanted.get(kind)!))
    if (edition !== undefined && !stays) await close(how, place, edition)
    if (takes_part && !stays) await openOne(how, place, kind, wanted.get(kind)!)
  }
}

/** Whether an edition may stay open. What has gone from it but is held by another matter still only loses its row. */
const keeps = (
  how: Underway,
  place: Place,
  { kind, number, opened_at }: EditionRow,
  wanted: ReadonlyMap<string, Wanted>,
): Promise<boolean> =>
  how.transaction(async (writing, { now }) => {
    const rows = await spokenIn(writing, place, kind, number)
    const there = new Map<string, SpokenRow[]>()
    for (const row of rows) there.set(hex(row.digest), [...(there.get(hex(row.digest)) ?? []), row])
    const gone = [...there.keys()].some((digest) => !wanted.has(digest))
    const fresh = [...wanted.keys()].some((digest) => !there.has(digest))
    if (gone || (fresh && now.getTime() - opened_at.getTime() >= EDITION_LASTS_MS)) {
      // at once, and not with the next edition: what is held no more is found by nobody
      const held = new Set([...wanted.values()].flatMap(({ things }) => things.map(({ matter, thing }) => `${matter} ${thing}`)))
      for (const { matter, thing } of rows)
        if (!held.has(`${matter} ${thing}`)) await deleteSpoken(writing, place, kind, number, matter, thing)
      return false
    }
    for (const [digest, ofDigest] of there) {
      const { things } = wanted.get(digest)!
      for (const row of ofDigest)
        if (!things.some((one) => sameThing(one, row))) await deleteSpoken(writing, place, kind, number, row.matter, row.thing)
      const { tag, check } = ofDigest[0]!
      const more = things.filter((one) => !ofDigest.some((row) => sameThing(one, row)))
      if (more.length > 0)
        await insertSpoken(
          writing,
          place,
          kind,
          number,
          more.map((one) => ({ ...one, tag, check, digest: ofDigest[0]!.digest })),
        )
    }
    return true
  })

/** The seed is destroyed: nobody evaluates anything under this edition again, this node neither. */
const close = (how: Underway, place: Place, { kind, number }: EditionRow): Promise<void> =>
  how.transaction(async (writing, { vault, now, record }) => {
    if ((await closeEdition(writing, place, kind, number, now)) === 0) return
    await vault.destroyScope(scopeOf(place, kind, number))
    await record('coincidences.edition-closed', `coincidences:${kind}`, { number })
  })

async function openOne(how: Underway, place: Place, kind: Kind, wanted: ReadonlyMap<string, Wanted>): Promise<void> {
  const number = (await how.transaction((writing) => lastNumber(writing, place, kind))) + 1
  const seed = new Uint8Array(randomBytes(32))
  const digests = [...wanted.keys()]
  try {
    const evaluated = await blinding({
      do: 'evaluate',
      seed,
      purpose: { network: place.network, owner: place.member, kind, edition: number },
      inputs: [...wanted.values()].map(({ input }) => input),
    })
    if (!evaluated.ok) throw new TypeError(`set of ${kind}: ${evaluated.reason}`)
    await keep(how, place, { kind, number, seed, digests, wanted, evaluated: evaluated.value })
  } finally {
    seed.fill(0)
  }
}

interface Opening {
  readonly kind: Kind
  readonly number: number
  readonly seed: Uint8Array
  readonly digests: readonly string[]
  readonly wanted: ReadonlyMap<string, Wanted>
  readonly evaluated: Evaluated
}

const keep = (how: Underway, place: Place, { kind, number, seed, digests, wanted, evaluated }: Opening): Promise<void> =>
  how.transaction(async (writing, { vault, now, record }) => {
    const slot = await vault.slotOf(scopeOf(place, kind, number))
    const made = await insertEdition(writing, place, {
      kind,
      number,
      key_id: evaluated.key_id,
      public_key: evaluated.public_key,
      opened_at: now,
      slot,
      sealed: vault.seal(slot, SEED_LABEL, seed),
      tags: evaluated.tags,
    })
    // another process on the same database was quicker: its seed is the one
    if (made === 0) return
    const rows = digests.flatMap((digest, i) =>
      wanted.get(digest)!.things.map((one) => ({ ...one, ...evaluated.outputs[i]!, digest: Buffer.from(digest, 'hex') })),
    )
    for (let from = 0; from < rows.length; from += 2_000) await insertSpoken(writing, place, kind, number, rows.slice(from, from + 2_000))
    await record('coincidences.edition-opened', `coincidences:${kind}`, { number, inputs: digests.length })
  })
