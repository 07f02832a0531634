/** Figures from what came of each query. */
import type { Outcome } from './one-engine.ts'

export interface Figures {
  readonly queries: number
  /** The record meant stands first, among the first ten; and so where it is in other letters than the query. */
  readonly id_1: number
  readonly id_10: number
  readonly across_id_1: number
  readonly across_id_10: number
  /** A record that bears the name asked for is among the first ten, whoever bears it. */
  readonly name_10: number
  /**
   * Share of the people present who stand first with a score above the one that 1 % and 5 % of those absent exceed with their best:
   * true positives at that share of false ones.
   */
  readonly true_at_1_percent: number
  readonly true_at_5_percent: number
  readonly p50_ms: number
  readonly p99_ms: number
  readonly cpu_p50_ms: number
  readonly cpu_p99_ms: number
  readonly cpu_mean_ms: number
}

const round = (value: number, digits: number) => Number(value.toFixed(digits))

export function figures(outcomes: readonly Outcome[]): Figures {
  const present = outcomes.filter(({ is_present }) => is_present)
  const across = present.filter(({ is_across }) => is_across)
  const share = (all: readonly Outcome[], is: (one: Outcome) => boolean) => round(all.filter(is).length / Math.max(1, all.length), 4)
  const first = ({ id_place }: Outcome) => id_place === 0
  const among = ({ id_place }: Outcome) => id_place >= 0
  const true_at = (false_share: number) => {
    const limit = thresholdAt(
      outcomes.filter(({ is_present }) => !is_present).map(({ best }) => best),
      false_share,
    )
    return share(present, (one) => first(one) && one.best > limit)
  }
  const at = (times: number[], place: number) =>
    round(times.sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * place))] ?? 0, 3)
  const wall = outcomes.map(({ wall_ms }) => wall_ms)
  const cpu = outcomes.map(({ cpu_ms }) => cpu_ms)
  return {
    queries: outcomes.length,
    id_1: share(present, first),
    id_10: share(present, among),
    across_id_1: share(across, first),
    across_id_10: share(across, among),
    name_10: share(present, ({ name_place }) => name_place >= 0),
    true_at_1_percent: true_at(0.01),
    true_at_5_percent: true_at(0.05),
    p50_ms: at(wall, 0.5),
    p99_ms: at(wall, 0.99),
    cpu_p50_ms: at(cpu, 0.5),
    cpu_p99_ms: at(cpu, 0.99),
    cpu_mean_ms: round(cpu.reduce((sum, one) => sum + one, 0) / Math.max(1, cpu.length), 3),
  }
}

/** The score that at most the given share of these exceeds: with none to judge by, one that nothing exceeds. */
export function thresholdAt(bests: readonly number[], share: number): number {
  const sorted = [...bests].sort((a, b) => b - a)
  return sorted[Math.floor(sorted.length * share)] ?? Number.POSITIVE_INFINITY
}

/** For each value of a label: how many present queries have it, and the share of those whose record is among the first ten. */
export function among10By(
  outcomes: readonly Outcome[],
  labelsOf: (one: Outcome) => readonly string[],
): Record<string, [queries: number, id_10: number]> {
  const groups = Map.groupBy(
    outcomes.filter(({ is_present }) => is_present).flatMap((one) => labelsOf(one).map((label) => ({ label, one }))),
    ({ label }) => label,
  )
  const lines = [...groups].map(([label, group]): [string, [number, number]] => {
    const found = group.filter(({ one }) => one.id_place >= 0).length
    return [label, [group.length, Number((found / group.length).toFixed(3))]]
  })
  return Object.fromEntries(lines.sort((a, b) => a[1][1] - b[1][1]))
}
