/** What officers do with single records: find, read, add, change, review, withdraw. */
import Type from 'typebox'
import { type Act, act, type ClassAttributes, type Sealing, type Unsealing, type View, view } from '#kernel/capability.ts'
import { maybeWaiting, toldOf } from '#kernel/proposals.ts'
import { ID_PATTERN } from '#wire/address.ts'
import { Refusal } from '#wire/refusal.ts'
import { CLASSIFICATIONS } from '#wire/vocabulary.ts'
import { contentFaults } from '../import-mapping.ts'
import { type Content, closed, Day, KINDS, kindOf, oneOf, type Remarks, type Sharing, type Subject, Uuid } from '../kinds.ts'
import { keysOfRecord } from '../look-up-keys.ts'
import { detailOf, titleOf } from '../record-lines.ts'
import { dayOf, daysAfter, isEvidential, LONGEST_REVIEW_DAYS, sharingFaults } from '../rules.ts'
import { idsFor } from '../search-text.ts'
import { countChange, RECORD_LABEL } from '../store/compared.ts'
import {
  findRecords,
  insertRecord,
  isReferenceTaken,
  keepVersion,
  maybeRecord,
  maybeRecordToChange,
  type NewRecord,
  type RecordRow,
  replaceKeys,
  updateRecord,
  versionsOf,
} from '../store/records.ts'
import { DEFAULT_LIMIT, Done, ERASURE, ERASURE_GROUNDS, Limit, Offset, RecordLine, RecordWhole, STATED, STATUSES } from './shapes.ts'

export const recordClass = ({
  member,
  classification,
  only_unit,
}: Pick<RecordRow, 'member' | 'classification' | 'only_unit'>): ClassAttributes => ({
  kind: 'registers.record',
  member,
  classification,
  unit: only_unit,
})

/** The access attributes of a record of the officer's member; `thing.unknown` for any other. */
export async function onRecord(
  { record }: { record: string },
  { officer, reading }: Pick<View, 'officer' | 'reading'>,
): Promise<ClassAttributes> {
  const row = await maybeRecord(reading, officer.member, record)
  if (row === undefined || row.status === 'erased') throw new Refusal('thing.unknown', { inside: `record ${record}` })
  return recordClass(row)
}

interface Stated extends Remarks {
  readonly subject: Subject
  readonly reference?: string
  readonly classification: (typeof CLASSIFICATIONS)[number]
  readonly sharing: Sharing
  readonly only_unit?: string
  readonly review_on: string
  readonly expires_on: string
}

const remarksOf = ({ reason, crime_area, action_to_take, evaluation, handling, contact }: Stated): Remarks => ({
  reason,
  ...(crime_area !== undefined && { crime_area }),
  action_to_take,
  evaluation,
  handling,
  ...(contact !== undefined && { contact }),
})

function checkStated(stated: Stated, { now, networks }: View): void {
  const known = networks.all().map(({ network }) => network)
  const details = [
    ...contentFaults(stated.subject, remarksOf(stated)).map(({ field, reason }) => ({ path: `/${field}`, reason })),
    ...sharingFaults({ ...stated, only_unit: stated.only_unit ?? '' }, now),
    ...stated.sharing.networks
      .filter((network) => !known.includes(network))
      .map(() => ({ path: '/sharing/networks', reason: 'network-unknown' })),
  ]
  if (details.length > 0) throw new Refusal('input.malformed', { details: details.slice(0, 20) })
}

/** A line of a list; a record whose key is gone has no title. */
export function lineOf(row: RecordRow, content: Content | undefined) {
  return {
    id: row.id,
    kind: row.kind,
    reference: row.reference ?? '',
    title: content ? titleOf(content.subject) : '',
    detail: content ? detailOf(content.subject) : '',
    status: row.status as (typeof STATUSES)[number],
    action_to_take: content?.remarks.action_to_take.code ?? ('other' as const),
    classification: row.classification,
    sharing: row.sharing,
    unit: row.unit,
    only_unit: row.only_unit,
    review_on: row.review_on,
    expires_on: row.expires_on,
    version: row.version,
    changed_at: row.changed_at.toISOString(),
  }
}

export const contentOf = (vault: Unsealing, { slot, sealed }: Pick<RecordRow, 'slot' | 'sealed'>): Content | undefined =>
  sealed === null ? undefined : vault.openJson<Content>(slot, RECORD_LABEL, sealed)

export const findMany = view({
  name: 'registers.find-many',
  summary: 'List and search the records of the own registers',
  purpose: 'required',
  journal: 'always',
  input: closed({
    text: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    kind: Type.Optional(oneOf(KINDS)),
    status: Type.Optional(oneOf(STATUSES)),
    classification: Type.Optional(oneOf(CLASSIFICATIONS)),
    unit: Type.Optional(Type.String({ pattern: ID_PATTERN })),
    limit: Limit,
    offset: Offset,
  }),
  output: closed({ rows: Type.Array(RecordLine), total: Type.Integer() }),
  async run({ text, limit = DEFAULT_LIMIT, offset = 0, ...filter }, view) {
    const { officer, reading, vault } = view
    const classes = await view.classes('registers.find-many')
    const typed = text?.trim()
    const search = typed ? { ids: await idsFor(reading, vault, officer.member, typed), reference: typed } : undefined
    const { rows, total } = await findRecords(
      reading,
      { member: officer.member, classes, ...filter, ...(search && { search }) },
      { limit, offset, by: 'changed' },
    )
    return { rows: rows.map((row) => lineOf(row, contentOf(vault, row))), total }
  },
})

export const findDueReviews = view({
  name: 'registers.find-due-reviews',
  summary: 'List the records whose review is due by a day (today unless said)',
  purpose: 'none',
  journal: 'always',
  input: closed({ by: Type.Optional(Day), unit: Type.Optional(Type.String({ pattern: ID_PATTERN })), limit: Limit, offset: Offset }),
  output: closed({ rows: Type.Array(RecordLine), total: Type.Integer() }),
  async run({ by, unit, limit = DEFAULT_LIMIT, offset = 0 }, view) {
    const classes = await view.classes('registers.find-due-reviews')
    const filter = { member: view.officer.member, classes, review_by: by ?? dayOf(view.now), ...(unit !== undefined && { unit }) }
    const { rows, total } = await findRecords(view.reading, filter, { limit, offset, by: 'review' })
    return { rows: rows.map((row) => lineOf(row, contentOf(view.vault, row))), total }
  },
})

export const readOne = view({
  name: 'registers.read-one',
  summary: 'Read one record of the own registers',
  purpose: 'required',
  journal: 'always',
  input: closed({ record: Uuid }),
  output: RecordWhole,
  refusals: ['thing.unknown'],
  on: onRecord,
  subject: ({ record }) => `record:${record}`,
  async run({ record }, view) {
    const { officer, reading, vault, now } = view
    const row = await maybeRecord(reading, officer.member, record)
    const content = row && contentOf(vault, row)
    if (row === undefined || content === undefined) throw new Refusal('thing.unknown', { inside: `record ${record}` })
    const versions = await versionsOf(reading, record)
    const erasure = await maybeWaiting(view, ERASURE, record)
    const { subject, remarks } = content
    return {
      id: row.id,
      kind: row.kind,
      member: row.member,
      unit: row.unit,
      only_unit: row.only_unit,
      reference: row.reference ?? '',
      status: row.status as (typeof STATUSES)[number],
      classification: row.classification,
      subject,
      ...remarks,
      evidential: isEvidential(remarks.handling),
      sharing: { rule: row.sharing, networks: row.networks, members: row.members },
      review_on: row.review_on,
      expires_on: row.expires_on,
      version: row.version,
      created_at: row.created_at.toISOString(),
      changed_at: row.changed_at.toISOString(),
      changed_by: row.changed_by,
      versions: versions.map(({ version, status, at, by }) => ({ version, status, at: at.toISOString(), by })),
      erasure: erasure ? toldOf(erasure, ERASURE_GROUNDS, now) : null,
    }
  },
})

export const readVersion = view({
  name: 'registers.read-version',
  summary: 'Read what a record said in an earlier version',
  purpose: 'required',
  journal: 'always',
  input: closed({ record: Uuid, version: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }),
  output: closed({
    record: Uuid,
    version: Type.Integer(),
    at: Type.String(),
    by: Type.String(),
    subject: STATED.subject,
    ...pick('reason', 'crime_area', 'action_to_take', 'evaluation', 'handling', 'contact'),
  }),
  refusals: ['thing.unknown'],
  on: onRecord,
  subject: ({ record }) => `record:${record}`,
  async run({ record, version }, { officer, reading, vault }) {
    const row = await maybeRecord(reading, officer.member, record)
    const kept = (await versionsOf(reading, record)).find((one) => one.version === version)
    const content = row && kept && contentOf(vault, { slot: row.slot, sealed: kept.sealed })
    if (!kept || !content) throw new Refusal('thing.unknown', { inside: `version ${version} of record ${record}` })
    return { record, version, at: kept.at.toISOString(), by: kept.by, subject: content.subject, ...content.remarks }
  },
})

export const addOne = act({
  name: 'registers.add-one',
  summary: 'Add a record to the own registers',
  purpose: 'none',
  journal: 'always',
  input: closed(STATED),
  output: Done,
  refusals: ['state.conflict'],
  on: ({ classification, only_unit = '' }, { officer }) => recordClass({ member: officer.member, classification, only_unit }),
  subject: (_, output) => `record:${output?.record ?? 'none'}`,
  async run(input, act) {
    const { officer, now, writing } = act
    checkStated(input, act)
    const id = act.newId()
    const [slot] = await act.vault.newSlots(1)
    const row = await rowOf(act, input, {
      id,
      member: officer.member,
      unit: officer.unit,
      kind: kindOf(input.subject),
      reference: input.reference ?? `${officer.unit.toUpperCase()}-${id.slice(-12).toUpperCase()}`,
      version: 1,
      created_at: now,
      slot: slot!,
    })
    if (await isReferenceTaken(writing, row.member, row.reference!, id)) throw taken()
    await insertRecord(writing, row)
    await replaceKeys(writing, id, digestsOf(act.vault, input.subject, row.member))
    await countChange(writing, { record: id }, now)
    return { record: id, version: 1 }
  },
})

export const changeOne = act({
  name: 'registers.change-one',
  summary: 'Change a record of the own unit; its earlier content is kept as a version',
  purpose: 'none',
  journal: 'always',
  input: closed({ record: Uuid, version: Type.Integer({ minimum: 1 }), ...STATED }),
  output: Done,
  refusals: ['thing.unknown', 'record.not-owner', 'state.conflict'],
  on: onRecord,
  subject: ({ record }) => `record:${record}`,
  async run({ record, version, ...stated }, act) {
    const { now, writing } = act
    const before = await recordToChange(act, record)
    if (before.status === 'withdrawn') throw new Refusal('state.conflict', { inside: 'the record is withdrawn' })
    if (before.version !== version)
      throw new Refusal('state.conflict', {
        inside: 'the record was changed meanwhile',
        details: [{ path: '/version', reason: 'outdated' }],
      })
    if (kindOf(stated.subject) !== before.kind)
      throw new Refusal('input.malformed', { details: [{ path: '/subject', reason: 'another-kind' }] })
    checkStated(stated, act)
    const row = await rowOf(act, stated, { ...before, reference: stated.reference ?? before.reference, version: version + 1 })
    await act.demand('registers.change-one', recordClass(row))
    if (row.reference !== before.reference && (await isReferenceTaken(writing, row.member, row.reference!, record))) throw taken()
    await keepVersion(writing, before)
    await updateRecord(writing, row)
    await replaceKeys(writing, record, digestsOf(act.vault, stated.subject, row.member))
    await countChange(writing, { record }, now)
    return { record, version: row.version }
  },
})

export const reviewOne = act({
  name: 'registers.review-one',
  summary: 'Confirm after review that a record is still needed, until its next review',
  purpose: 'none',
  journal: 'always',
  input: closed({ record: Uuid, version: Type.Integer({ minimum: 1 }), review_on: Day }),
  output: Done,
  refusals: ['thing.unknown', 'record.not-owner', 'state.conflict'],
  on: onRecord,
  subject: ({ record }) => `record:${record}`,
  async run({ record, version, review_on }, act) {
    const { now, writing, officer } = act
    const before = await recordToChange(act, record)
    if (before.status !== 'active' || before.version !== version) throw new Refusal('state.conflict')
    if (review_on <= dayOf(now) || review_on > daysAfter(now, LONGEST_REVIEW_DAYS)) {
      throw new Refusal('input.malformed', { details: [{ path: '/review_on', reason: 'not-within-five-years' }] })
    }
    await keepVersion(writing, before)
    await updateRecord(writing, { ...(before as NewRecord), review_on, version: version + 1, changed_at: now, changed_by: officer.id })
    return { record, version: version + 1 }
  },
})

export const withdrawOne = act({
  name: 'registers.withdraw-one',
  summary: 'Withdraw a record: from now on it answers nobody',
  purpose: 'none',
  journal: 'always',
  input: closed({ record: Uuid }),
  output: Done,
  refusals: ['thing.unknown', 'record.not-owner', 'state.conflict'],
  on: onRecord,
  subject: ({ record }) => `record:${record}`,
  async run({ record }, act) {
    const { now, writing, officer } = act
    const before = await recordToChange(act, record)
    if (before.status === 'withdrawn') throw new Refusal('state.conflict', { inside: 'withdrawn before' })
    await keepVersion(writing, before)
    await updateRecord(writing, {
      ...(before as NewRecord),
      status: 'withdrawn',
      version: before.version + 1,
      changed_at: now,
      changed_by: officer.id,
    })
    await replaceKeys(writing, record, [])
    await countChange(writing, { record }, now)
    return { record, version: before.version + 1 }
  },
})

export const recordActions = [findMany, findDueReviews, readOne, readVersion, addOne, changeOne, reviewOne, withdrawOne]

const taken = () => new Refusal('state.conflict', { details: [{ path: '/reference', reason: 'taken' }] })

/** The record held for a change; its own unit changes it, another only where the policy lets it change any. */
async function recordToChange(act: Act, record: string): Promise<RecordRow> {
  const before = await maybeRecordToChange(act.writing, act.officer.member, record)
  if (before === undefined || before.status === 'erased') throw new Refusal('thing.unknown', { inside: `record ${record}` })
  if (before.unit !== act.officer.unit) {
    await act.demand('registers.change-of-other-unit', recordClass(before)).catch(() => {
      throw new Refusal('record.not-owner', { inside: `record ${record} belongs to ${before.unit}` })
    })
  }
  return before
}

type Fixed = Pick<RecordRow, 'id' | 'member' | 'unit' | 'kind' | 'reference' | 'version' | 'created_at' | 'slot'>

async function rowOf(act: Act, stated: Stated, fixed: Fixed): Promise<NewRecord> {
  const { id, member, unit, kind, reference, version, created_at, slot } = fixed
  const { classification, sharing, only_unit = '', review_on, expires_on } = stated
  const content: Content = { subject: stated.subject, remarks: remarksOf(stated) }
  return {
    id,
    member,
    unit,
    only_unit,
    kind,
    reference,
    status: 'active',
    classification,
    access_class: await act.classOf(recordClass({ member, classification, only_unit })),
    sharing: sharing.rule,
    networks: sharing.networks,
    members: sharing.members,
    review_on,
    expires_on,
    version,
    created_at,
    changed_at: act.now,
    changed_by: act.officer.id,
    slot,
    sealed: act.vault.sealJson(slot, RECORD_LABEL, content),
  }
}

const digestsOf = (vault: Pick<Sealing, 'digest'>, subject: Subject, member: string) =>
  keysOfRecord(subject, member).map(({ label, value }) => ({ label, digest: vault.digest(label, value) }))

function pick<K extends keyof typeof STATED>(...keys: readonly K[]): Pick<typeof STATED, K> {
  return Object.fromEntries(keys.map((key) => [key, STATED[key]])) as Pick<typeof STATED, K>
}
