/** What partners ask and what they are answered: the bodies of checks.query.v2 and checks.answer.v2, and of v1 before them, as this side reads them. */
import type { Handling } from '#wire/statement.ts'
import type { Classification, CrimeArea, RefusalGround } from '#wire/vocabulary.ts'
import type { ACTIONS_TO_TAKE, DOCUMENT_STATUSES, DOCUMENT_TYPES, IdentifierKind, Kind, Name, SEXES } from './kinds.ts'

export interface AskedPerson {
  readonly names: readonly Name[]
  readonly birth_date?: string
  readonly sex?: (typeof SEXES)[number]
  readonly nationality?: string
}
export interface AskedDocument {
  readonly number: string
  readonly issuer?: string
  readonly type?: (typeof DOCUMENT_TYPES)[number]
}
export interface AskedVehicle {
  readonly plate?: string
  readonly country?: string
  readonly vin?: string
}
export interface AskedFirearm {
  readonly serial: string
  readonly make?: string
  readonly model?: string
  readonly calibre?: string
}
export interface AskedIdentifier {
  readonly kind: IdentifierKind
  readonly value: string
  readonly country?: string
}

/** One member, named as its kind. */
export interface AskedSubject {
  readonly person?: AskedPerson
  readonly document?: AskedDocument
  readonly vehicle?: AskedVehicle
  readonly firearm?: AskedFirearm
  readonly identifier?: AskedIdentifier
}

export interface QueryBody {
  readonly subjects: readonly AskedSubject[]
  /** Also look-alike readings (O and 0, I and 1…), which are reported as such. */
  readonly alternatives?: boolean
  /** What the asking officer may see: nothing classified above it is answered. */
  readonly clearance: Classification
}

export const FIELDS = [
  'name',
  'birth_date',
  'sex',
  'nationality',
  'document_number',
  'document_issuer',
  'document_type',
  'holder',
  'plate',
  'plate_country',
  'vin',
  'serial',
  'make',
  'model',
  'calibre',
  'identifier',
] as const
export const VERDICTS = ['equal', 'similar', 'compatible', 'near', 'swapped', 'look-alike', 'worn', 'different', 'unknown'] as const

export interface Stretch {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Why a record met what was asked: one part of it against one part of the other. */
export interface Reason {
  /** Which of the subjects asked about. */
  readonly subject: number
  readonly field: (typeof FIELDS)[number]
  readonly verdict: (typeof VERDICTS)[number]
  readonly asked?: string
  /** What the record holds; only where the asker needs it to judge the likeness. */
  readonly held?: string
  readonly score?: number
  /** Offsets are UTF-16 units in `asked` and in `held`. */
  readonly parts?: readonly {
    readonly asked: Stretch | null
    readonly held: Stretch | null
    readonly rule: string
    readonly score: number
  }[]
}

export interface Hit {
  readonly record: string
  readonly reference: string
  readonly kind: Kind
  readonly owner: { readonly member: string; readonly unit: string }
  readonly subjects: readonly number[]
  readonly score: number
  readonly reasons: readonly Reason[]
  readonly action_to_take: { readonly code: (typeof ACTIONS_TO_TAKE)[number]; readonly words?: string }
  readonly crime_area?: CrimeArea
  readonly document_status?: (typeof DOCUMENT_STATUSES)[number]
  readonly document_type?: (typeof DOCUMENT_TYPES)[number]
  readonly classification: Classification
  readonly handling: readonly Handling[]
  readonly evaluation: { readonly source: 'A' | 'B' | 'C' | 'X'; readonly information: '1' | '2' | '3' | '4' }
  readonly contact?: string
}

export interface AnswerBody {
  readonly outcome: 'hit' | 'no-hit' | 'refused'
  readonly ground?: RefusalGround
  /** Subjects that were not looked up, where others were. */
  readonly refused: readonly { readonly subject: number; readonly ground: RefusalGround }[]
  readonly hits: readonly Hit[]
  /** More records met than are answered. */
  readonly more: boolean
  /** From which score on a name counted as a hit, for the purpose of the question. */
  readonly threshold: number
}

export const MAX_SUBJECTS = 3
export const MAX_HITS = 20
export const MAX_REASONS = 40

/** The kind of an asked subject; throws TypeError where it holds none, which the schema of the type excludes. */
export function kindAsked(subject: AskedSubject): Kind {
  for (const kind of ['person', 'document', 'vehicle', 'firearm', 'identifier'] as const) if (subject[kind] !== undefined) return kind
  throw new TypeError('a subject holds one kind of thing')
}

/** Rules that checks.answer.v1 can say. */
const FIRST_RULES = ['same', 'transliteration', 'spelling', 'initial', 'particle', 'joined', 'order', 'typing', 'missing', 'truncated']
const CLOSE = 0.9

/** The same answer as checks.answer.v1 says it: without the threshold, a swapped date as near, a later rule as the nearest of the first ones. */
export function inFirstVersion({ threshold: _, hits, ...answer }: AnswerBody): object {
  const ruled = (rule: string, score: number) => (FIRST_RULES.includes(rule) ? rule : score >= CLOSE ? 'spelling' : 'typing')
  return {
    ...answer,
    hits: hits.map(({ reasons, ...hit }) => ({
      ...hit,
      reasons: reasons.map(({ verdict, parts, ...reason }) => ({
        ...reason,
        verdict: verdict === 'swapped' ? 'near' : verdict,
        ...(parts && { parts: parts.map((part) => ({ ...part, rule: ruled(part.rule, part.score) })) }),
      })),
    })),
  }
}
