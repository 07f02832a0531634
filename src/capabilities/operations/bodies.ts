/** What statements of this capability say: the bodies published in types/operations, as schemas the code can use. */
import Type, { type Static } from 'typebox'
import { Code, closed, Day, Fields, Instant, KIND_PATTERN, Member, Sha256, Text, Uuid } from '#wire/fields.ts'
import { CLAUSES, SPACE_KINDS } from './vocabulary.ts'

export const MAX_PARTIES = 30
export const Party = closed({
  member: Member,
  third_country: Type.Boolean({ description: 'what it uploads is held until the leader has verified it' }),
})
export type Party = Static<typeof Party>
/** The last of a member's entries on work that counts. */
const Through = Type.Integer({ minimum: 0, maximum: 1_000_000_000 })
/** Who belongs to the team, and where a member that is left out has come to. */
export const Parties = closed({
  leader: Member,
  parties: Type.Array(Party, { minItems: 2, maxItems: MAX_PARTIES }),
  left: Type.Optional(Type.Array(closed({ member: Member, through: Through }), { maxItems: MAX_PARTIES })),
})
export type Parties = Static<typeof Parties>
export const Period = closed({ from: Day, until: Day })
export type Period = Static<typeof Period>

export const ClauseId = Type.Union([Type.Enum([...CLAUSES]), Type.String({ pattern: '^clause-[a-z0-9-]{1,40}$' })])
export type ClauseId = Static<typeof ClauseId>
export const ClauseValue = Type.Union([Parties, Period, Text, Type.Array(Code, { maxItems: 100 })])
export type ClauseValue = Static<typeof ClauseValue>

/** One act of one entry. */
export const ActRef = closed({ entry: Uuid, index: Type.Integer({ minimum: 0, maximum: 199 }) })
export type ActRef = Static<typeof ActRef>

export const ENTERED = ['operational', 'closed', 'evaluated', 'archived', 'erased'] as const
const Do = <D extends string, P extends Record<string, Type.TSchema>>(name: D, properties: P) =>
  closed({ do: Type.Literal(name), ...properties })

/** Acts on the team itself: who, on what terms, in which state. */
export const GoverningAct = Type.Union([
  Do('found', { title: Text, kind: Type.Enum([...SPACE_KINDS]) }),
  Do('propose', { clause: ClauseId, value: ClauseValue }),
  Do('agree', { clause: ClauseId, version: ActRef }),
  Do('object', { clause: ClauseId, version: ActRef, reason: Text }),
  Do('sign', { agreement: Sha256 }),
  Do('enter', { state: Type.Enum([...ENTERED]), reason: Type.Optional(Text) }),
  Do('leave', { reason: Text, through: Through }),
])
export type GoverningAct = Static<typeof GoverningAct>

/** Acts on what the team works with. */
export const WorkingAct = Type.Union([
  Do('put', { thing: Uuid, kind: Type.String({ pattern: KIND_PATTERN }), set: Type.Optional(Fields) }),
  Do('withdraw', { thing: Uuid, reason: Text }),
  Do('verify', { entry: Uuid, accepted: Type.Boolean(), reason: Type.Optional(Text) }),
  Do('take', { entry: Uuid }),
])
export type WorkingAct = Static<typeof WorkingAct>
export type EntryAct = GoverningAct | WorkingAct

/** The promise of contents that travel apart, to whom they are for. */
export const Held = closed({
  sha256: Sha256,
  to: Type.Array(Member, { maxItems: MAX_PARTIES }),
  operational: Type.Boolean({ description: 'erased when all have taken it, and after four weeks at most' }),
})
export type Held = Static<typeof Held>

export const MAX_ACTS = 100
export const EntryBody = closed({
  n: Type.Integer({
    minimum: 1,
    maximum: 1_000_000_000,
    description: 'the place among what this member has said to this space: on the agreement, and apart from it on the work',
  }),
  previous: Type.Optional(Sha256),
  at: Instant,
  tick: Type.Integer({ minimum: 0, maximum: 65_535, description: 'tells apart what bears one time' }),
  acts: Type.Union([
    Type.Array(GoverningAct, { minItems: 1, maxItems: MAX_ACTS }),
    Type.Array(WorkingAct, { minItems: 1, maxItems: MAX_ACTS }),
  ]),
  held: Type.Optional(Held),
})
export type EntryBody = Static<typeof EntryBody>

/** Contents that an entry only promised. */
export const ContentsBody = closed({
  space: Uuid,
  entry: Uuid,
  nonce: Type.String({ pattern: '^[0-9a-f]{32}$' }),
  sets: Type.Array(closed({ index: Type.Integer({ minimum: 0, maximum: 199 }), set: Fields }), { maxItems: MAX_ACTS }),
})
export type ContentsBody = Static<typeof ContentsBody>

/** Entries as their makers signed them, for a member that was not there. */
export const PassageBody = closed({
  space: Uuid,
  entries: Type.Array(Type.String({ pattern: '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$', maxLength: 120_000 }), {
    minItems: 1,
    maxItems: 100,
  }),
})
export type PassageBody = Static<typeof PassageBody>

/** Proof that a member has destroyed what an erasure, or its leaving, took from it. */
export const ExecutedBody = closed({
  space: Uuid,
  what: Type.Enum(['erased', 'left']),
  entries: Type.Integer({ minimum: 0, maximum: 1_000_000_000, description: 'how many entries had their keys destroyed' }),
  done_at: Instant,
})
export type ExecutedBody = Static<typeof ExecutedBody>

export const BODIES = {
  'operations.entry.v1': EntryBody,
  'operations.contents.v1': ContentsBody,
  'operations.passage.v1': PassageBody,
  'operations.executed.v1': ExecutedBody,
} as const
export type TypeName = keyof typeof BODIES
