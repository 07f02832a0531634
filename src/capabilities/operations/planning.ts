/** Patrols and shifts as turns on a time line, and what does not fit together in them. Pure: the pages have it too. */
import type { Value } from '#wire/fields.ts'
import type { Thing } from './things.ts'

/** As much of a thing as is planned with. */
export type Planned = Pick<Thing, 'id' | 'kind' | 'by' | 'fields'> & { readonly withdrawn?: unknown }

/** An officer on a turn; whose, where that is said. */
export interface OnTurn {
  readonly officer: string
  readonly member: string | undefined
  readonly function: string | undefined
  /** The thing that says so, where it is one of its own. */
  readonly thing: string | undefined
}

export interface Turn {
  readonly id: string
  readonly kind: 'patrol' | 'shift'
  readonly title: string
  readonly from: string
  readonly until: string
  readonly members: readonly string[]
  readonly host: string | undefined
  readonly officers: readonly OnTurn[]
  /** By the name of the area that is drawn, else as written; shifts have none. */
  readonly area: string | undefined
  readonly area_drawn: string | undefined
  readonly state: string | undefined
}

export interface Card {
  readonly id: string
  readonly officer: string
  readonly member: string
  readonly host: string
  /** Whether each word of it is the host's: nobody gives powers on another's ground. */
  readonly is_of_host: boolean
  /** Days, both included. */
  readonly from: string
  readonly until: string
}

export type Conflict =
  /** One officer on two turns at once. */
  | { readonly what: 'twice'; readonly officer: string; readonly member: string | undefined; readonly turns: readonly [string, string] }
  /** Nobody has a shift, between two that somebody has. */
  | { readonly what: 'gap'; readonly from: string; readonly until: string }
  /** No powers card of a guest covers each day of the turn. */
  | {
      readonly what: 'no-card'
      readonly officer: string
      readonly member: string
      readonly host: string
      readonly turns: readonly [string]
    }
  | { readonly what: 'nobody'; readonly turns: readonly [string] }

export const MOST_CONFLICTS = 200
const MOST_DAYS = 62
const MOST_NAMES = 50
const DAY_MS = 86_400_000

const valueIn = (thing: Planned, field: string): Value | undefined => thing.fields[field]?.value
const writtenIn = (thing: Planned, field: string): string | undefined => written(valueIn(thing, field))
function written(value: Value | undefined): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value !== 'object') return undefined
  if ('text' in value) return value.text
  return 'name' in value ? value.name : undefined
}
const standing = (things: readonly Planned[], kind: string) => things.filter((one) => one.kind === kind && !one.withdrawn)

/** One spelling for one name: case, width and spaces tell nobody apart. */
export const sameOfficer = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()

/** Patrols and shifts with who is on them, the earliest first; what has no time of its own is none. */
export function turnsOf(things: readonly Planned[]): Turn[] {
  const crews = new Map<string, OnTurn[]>()
  for (const one of standing(things, 'crew')) {
    const [patrol, officer] = [writtenIn(one, 'patrol'), writtenIn(one, 'officer')]
    if (!patrol || !officer) continue
    const on = { officer, member: writtenIn(one, 'member'), function: writtenIn(one, 'function'), thing: one.id }
    crews.set(patrol, [...(crews.get(patrol) ?? []), on])
  }
  const areas = new Map(standing(things, 'area').map((one) => [one.id, writtenIn(one, 'name')]))
  const turns = [...standing(things, 'patrol'), ...standing(things, 'shift')].flatMap((one): Turn[] => {
    const [from, until] = [written(one.fields.from?.value), written(one.fields.until?.value)]
    if (from === undefined || until === undefined || !(Date.parse(until) > Date.parse(from))) return []
    const common = { id: one.id, from, until, host: writtenIn(one, 'host') }
    if (one.kind === 'shift') {
      const [officer = '', member] = [writtenIn(one, 'officer'), writtenIn(one, 'member')]
      const on = { officer, member, function: undefined, thing: undefined }
      return [
        {
          ...common,
          kind: 'shift',
          title: officer,
          members: member ? [member] : [],
          officers: [on],
          area: undefined,
          area_drawn: undefined,
          state: undefined,
        },
      ]
    }
    const members = valueIn(one, 'members')
    const crew = crews.get(one.id) ?? []
    const named = new Set(crew.map(({ officer }) => sameOfficer(officer)))
    const others = namesIn(writtenIn(one, 'officers') ?? '').filter((name) => !named.has(sameOfficer(name)))
    return [
      {
        ...common,
        kind: 'patrol',
        title: writtenIn(one, 'title') ?? '',
        members: Array.isArray(members) ? members : [],
        officers: [...crew, ...others.map((officer) => ({ officer, member: undefined, function: undefined, thing: undefined }))],
        area: areas.get(writtenIn(one, 'area_drawn') ?? '') ?? writtenIn(one, 'area'),
        area_drawn: writtenIn(one, 'area_drawn'),
        state: writtenIn(one, 'state'),
      },
    ]
  })
  return turns.sort((a, b) => Date.parse(a.from) - Date.parse(b.from) || (a.id < b.id ? -1 : 1))
}

/** Names of a text that lists officers, by lines and commas. */
const namesIn = (text: string): string[] =>
  [...new Set(text.split(/[\n,;،؛]/u).map((name) => name.trim()))].filter((name) => name !== '').slice(0, MOST_NAMES)

export function cardsOf(things: readonly Planned[]): Card[] {
  return standing(things, 'powers-card').flatMap((one) => {
    const [officer, member, host] = ['officer', 'member', 'host'].map((field) => writtenIn(one, field))
    const [from, until] = [written(one.fields.from?.value), written(one.fields.until?.value)]
    return officer && member && host && from && until
      ? [{ id: one.id, officer, member, host, from, until, is_of_host: saidByHost(one) }]
      : []
  })
}

/** Whether the host, and nobody else, has said all that a card says. */
export function saidByHost(card: Pick<Thing, 'fields'>): boolean {
  const host = card.fields.host?.value
  return typeof host === 'string' && Object.values(card.fields).every(({ by }) => by === host)
}

/**
 * What does not fit between two moments, at most `MOST_CONFLICTS`. `dayOf` says which day a moment is where the turns are: powers cards count by
 * days. What is cancelled collides with nothing.
 */
export function conflictsOf(
  turns: readonly Turn[],
  cards: readonly Card[],
  { from, until, dayOf }: { readonly from: string; readonly until: string; readonly dayOf: (at: number) => string },
): Conflict[] {
  const [first, last] = [Date.parse(from), Date.parse(until)]
  const held = turns.filter((one) => one.state !== 'cancelled' && Date.parse(one.until) > first && Date.parse(one.from) < last)
  return [...doubled(held), ...uncarded(held, cards, dayOf), ...unmanned(held), ...gaps(held, first, last)].slice(0, MOST_CONFLICTS)
}

/** Two of one name are two officers only where their members are said and differ. */
const mayBeOne = (a: OnTurn, b: OnTurn) => a.member === undefined || b.member === undefined || a.member === b.member

function doubled(turns: readonly Turn[]): Conflict[] {
  const found: Conflict[] = []
  const byName = new Map<string, { on: OnTurn; turn: Turn }[]>()
  for (const turn of turns)
    for (const on of turn.officers) {
      if (on.officer === '') continue
      const name = sameOfficer(on.officer)
      const before = byName.get(name) ?? []
      // turns come by their beginnings: what has ended before this one begins meets none of those after it
      const open = before.filter((one) => Date.parse(one.turn.until) > Date.parse(turn.from))
      for (const one of open)
        if (one.turn.id !== turn.id && mayBeOne(one.on, on) && found.length < MOST_CONFLICTS)
          found.push({ what: 'twice', officer: on.officer, member: on.member ?? one.on.member, turns: [one.turn.id, turn.id] })
      byName.set(name, [...open, { on, turn }])
    }
  return found
}

function uncarded(turns: readonly Turn[], cards: readonly Card[], dayOf: (at: number) => string): Conflict[] {
  const byName = Map.groupBy(cards, ({ officer }) => sameOfficer(officer))
  return turns.flatMap((turn) =>
    turn.officers.flatMap((on): Conflict[] => {
      const { host } = turn
      const own = byName.get(sameOfficer(on.officer)) ?? []
      // whose officer it is may stand on a card alone
      const member = on.member ?? own[0]?.member
      if (host === undefined || member === undefined || member === host) return []
      const held = own.filter((card) => card.member === member && card.host === host && card.is_of_host)
      const days = daysOf(turn, dayOf)
      const covered = days.every((day) => held.some((card) => card.from <= day && day <= card.until))
      return covered ? [] : [{ what: 'no-card', officer: on.officer, member, host, turns: [turn.id] }]
    }),
  )
}

function daysOf(turn: Turn, dayOf: (at: number) => string): string[] {
  const end = Date.parse(turn.until) - 1
  const days = new Set<string>([dayOf(end)])
  for (let at = Date.parse(turn.from); at < end && days.size < MOST_DAYS; at += DAY_MS) days.add(dayOf(at))
  return [...days]
}

const unmanned = (turns: readonly Turn[]): Conflict[] =>
  turns.filter(({ officers }) => officers.length === 0).map(({ id }) => ({ what: 'nobody', turns: [id] }))

function gaps(turns: readonly Turn[], first: number, last: number): Conflict[] {
  const found: Conflict[] = []
  let covered: number | undefined
  for (const turn of turns.filter(({ kind }) => kind === 'shift')) {
    const [from, until] = [Math.max(first, Date.parse(turn.from)), Math.min(last, Date.parse(turn.until))]
    if (covered !== undefined && from > covered)
      found.push({ what: 'gap', from: new Date(covered).toISOString(), until: new Date(from).toISOString() })
    covered = Math.max(covered ?? until, until)
  }
  return found
}

/** Turns laid into as few rows as hold them without one over another, in their order. */
export function rowsOf<Of extends { readonly from: string; readonly until: string }>(turns: readonly Of[]): Of[][] {
  const rows: { end: number; turns: Of[] }[] = []
  for (const turn of turns) {
    const row = rows.find(({ end }) => end <= Date.parse(turn.from))
    if (row) {
      row.turns.push(turn)
      row.end = Date.parse(turn.until)
    } else rows.push({ end: Date.parse(turn.until), turns: [turn] })
  }
  return rows.map(({ turns }) => turns)
}
