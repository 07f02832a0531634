// The numbers of a command post and of a desk, added up from what the posts and the desk have told.
import type { Thing } from './types.ts'

const HOUR_MS = 3_600_000
const HOURS = 24
const CHECKED = ['persons', 'vehicles', 'premises'] as const

const numberIn = (thing: Thing, field: string): number => {
  const value = thing.fields[field]?.value
  return typeof value === 'number' ? value : 0
}
const textIn = (thing: Thing, field: string): string | undefined => {
  const value = thing.fields[field]?.value
  return typeof value === 'string' ? value : undefined
}
const standing = (things: readonly Thing[], kind: string) => things.filter((one) => one.kind === kind && !one.withdrawn)
const checksIn = (count: Thing) => CHECKED.reduce((sum, field) => sum + numberIn(count, field), 0)

export interface Board {
  readonly checks: number
  readonly hits: number
  readonly new_cases: number
  /** Officers whom each post had last, added up. */
  readonly officers: number
  readonly by_member: readonly { readonly member: string; readonly checks: number; readonly hits: number }[]
  /** The 24 hours up to the newest count, oldest first; none without counts. */
  readonly hours: readonly { readonly from: string; readonly checks: number; readonly hits: number }[]
}

/** Adds up counts: each says what was done since the post's last one. */
export function boardOf(things: readonly Thing[]): Board {
  const counts = standing(things, 'count').filter((one) => textIn(one, 'at') !== undefined)
  const members = new Map<string, { checks: number; hits: number }>()
  const posts = new Map<string, { at: string; officers: number }>()
  const board = { checks: 0, hits: 0, new_cases: 0 }
  for (const one of counts) {
    const checks = checksIn(one)
    const hits = numberIn(one, 'hits')
    board.checks += checks
    board.hits += hits
    board.new_cases += numberIn(one, 'new_cases')
    const so_far = members.get(one.by) ?? { checks: 0, hits: 0 }
    members.set(one.by, { checks: so_far.checks + checks, hits: so_far.hits + hits })
    const post = `${one.by} ${JSON.stringify(one.fields.post?.value)}`
    const at = textIn(one, 'at')!
    if (one.fields.officers && at >= (posts.get(post)?.at ?? '')) posts.set(post, { at, officers: numberIn(one, 'officers') })
  }
  return {
    ...board,
    officers: [...posts.values()].reduce((sum, { officers }) => sum + officers, 0),
    by_member: [...members]
      .map(([member, own]) => ({ member, ...own }))
      .sort((a, b) => b.checks - a.checks || (a.member < b.member ? -1 : 1)),
    hours: hoursOf(counts),
  }
}

function hoursOf(counts: readonly Thing[]): Board['hours'] {
  const newest = Math.max(...counts.map((one) => Date.parse(textIn(one, 'at')!)))
  if (!Number.isFinite(newest)) return []
  const first = Math.floor(newest / HOUR_MS) - HOURS + 1
  const hours = Array.from({ length: HOURS }, (_, i) => ({ from: new Date((first + i) * HOUR_MS).toISOString(), checks: 0, hits: 0 }))
  for (const one of counts) {
    const hour = hours[Math.floor(Date.parse(textIn(one, 'at')!) / HOUR_MS) - first]
    if (!hour) continue
    hour.checks += checksIn(one)
    hour.hits += numberIn(one, 'hits')
  }
  return hours
}

export interface DeskRow {
  readonly type: string
  readonly all: number
  readonly urgent: number
  readonly answered: number
  readonly open: number
  readonly channels: readonly { readonly channel: string; readonly count: number }[]
}

/** Requests to a desk by type; each counts once, the withdrawn ones not at all. */
export function deskFiguresOf(things: readonly Thing[]): DeskRow[] {
  const types = new Map<string, Thing[]>()
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
