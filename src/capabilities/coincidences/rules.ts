/** What is compared under which rule, how often, how much, and how a hit is proved to the other side. */
import type { ClassAttributes, Held } from '#kernel/capability.ts'
import { blindInputs, blindPersonInputs } from '#lib/blind/index.ts'
import { hex, sha256, utf8 } from '#lib/bytes.ts'
import { canonicalJson } from '#lib/canonical-json.ts'
import { maybeAlpha3 } from '#lib/identifiers/index.ts'
import { KINDS, type Kind, type Rule } from './vocabulary.ts'

/** What is new waits this long for the next edition: the others are asked about it at once. What is held no more ends the edition at once. */
export const EDITION_LASTS_MS = 24 * 3_600_000
/** How often what is held, and what the others hold, is looked at. */
export const COMPARE_EVERY_MS = 60_000
export const SETS_LOOKED_AT_EVERY_MS = 3_600_000
/** Elements that one partner may have evaluated in a day, for each kind, unless a supervisor says otherwise. */
export const DAILY_ELEMENTS = 10_000
export const MOST_DAILY_ELEMENTS = 100_000
/** Inputs of one asking; made up to 8 or 64, so that its length tells little. */
export const MOST_ASKED = 64
/** How long a closed edition is still known: what was found in it may be on its way. */
export const CLOSED_KEPT_MS = 7 * 86_400_000
/** Coincidences and counts are forgotten after this. */
export const MET_KEPT_MS = 365 * 86_400_000
export const ASK_TIMEOUT_MS = 15_000

/** One thing that takes part, with the inputs under which it is compared. */
export interface Spoken {
  readonly kind: Kind
  readonly matter: string
  readonly thing: string
  readonly unit: string
  readonly rule: Exclude<Rule, 'apart'>
  /** A target: told to supervisors alone, on both sides. */
  readonly target: boolean
  readonly inputs: readonly Uint8Array[]
}

export interface Ruling {
  readonly matter: string
  readonly unit: string
  readonly rule: Rule
}
export interface Target {
  readonly matter: string
  readonly thing: string
  readonly unit: string
}

/** What takes part. A rule counts for the unit that set it: nobody rules on the matters of another unit. */
export function spokenOf(held: readonly Held[], rulings: readonly Ruling[], targets: readonly Target[], own: string): Spoken[] {
  const ruled = new Map(rulings.map(({ matter, unit, rule }) => [`${matter} ${unit}`, rule]))
  const aimed = new Set(targets.map(({ matter, thing, unit }) => `${matter} ${thing} ${unit}`))
  return held.flatMap(({ matter, thing, unit, of }) => {
    const rule = ruled.get(`${matter} ${unit}`) ?? 'apart'
    if (rule === 'apart' || !KINDS.some((kind) => kind === of.kind)) return []
    const inputs = inputsOf(of, own)
    if (inputs.length === 0) return []
    const target = aimed.has(`${matter} ${thing} ${unit}`)
    return [{ kind: of.kind as Kind, matter, thing, unit, rule: target ? 'contact' : rule, target, inputs }]
  })
}

function inputsOf(of: Held['of'], own: string): Uint8Array[] {
  if (of.kind === 'person') return blindPersonInputs(of.name, of.birth_date)
  const home = maybeAlpha3(own)
  const inputs = blindInputs(of.kind, of.value, {
    ...(home !== undefined && { home }),
    ...(of.country !== undefined && { country: of.country }),
  })
  return inputs.ok ? inputs.inputs : []
}

/** What both sides can compute who have the output of one value, and nobody from its tag: the first 16 bytes of the output are in the set. */
export const checkOf = (output: Uint8Array): string => hex(sha256(utf8('portolan-coincidence-1\0'), output))

/** Proves to the owner that the asker had the value evaluated: SHA-256 of the canonical JSON (RFC 8785) of its parts; good between these two only. */
export const proofOf = (check: string, { network, asker, owner }: { network: string; asker: string; owner: string }): string =>
  hex(sha256(utf8(canonicalJson(['portolan-coincidence-proof-1', check, network, asker, owner]))))

/** A coincidence is of the unit that works on the matter; about a target it is confidential, and a supervisor's. */
export const metClass = ({ member, unit, target }: { member: string; unit: string; target: boolean }): ClassAttributes => ({
  kind: 'coincidences.met',
  member,
  classification: target ? 'confidential' : 'restricted',
  unit,
})

export const dayOf = (now: Date): string => now.toISOString().slice(0, 10)
export const untilTomorrow_s = (now: Date): number =>
  Math.ceil((Date.parse(`${dayOf(now)}T00:00:00.000Z`) + 86_400_000 - now.getTime()) / 1_000)
