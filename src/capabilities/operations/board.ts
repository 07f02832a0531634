/** The numbers of a command post and of a desk, added up from what the posts and the desk have told: for the board and for the closing report alike. */
import type { MemberId } from '#wire/address.ts'
import type { Value } from '#wire/fields.ts'
import { countedOnce, decimal, lookAlikes, type Total, totalsOf } from './rules.ts'
import type { Thing } from './things.ts'

const HOUR_MS = 3_600_000
/** What a board shows of the hours. */
export const BOARD_HOURS = 24
const CHECKED = ['persons', 'vehicles', 'premises'] as const
const NOT_SEIZED: readonly unknown[] = ['arrest', 'victim', 'case']

/** As much of a thing as is counted: pages have it too. */
type Counted = Pick<Thing, 'kind' | 'by' | 'fields'> & { readonly withdrawn?: unknown }

const valueIn = (thing: Counted, field: string): Value | undefined => thing.fields[field]?.value
const numberIn = (thing: Counted, field: string): number => {
  const value = valueIn(thing, field)
  return typeof value === 'number' ? value : 0
}
const textIn = (thing: Counted, field: string): string | undefined => {
  const value = valueIn(thing, field)
  return typeof value === 'string' ? value : undefined
}
const standing = <T extends Counted>(things: readonly T[], kind: string) => things.filter((one) => one.kind === kind && !one.withdrawn)
const checksIn = (count: Counted) => CHECKED.reduce((sum, field) => sum + numberIn(count, field), 0)

/** Numbers that stand beside each other for a country or an hour. Seizures are counted as results: their quantities have different units. */
export interface Numbers {
  readonly checks: number
  readonly hits: number
  readonly arrests: number
  readonly victims: number
  readonly seizures: number
}
interface Adding {
  checks: number
  hits: number
  arrests: number
  victims: number
  seizures: number
}
const nothing = (): Adding => ({ checks: 0, hits: 0, arrests: 0, victims: 0, seizures: 0 })

export interface Phase {
  readonly id: string
  readonly phase: string
  readonly from: string
  readonly until: string | null
  readonly by: MemberId
}

export interface Board extends Numbers {
  readonly persons: number
  readonly vehicles: number
  readonly premises: number
  readonly new_cases: number
  /** Officers whom each post had last, added up. */
  readonly officers: number
  readonly counts: number
  /** As said in the space, the earliest first. */
  readonly phases: readonly Phase[]
  readonly by_member: readonly (Numbers & { readonly member: MemberId })[]
  /** The hours up to the newest count or result, oldest first; none without either. */
  readonly hours: readonly (Numbers & { readonly from: string })[]
  /** Hours with numbers that are not among these: too early, or dated after now. */
  readonly hours_left_out: number
  readonly totals: readonly Total[]
  readonly arrests_by_area: readonly { readonly crime_area: string; readonly persons: string }[]
  readonly look_alikes: readonly { readonly a: string; readonly b: string }[]
}

/** Adds up counts (each says what was done since that post's last one) and results, each once. */
export function boardOf(things: readonly Thing[], now: Date, most_hours: number = BOARD_HOURS): Board {
  const counts = standing(things, 'count').filter((one) => textIn(one, 'at') !== undefined)
  const results = countedOnce(things)
  const members = new Map<MemberId, Adding>()
  const hours = new Map<number, Adding>()
  const posts = new Map<string, { at: string; officers: number }>()
  const board = { ...nothing(), persons: 0, vehicles: 0, premises: 0, new_cases: 0 }
  const areas = new Map<string, bigint>()
  const numbersOf = <K>(of: Map<K, Adding>, key: K): Adding => {
    const numbers = of.get(key) ?? nothing()
    of.set(key, numbers)
    return numbers
  }
  for (const one of counts) {
    const at = textIn(one, 'at')!
    for (const numbers of [board, numbersOf(members, one.by), numbersOf(hours, hourOf(at))]) {
      numbers.checks += checksIn(one)
      numbers.hits += numberIn(one, 'hits')
    }
    for (const field of [...CHECKED, 'new_cases'] as const) board[field] += numberIn(one, field)
    const post = `${one.by} ${JSON.stringify(valueIn(one, 'post'))}`
    if (one.fields.officers && at >= (posts.get(post)?.at ?? '')) posts.set(post, { at, officers: numberIn(one, 'officers') })
  }
  for (const { first, quantity, claimed } of results) {
    const category = textIn(first, 'category')
    const at = textIn(first, 'happened_at')
    const all = [board, ...claimed.map((member) => numbersOf(members, member)), ...(at === undefined ? [] : [numbersOf(hours, hourOf(at))])]
    for (const numbers of all) {
      if (category === 'arrest') numbers.arrests += Number(decimal(quantity))
      else if (category === 'victim') numbers.victims += Number(decimal(quantity))
      else if (!NOT_SEIZED.includes(category)) numbers.seizures += 1
    }
    const area = textIn(first, 'crime_area') ?? ''
    if (category === 'arrest') areas.set(area, (areas.get(area) ?? 0n) + quantity)
  }
  return {
    ...board,
    officers: [...posts.values()].reduce((sum, { officers }) => sum + officers, 0),
    counts: counts.length,
    phases: phasesIn(things),
    by_member: [...members]
      .map(([member, own]) => ({ member, ...own }))
      .sort((a, b) => b.checks - a.checks || b.arrests - a.arrests || (a.member < b.member ? -1 : 1)),
    ...hoursOf(hours, Math.floor(now.getTime() / HOUR_MS), most_hours),
    totals: totalsOf(things),
    arrests_by_area: [...areas]
      .map(([crime_area, persons]) => ({ crime_area, persons: decimal(persons) }))
      .sort((a, b) => (a.crime_area < b.crime_area ? -1 : 1)),
    look_alikes: lookAlikes(things),
  }
}

const hourOf = (at: string) => Math.floor(Date.parse(at) / HOUR_MS)

/** Nothing that is dated after now moves the window. */
function hoursOf(known: ReadonlyMap<number, Adding>, now: number, most: number): Pick<Board, 'hours' | 'hours_left_out'> {
  const past = [...known.keys()].filter((hour) => hour <= now)
  if (past.length === 0) return { hours: [], hours_left_out: known.size }
  const newest = past.reduce((latest, hour) => Math.max(latest, hour))
  const first = newest - most + 1
  const hours = Array.from({ length: most }, (_, i) => ({
    from: new Date((first + i) * HOUR_MS).toISOString(),
    ...(known.get(first + i) ?? nothing()),
  }))
  return { hours, hours_left_out: [...known.keys()].filter((hour) => hour < first || hour > newest).length }
}

const phasesIn = (things: readonly Thing[]): Phase[] =>
  standing(things, 'phase')
    .flatMap((one) => {
      const [phase, from] = [textIn(one, 'phase'), textIn(one, 'from')]
      return phase && from ? [{ id: one.id, phase, from, until: textIn(one, 'until') ?? null, by: one.by }] : []
    })
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.id < b.id ? -1 : 1))

export interface DeskRow {
  readonly type: string
  readonly all: number
  readonly urgent: number
  readonly answered: number
  readonly open: number
  readonly channels: readonly { readonly channel: string; readonly count: number }[]
}

/** Requests to a desk by type; each counts once, the withdrawn ones not at all. */
export function deskFiguresOf(things: readonly Counted[]): DeskRow[] {
  const types = new Map<string, Counted[]>()
  for (const one of standing(things, 'desk-request')) {
    const type = textIn(one, 'type')
    if (type && textIn(one, 'state') !== 'withdrawn') types.set(type, [...(types.get(type) ?? []), one])
  }
  return [...types]
    .map(([type, own]) => {
      const having = (field: string, value: string) => own.filter((one) => textIn(one, field) === value).length
      const channels = [...new Set(own.map((one) => textIn(one, 'channel') ?? ''))].filter((channel) => channel !== '').sort()
      return {
        type,
        all: own.length,
        urgent: having('urgency', 'urgent'),
        answered: having('state', 'answered'),
        open: having('state', 'open'),
        channels: channels.map((channel) => ({ channel, count: having('channel', channel) })),
      }
    })
    .sort((a, b) => b.all - a.all || (a.type < b.type ? -1 : 1))
}
