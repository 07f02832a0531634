/** What birth date and nationality do to the score that a baseline gives a name: all baselines by the same factors. */
import type { Found, Subject } from './engine.ts'

const SAME_DATE = 1.5
const PARTLY = 1.25
const OTHER_DATE = 0.6
const SAME_NATIONALITY = 1.05
/** Candidates by name that are looked at again with their details. */
export const LOOKED_AT = 200

export interface Details {
  readonly birth_date: string
  readonly nationality: string
}

/** Kept in one string a record, for a million objects are dear. */
export const packed = ({ birth_date, nationality }: Details): string => nationality + birth_date

export function withDetails(found: readonly Found[], subject: Subject, detailsOf: (id: number) => string, top: number): Found[] {
  return found
    .map(({ id, score }) => {
      const details = detailsOf(id)
      const nationality = subject.nationality === details.slice(0, 3) ? SAME_NATIONALITY : 1
      return { id, score: score * nationality * dateFactor(subject.birth_date, details.slice(3)) }
    })
    .sort((a, b) => b.score - a.score || a.id - b.id)
    .slice(0, top)
}

export function dateFactor(asked: string | undefined, held: string): number {
  if (asked === undefined || held === '') return 1
  if (asked === held) return asked.length === 10 && !asked.endsWith('-01-01') ? SAME_DATE : PARTLY
  if (asked.startsWith(held) || held.startsWith(asked)) return PARTLY
  if (asked.slice(0, 4) !== held.slice(0, 4)) return OTHER_DATE
  if (asked.endsWith('-01-01') || held.endsWith('-01-01')) return PARTLY
  return asked.slice(5, 7) === held.slice(8) && asked.slice(8) === held.slice(5, 7) ? PARTLY : OTHER_DATE
}
