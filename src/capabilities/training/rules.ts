/** What needs hold together, and how those of several units become those of a country. */
import type { Line } from './bodies.ts'
import type { DraftText } from './keeping.ts'
import { MAX_LINES, MAX_OFFICERS } from './vocabulary.ts'

/** Faults as JSON pointers with reasons; none when it is sound. */
export function faultsOf(
  { lines, irrelevant }: DraftText,
  topics: readonly string[],
): { readonly path: string; readonly reason: string }[] {
  const needed = new Set(lines.map(({ topic }) => topic))
  return [
    ...lines.flatMap(({ topic }, i) => (topics.includes(topic) ? [] : [{ path: `/lines/${i}/topic`, reason: 'not asked about' }])),
    ...irrelevant.flatMap((topic, i) => {
      if (!topics.includes(topic)) return [{ path: `/irrelevant/${i}`, reason: 'not asked about' }]
      return needed.has(topic) ? [{ path: `/irrelevant/${i}`, reason: 'needed and irrelevant' }] : []
    }),
    ...(lines.length > MAX_LINES ? [{ path: '/lines', reason: `more than ${MAX_LINES}` }] : []),
  ]
}

/** Lines that differ in their officers alone become one; a topic that one unit needs is not irrelevant for the country. */
export function together(drafts: readonly DraftText[]): DraftText {
  const lines = new Map<string, Line>()
  for (const line of drafts.flatMap((one) => one.lines)) {
    const key = [line.topic, line.profile, line.proficiency, line.urgency].join(' ')
    const officers = (lines.get(key)?.officers ?? 0) + line.officers
    lines.set(key, { ...line, officers: Math.min(MAX_OFFICERS, officers) })
  }
  const needed = new Set([...lines.values()].map(({ topic }) => topic))
  const irrelevant = [...new Set(drafts.flatMap((one) => one.irrelevant))].filter((topic) => drafts.length === 1 || !needed.has(topic))
  return { lines: [...lines.values()], irrelevant }
}
