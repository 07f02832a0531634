/** What may be said of things, by what is known of them and the state of the team; and how results are counted. */

import type { Fields, Value } from '#wire/fields.ts'
import type { Standing } from './agreement.ts'
import { kindOf } from './kinds.ts'
import type { Thing } from './things.ts'
import type { SpaceState } from './vocabulary.ts'

const WORKS: readonly SpaceState[] = ['operational', 'extended']
const PREPARES: readonly SpaceState[] = ['signed', ...WORKS, 'closed']

/** Operational data are put in while the team works; plans, tasks and words from its signature on, and until it is evaluated. */
export const mayPut = ({ state }: Pick<Standing, 'state'>, kind: string): boolean =>
  (kindOf(kind)?.operational ? WORKS : PREPARES).includes(state)

export const fieldIn = (thing: Thing | undefined, field: string): Value | undefined => thing?.fields[field]?.value

const HAS_AN_END: readonly string[] = ['patrol', 'shift', 'phase', 'powers-card']

/** What begins ends later; a day may be the first and the last. */
export function orderFault(kind: string, known: Thing | undefined, set: Fields): string | undefined {
  if (!HAS_AN_END.includes(kind)) return undefined
  const [from, until] = [set.from ?? known?.fields.from?.value, set.until ?? known?.fields.until?.value]
  if (typeof from !== 'string' || typeof until !== 'string') return undefined
  return kind === 'powers-card' ? (until < from ? 'ends before it begins' : undefined) : until <= from ? 'ends before it begins' : undefined
}

export const STOPS = ['non_refoulement', 'minor', 'asylum'] as const

/**
 * A return waits until a person has cleared every ground that could stop it, and is stopped by any of them. `in_person`: said at a page and not by
 * a program; a ground is cleared by nobody else. A stop that was said is lifted with a name and a reason.
 */
export function rightsFault(kind: string, known: Thing | undefined, set: Fields, in_person: boolean): string | undefined {
  if (kind !== 'identity-case') return undefined
  const after = (field: string) => set[field] ?? fieldIn(known, field)
  const state = after('state')
  const grounds = STOPS.map(after)
  const goes_on = state === 'cleared' || state === 'returned'
  if (grounds.includes('stop') && state !== 'stopped' && state !== 'opened' && state !== 'identified') return 'a ground stops the return'
  if (goes_on && !grounds.every((ground) => ground === 'cleared')) return 'a ground has not been cleared'
  if (goes_on && after('assessed_by') === undefined) return 'nobody is named who has assessed it'
  const clears = STOPS.some((ground) => set[ground] === 'cleared' && fieldIn(known, ground) !== 'cleared')
  if (!in_person && (clears || (set.state !== undefined && goes_on))) return 'only a person at a page clears a return'
  const lifts = STOPS.some((ground) => fieldIn(known, ground) === 'stop' && set[ground] !== undefined && set[ground] !== 'stop')
  if (lifts && (set.assessed_by === undefined || set.note === undefined)) return 'a stop is lifted with a name and a reason'
  return undefined
}

/**
 * Whether a case stands where no rule lets it: two members may have said parts of it at once, and another's node may hold to less. Pages say so,
 * and that nothing is carried out on it.
 */
export function standsAgainstRights({ kind, fields }: Pick<Thing, 'kind' | 'fields'>): boolean {
  if (kind !== 'identity-case') return false
  const state = fields.state?.value
  const grounds = STOPS.map((ground) => fields[ground]?.value)
  if (state === 'cleared' || state === 'returned') return !grounds.every((ground) => ground === 'cleared')
  return state === 'document-issued' && grounds.includes('stop')
}

export interface Total {
  readonly category: string
  readonly unit: string
  /** Exact, as a decimal text. */
  readonly quantity: string
  readonly results: number
  readonly by_member: readonly { readonly member: string; readonly quantity: string; readonly results: number }[]
}

/** A result that counts, with all that claim it: those of results that are the same count with it, along however long a chain. */
export interface CountedResult {
  readonly first: Thing
  /** In millionths of its unit. */
  readonly quantity: bigint
  readonly claimed: readonly string[]
}

/** Results that count, each once. */
export function countedOnce(things: readonly Thing[]): CountedResult[] {
  const results = things.filter(({ kind, withdrawn }) => kind === 'result' && !withdrawn)
  const byId = new Map(results.map((one) => [one.id, one]))
  const groups = new Map<string, Thing[]>()
  for (const result of results) {
    const first = firstOf(result, byId)
    groups.set(first.id, [...(groups.get(first.id) ?? []), result])
  }
  return [...groups].map(([id, same]) => {
    const first = byId.get(id)!
    const claimed = new Set(same.flatMap((one) => (fieldIn(one, 'claimed_by') as readonly string[] | undefined) ?? []))
    return { first, quantity: micro(fieldIn(first, 'quantity')), claimed: [...claimed].sort() }
  })
}

/** Sums up results. What several members claim is counted once for the team and shown beside each. */
export function totalsOf(things: readonly Thing[]): Total[] {
  const totals = new Map<string, { quantity: bigint; results: number; members: Map<string, { quantity: bigint; results: number }> }>()
  for (const { first, quantity, claimed } of countedOnce(things)) {
    const name = `${fieldIn(first, 'category')} ${fieldIn(first, 'unit')}`
    const total = totals.get(name) ?? { quantity: 0n, results: 0, members: new Map() }
    total.quantity += quantity
    total.results += 1
    for (const member of claimed) {
      const own = total.members.get(member) ?? { quantity: 0n, results: 0 }
      total.members.set(member, { quantity: own.quantity + quantity, results: own.results + 1 })
    }
    totals.set(name, total)
  }
  return [...totals]
    .map(([name, { quantity, results, members }]) => {
      const [category, unit] = name.split(' ') as [string, string]
      const by_member = [...members].map(([member, own]) => ({ member, quantity: decimal(own.quantity), results: own.results }))
      return { category, unit, quantity: decimal(quantity), results, by_member: by_member.sort((a, b) => (a.member < b.member ? -1 : 1)) }
    })
    .sort((a, b) => (`${a.category}${a.unit}` < `${b.category}${b.unit}` ? -1 : 1))
}

/** The end of the chain of sameness; a circle ends at its smallest id. */
function firstOf(result: Thing, byId: ReadonlyMap<string, Thing>): Thing {
  const seen = new Set<string>()
  let at = result
  for (;;) {
    seen.add(at.id)
    const next = byId.get(String(fieldIn(at, 'same_as') ?? ''))
    if (!next) return at
    if (seen.has(next.id)) return byId.get([...seen].sort()[0]!)!
    at = next
  }
}

/** Results that look like one told twice: of one category, unit and quantity within a day, by different members, and not said to be the same. */
export function lookAlikes(things: readonly Thing[]): { readonly a: string; readonly b: string }[] {
  const results = things.filter(({ kind, withdrawn }) => kind === 'result' && !withdrawn)
  const byId = new Map(results.map((one) => [one.id, one]))
  const groups = new Map<string, Thing[]>()
  for (const one of results) {
    const name = ['category', 'unit'].map((field) => String(fieldIn(one, field))).join(' ')
    const key = `${name} ${micro(fieldIn(one, 'quantity'))}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  const pairs: { a: string; b: string }[] = []
  for (const group of groups.values())
    for (let i = 0; i < group.length; i++)
      for (let j = i + 1; j < group.length && pairs.length < MAX_PAIRS; j++) {
        const [a, b] = [group[i]!, group[j]!]
        const apart_ms = Math.abs(Date.parse(String(fieldIn(a, 'happened_at'))) - Date.parse(String(fieldIn(b, 'happened_at'))))
        if (a.by !== b.by && apart_ms <= DAY_MS && firstOf(a, byId).id !== firstOf(b, byId).id) pairs.push({ a: a.id, b: b.id })
      }
  return pairs
}
const MAX_PAIRS = 200
const DAY_MS = 86_400_000

/** A decimal text in millionths. */
function micro(value: Value | undefined): bigint {
  const [whole = '0', part = ''] = String(value ?? '0').split('.')
  return BigInt(whole) * 1_000_000n + BigInt(part.padEnd(6, '0'))
}
/** Millionths as a decimal text. */
export function decimal(millionths: bigint): string {
  const part = String(millionths % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '')
  return `${millionths / 1_000_000n}${part === '' ? '' : `.${part}`}`
}
