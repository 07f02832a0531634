/** The inputs and outputs that several actions of the registers share. */
import Type from 'typebox'
import { proposalOut } from '#kernel/proposals.ts'
import { CLASSIFICATIONS, PURPOSES } from '#wire/vocabulary.ts'
import { REFERENCE_PATTERN } from '../import-mapping.ts'
import {
  ActionToTake,
  closed,
  Day,
  Evaluation,
  FreeText,
  HandlingCodes,
  Id,
  KINDS,
  oneOf,
  Remarks,
  SHARING,
  Sharing,
  Subject,
  Uuid,
  words,
} from '../kinds.ts'

export const Reference = Type.String({ pattern: REFERENCE_PATTERN })
export const Moment = Type.String({ format: 'date-time' })
export const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200 }))
export const Offset = Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 }))
export const StatedPurpose = Type.Optional(oneOf(PURPOSES))
export const STATUSES = ['active', 'withdrawn', 'expired'] as const

export const DEFAULT_LIMIT = 50

/** What an owner states of a record. */
export const STATED = {
  subject: Subject,
  reference: Type.Optional(Reference),
  ...Remarks.properties,
  classification: oneOf(CLASSIFICATIONS),
  sharing: Sharing,
  only_unit: Type.Optional(Id),
  review_on: Day,
  expires_on: Day,
} as const
export const Stated = closed(STATED)

export const RecordLine = closed({
  id: Uuid,
  kind: oneOf(KINDS),
  reference: Type.String(),
  /** The name, number or plate by which people know it. */
  title: Type.String(),
  detail: Type.String(),
  status: oneOf(STATUSES),
  action_to_take: ActionToTake.properties.code,
  classification: oneOf(CLASSIFICATIONS),
  sharing: oneOf(SHARING),
  unit: Type.String(),
  only_unit: Type.String(),
  review_on: Day,
  expires_on: Day,
  version: Type.Integer(),
  changed_at: Moment,
})

/** The kind of proposal, and the grounds on which a record is erased. */
export const ERASURE = 'registers.erasure'
export const ERASURE_GROUNDS = ['data-subject', 'retention-over', 'unlawful', 'wrong-person', 'other'] as const

export const RecordWhole = closed({
  id: Uuid,
  kind: oneOf(KINDS),
  member: Id,
  unit: Type.String(),
  only_unit: Type.String(),
  reference: Type.String(),
  status: oneOf(STATUSES),
  classification: oneOf(CLASSIFICATIONS),
  subject: Subject,
  reason: FreeText,
  crime_area: Remarks.properties.crime_area,
  action_to_take: ActionToTake,
  evaluation: Evaluation,
  handling: HandlingCodes,
  /** False where H1 keeps it out of what is made as evidence. */
  evidential: Type.Boolean(),
  contact: Type.Optional(words(200)),
  sharing: Sharing,
  review_on: Day,
  expires_on: Day,
  version: Type.Integer(),
  created_at: Moment,
  changed_at: Moment,
  changed_by: Type.String(),
  versions: Type.Array(closed({ version: Type.Integer(), status: Type.String(), at: Moment, by: Type.String() })),
  /** An erasure that waits for a second officer. */
  erasure: Type.Union([proposalOut(ERASURE_GROUNDS), Type.Null()]),
})

export const Done = closed({ record: Uuid, version: Type.Integer() })
