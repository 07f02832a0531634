/** The joint statistics of a centre's desk by month, by rules that do not change with who counts. Pure: the pages have them too. */
import type { Planned } from './planning.ts'

export const MOST_MONTHS = 24
const HOUR_MS = 3_600_000
/** By what a month is told apart. */
export const DESK_PARTS = ['type', 'channel', 'urgency', 'asked_by', 'asked_of'] as const
export type DeskPart = (typeof DESK_PARTS)[number]

export interface DeskMonth {
  /** `2026-05`, by UTC. */
  readonly month: string
  readonly all: number
  readonly urgent: number
  readonly answered: number
  readonly refused: number
  readonly open: number
  /** Hours from receipt to answer, the middle one; of those answered whose two times are said and in order. */
  readonly median_h: number | null
  readonly timed: number
  readonly by: Readonly<Record<DeskPart, readonly { readonly code: string; readonly count: number }[]>>
}

const textIn = (thing: Planned, field: string): string | undefined => {
  const value = thing.fields[field]?.value
  return typeof value === 'string' ? value : undefined
}

/**
 * Months with requests, the earliest first, at most the newest `MOST_MONTHS`. A request counts once, in the month in which it was received, whatever
 * became of it later; what was withdrawn counts nowhere; what has no time of receipt has no month and is counted in `unplaced`.
 */
export function deskMonthsOf(things: readonly Planned[]): {
  readonly months: readonly DeskMonth[]
  readonly earlier: number
  readonly unplaced: number
} {
  const counted = things.filter((one) => one.kind === 'desk-request' && !one.withdrawn && textIn(one, 'state') !== 'withdrawn')
  const placed = counted.filter((one) => !Number.isNaN(Date.parse(textIn(one, 'received_at') ?? '')))
  const months = [...Map.groupBy(placed, (one) => textIn(one, 'received_at')!.slice(0, 7))].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    months: months.slice(-MOST_MONTHS).map(([month, some]) => monthOf(month, some)),
    earlier: Math.max(0, months.length - MOST_MONTHS),
    unplaced: counted.length - placed.length,
  }
}

function monthOf(month: string, some: readonly Planned[]): DeskMonth {
  const having = (field: string, code: string) => some.filter((one) => textIn(one, field) === code).length
  const hours = some
    .filter((one) => textIn(one, 'state') === 'answered')
    .map((one) => (Date.parse(textIn(one, 'answered_at') ?? '') - Date.parse(textIn(one, 'received_at')!)) / HOUR_MS)
    .filter((h) => h >= 0)
    .sort((a, b) => a - b)
  const by = (field: DeskPart) =>
    [...Map.groupBy(some, (one) => textIn(one, field) ?? '')]
      .filter(([code]) => code !== '')
      .map(([code, own]) => ({ code, count: own.length }))
      .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1))
  return {
    month,
    all: some.length,
    urgent: having('urgency', 'urgent'),
    answered: having('state', 'answered'),
    refused: having('state', 'refused'),
    open: having('state', 'open'),
    median_h: hours.length === 0 ? null : Math.round(((hours[(hours.length - 1) >> 1]! + hours[hours.length >> 1]!) / 2) * 10) / 10,
    timed: hours.length,
    by: { type: by('type'), channel: by('channel'), urgency: by('urgency'), asked_by: by('asked_by'), asked_of: by('asked_of') },
  }
}
