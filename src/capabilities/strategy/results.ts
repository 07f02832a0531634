/** What actions came to: every result counted once, however many report it, and shown beside each member that claims it. Pure. */
import type { MemberId } from '#wire/address.ts'
import { codeIn, live, membersIn, type Thing } from './things.ts'

export interface CountedResult {
  readonly first: Thing
  /** In millionths of its unit. */
  readonly micro: bigint
  readonly claimed: readonly MemberId[]
  /** Reports that say another quantity of the same result. */
  readonly differing: readonly string[]
}
export interface Total {
  readonly category: string
  readonly unit: string
  /** Exact, as a decimal text. */
  readonly quantity: string
  readonly results: number
  readonly by_member: readonly { readonly member: MemberId; readonly quantity: string; readonly results: number }[]
}

const MICRO = 1_000_000n
export function microOf(amount: string): bigint {
  const [whole = '0', part = ''] = amount.split('.')
  return BigInt(whole) * MICRO + BigInt(part.padEnd(6, '0').slice(0, 6) || '0')
}
export function decimalOf(micro: bigint): string {
  const part = (micro % MICRO).toString().padStart(6, '0').replace(/0+$/, '')
  return part ? `${micro / MICRO}.${part}` : String(micro / MICRO)
}

/** Results that count: those taken from the same result of a team are one. */
export function countedOnce(things: readonly Thing[]): CountedResult[] {
  const groups = new Map<string, Thing[]>()
  for (const one of things) {
    if (one.kind !== 'result' || !live(one)) continue
    const name = codeIn(one, 'of') ?? one.id
    groups.set(name, [...(groups.get(name) ?? []), one])
  }
  return [...groups.values()].map((same) => {
    const first = same[0]!
    const quantity = codeIn(first, 'quantity') ?? '0'
    return {
      first,
      micro: microOf(quantity),
      claimed: [...new Set(same.flatMap((one) => membersIn(one, 'claimed_by')))].sort(),
      differing: same.filter((one) => one.set.quantity !== quantity || one.set.unit !== first.set.unit).map(({ id }) => id),
    }
  })
}

/** Sums by what was reached and its unit. What several claim counts once in the sum and stands beside each of them. */
export function totalsOf(things: readonly Thing[]): Total[] {
  const totals = new Map<string, { micro: bigint; results: number; members: Map<MemberId, { micro: bigint; results: number }> }>()
  for (const { first, micro, claimed } of countedOnce(things)) {
    const name = `${first.set.category} ${first.set.unit}`
    const total = totals.get(name) ?? { micro: 0n, results: 0, members: new Map() }
    totals.set(name, total)
    total.micro += micro
    total.results += 1
    for (const member of claimed) {
      const own = total.members.get(member) ?? { micro: 0n, results: 0 }
      total.members.set(member, { micro: own.micro + micro, results: own.results + 1 })
    }
  }
  return [...totals]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { micro, results, members }]) => {
      const [category = '', unit = ''] = name.split(' ')
      return {
        category,
        unit,
        quantity: decimalOf(micro),
        results,
        by_member: [...members]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([member, own]) => ({ member, quantity: decimalOf(own.micro), results: own.results })),
      }
    })
}
