/**
 * Seats of a course by rule: first one for each nominating country, those with the fewest seats before first; then rounds by each country's own
 * priority. The rule is ours. The same nominations in the same order of receipt always give the same seats, and each is explained.
 */

export interface Nominating {
  readonly country: string
  /** Seats that it got in the courses looked back on. */
  readonly seats_before: number
  /** Those that were nominated in time, best first. */
  readonly in_time: readonly string[]
  /** Those that came after the day, best first: they come after everybody that came in time. */
  readonly late: readonly string[]
}

export interface SeatRule {
  readonly seats: number
  /** The most that one country gets. */
  readonly most_each?: number
}

/**
 * Why it is so: held already · the first seat of its country · a further round · after all that came in time · no seat is left · its country has
 * the most that one gets.
 */
export const SEAT_REASONS = ['kept', 'first-round', 'later-round', 'late', 'no-seat-left', 'country-full'] as const
export type SeatReason = (typeof SEAT_REASONS)[number]

export interface SeatOutcome {
  readonly country: string
  readonly candidate: string
  /** Which of its country's it is, from 1. */
  readonly priority: number
  /** Among all: in which turn it came up, from 1; 0 for a seat that was held already. */
  readonly turn: number
  /** The place on the waiting list, from 1; `undefined` for a seat. */
  readonly waiting: number | undefined
  readonly reason: SeatReason
}

/**
 * Gives seats, the outcome of all in turn. `nominating` stands in the order of receipt: between countries with as many seats before, who nominated
 * first comes first. Who is in `held` keeps the seat. Throws TypeError where one candidate stands twice.
 */
export function giveSeats(
  { seats, most_each = seats }: SeatRule,
  nominating: readonly Nominating[],
  held: ReadonlySet<string> = new Set(),
) {
  const order = [...nominating].sort((a, b) => a.seats_before - b.seats_before)
  const turns = [...inRounds(order, 'in_time'), ...inRounds(order, 'late')]
  if (new Set(turns.map(({ candidate }) => candidate)).size < turns.length) throw new TypeError('a candidate stands twice')
  const given = new Map<string, number>()
  const take = (country: string) => given.set(country, (given.get(country) ?? 0) + 1)
  const kept = turns.filter(({ candidate }) => held.has(candidate)).slice(0, seats)
  for (const { country } of kept) take(country)
  let left = seats - kept.length
  let waiting = 0
  const outcomes = kept.map((one): SeatOutcome => ({ ...plain(one), turn: 0, waiting: undefined, reason: 'kept' }))
  const full: Turn[] = []
  for (const [at, one] of turns.entries()) {
    if (kept.includes(one)) continue
    if ((given.get(one.country) ?? 0) >= most_each) {
      full.push(one)
      continue
    }
    const is_first = (given.get(one.country) ?? 0) === 0
    if (left > 0) {
      left -= 1
      take(one.country)
      outcomes.push({
        ...plain(one),
        turn: at + 1,
        waiting: undefined,
        reason: one.is_late ? 'late' : is_first ? 'first-round' : 'later-round',
      })
    } else outcomes.push({ ...plain(one), turn: at + 1, waiting: ++waiting, reason: 'no-seat-left' })
  }
  for (const one of full) outcomes.push({ ...plain(one), turn: turns.indexOf(one) + 1, waiting: ++waiting, reason: 'country-full' })
  return outcomes
}

interface Turn {
  readonly country: string
  readonly candidate: string
  readonly priority: number
  readonly is_late: boolean
}
const plain = ({ country, candidate, priority }: Turn) => ({ country, candidate, priority })

/** Everybody's first, then everybody's second, and so on. */
function inRounds(order: readonly Nominating[], when: 'in_time' | 'late'): Turn[] {
  const rounds = Math.max(0, ...order.map((one) => one[when].length))
  return Array.from({ length: rounds }, (_, round) =>
    order.flatMap(({ country, [when]: candidates, in_time }): Turn[] =>
      round < candidates.length
        ? [
            {
              country,
              candidate: candidates[round]!,
              priority: round + 1 + (when === 'late' ? in_time.length : 0),
              is_late: when === 'late',
            },
          ]
        : [],
    ),
  ).flat()
}
