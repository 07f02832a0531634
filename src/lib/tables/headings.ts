/** Which column is what, guessed from the headings that people write; a person confirms it before anything is read. */
import { plainWords } from './plain.ts'

export interface Guess<F extends string> {
  readonly column: number
  readonly field: F
}

const MAX_HEADING = 200

/**
 * Guesses the field of each column: by the field's own name, by one of its phrases, then by a phrase within a longer heading. `fields`
 * go before one another in their order; none is guessed twice unless `repeatable`.
 */
export function guessFields<F extends string>(
  headings: readonly string[],
  fields: readonly F[],
  phrases: Readonly<Partial<Record<F, readonly string[]>>>,
  repeatable: readonly F[] = [],
): Guess<F>[] {
  const known = fields.map((field) => ({ field, names: [field.replaceAll('_', ' '), ...(phrases[field] ?? []).map(plainWords)] }))
  const plain = headings.map((heading) => plainWords(heading.slice(0, MAX_HEADING)))
  const found = new Map<number, F>()
  const taken = new Set<F>()
  const put = (column: number, field: F | undefined) => {
    if (field === undefined) return
    found.set(column, field)
    if (!repeatable.includes(field)) taken.add(field)
  }
  const free = () => known.filter(({ field }) => !taken.has(field))
  for (const [column, heading] of plain.entries()) {
    if (heading !== '') put(column, free().find(({ names }) => names.includes(heading))?.field)
  }
  for (const [column, heading] of plain.entries()) {
    if (heading === '' || found.has(column)) continue
    const within = free().flatMap(({ field, names }) =>
      names.filter((name) => ` ${heading} `.includes(` ${name} `)).map((name) => ({ field, name })),
    )
    put(column, within.sort((a, b) => b.name.length - a.name.length)[0]?.field)
  }
  return [...found].sort(([a], [b]) => a - b).map(([column, field]) => ({ column, field }))
}
