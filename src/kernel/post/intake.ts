/** What one party may leave on this node's disk in a day, and how fast a partner may: bounds in numbers and in bytes, so that no large batch passes for one call. */
import { Refusal } from '#wire/refusal.ts'
import type { Reader, Writer } from '../database/port.ts'
import { sql } from '../database/sql.ts'

const MIB = 1_048_576

/** A configuration may state others. */
export const INTAKE_LIMITS = {
  /** Of one partner, by the day (UTC). */
  partner_attachment_bytes_a_day: 4_096 * MIB,
  partner_attachments_a_day: 20_000,
  partner_envelope_bytes_a_day: 2_048 * MIB,
  partner_envelopes_a_day: 500_000,
  /** Of one officer or of one token's account. */
  officer_attachment_bytes_a_day: 2_048 * MIB,
  officer_attachments_a_day: 2_000,
  /** Of one partner, by the second; ten seconds' worth can be saved up. */
  partner_calls_a_second: 200,
  partner_envelopes_a_second: 2_000,
  partner_bytes_a_second: 32 * MIB,
} as const

export type IntakeLimits = { readonly [Name in keyof typeof INTAKE_LIMITS]: number }

export type Kind = 'attachment' | 'envelope'
export interface Amount {
  readonly bytes: number
  readonly count: number
}

/** Adds to what was taken of somebody today; false, and nothing added, where that would go beyond the bound. */
export async function takeIn(
  writing: Writer,
  who: string,
  kind: Kind,
  { bytes, count }: Amount,
  bound: Amount,
  now: Date,
): Promise<boolean> {
  if (bytes > bound.bytes || count > bound.count) return false
  const taken = await writing.maybeOne<{ bytes: number }>(sql`
    insert into intake as i (who, kind, day, bytes, count) values (${who}, ${kind}, ${dayOf(now)}::date, ${bytes}, ${count})
    on conflict (who, kind, day) do update set bytes = i.bytes + excluded.bytes, count = i.count + excluded.count
    where i.bytes + excluded.bytes <= ${bound.bytes} and i.count + excluded.count <= ${bound.count}
    returning bytes`)
  return taken !== undefined
}

/** Whether so much more would still be taken; for asking before bytes are written. */
export async function wouldTake(
  reading: Reader,
  who: string,
  kind: Kind,
  { bytes, count }: Amount,
  bound: Amount,
  now: Date,
): Promise<boolean> {
  const taken = await reading.maybeOne<Amount>(
    sql`select bytes, count from intake where who = ${who} and kind = ${kind} and day = ${dayOf(now)}::date`,
  )
  return (taken?.bytes ?? 0) + bytes <= bound.bytes && (taken?.count ?? 0) + count <= bound.count
}

/** How long until the bounds of a day begin anew. */
export const nextDay_s = (now: Date): number => Math.ceil((Date.parse(`${dayOf(now)}T00:00:00.000Z`) + DAY_MS - now.getTime()) / 1_000)

/** The refusal of a partner that has left its day's worth here. */
export const dayFull = (now: Date, inside: string): Refusal => new Refusal('call.quota', { inside, retry_after_s: nextDay_s(now) })

/** Forgets days that are long over. */
export const sweepIntake = (writing: Writer, now: Date) =>
  writing.run(sql`delete from intake where day < ${dayOf(new Date(now.getTime() - KEPT_DAYS * DAY_MS))}::date`)

const DAY_MS = 86_400_000
const KEPT_DAYS = 31
const SAVED_UP_S = 10
const dayOf = (now: Date): string => now.toISOString().slice(0, 10)

/** Buckets that fill by the second. */
export function buckets<Name extends string>(rates: Readonly<Record<Name, number>>) {
  const names = Object.keys(rates) as Name[]
  const held = new Map<string, { left: Record<Name, number>; at_ms: number }>()
  type Cost = Readonly<Partial<Record<Name, number>>>
  const filled = (who: string, now_ms: number) => {
    const before = held.get(who)
    const passed_s = before ? Math.max(0, now_ms - before.at_ms) / 1_000 : SAVED_UP_S
    const fill = (name: Name) => Math.min(rates[name] * SAVED_UP_S, (before?.left[name] ?? 0) + passed_s * rates[name])
    return Object.fromEntries(names.map((name) => [name, fill(name)])) as Record<Name, number>
  }
  const take = (who: string, cost: Cost, left: Record<Name, number>, at_ms: number) => {
    for (const name of names) left[name] = Math.max(0, left[name] - (cost[name] ?? 0))
    held.set(who, { left, at_ms })
  }
  return {
    /** Takes what it costs, or answers false and takes nothing. */
    spend(who: string, cost: Cost, now: Date): boolean {
      const left = filled(who, now.getTime())
      if (names.some((name) => left[name] < (cost[name] ?? 0))) return false
      take(who, cost, left, now.getTime())
      return true
    },
    /** Takes what was given out already, down to nothing. */
    charge: (who: string, cost: Cost, now: Date) => take(who, cost, filled(who, now.getTime()), now.getTime()),
  }
}
