/** The look-up itself: which records meet what is asked, compared in full, each with its reasons. */
import type { Sealing, Unsealing } from '#kernel/capability.ts'
import type { Reader } from '#kernel/database/port.ts'
import type { MemberId } from '#wire/address.ts'
import { recordsByName, recordsByWornSerial } from './held-names.ts'
import type { Content } from './kinds.ts'
import { keysAsked } from './look-up-keys.ts'
import { type Match, matchRecord } from './matching.ts'
import type { AskedSubject, Hit } from './query.ts'
import { dayOf, type Shareable } from './rules.ts'
import { RECORD_LABEL } from './store/compared.ts'
import { answeringRecords, type RecordRow, recordsUnderKeys } from './store/records.ts'
import { candidatesFrom } from './thresholds.ts'

/** Records opened for one question. */
const MOST_OPENED = 100

export interface Met {
  readonly row: RecordRow
  readonly content: Content
  readonly match: Match
}

/** What is looked up: the subjects that were not refused, and from which score on a name is a hit. */
export interface LookUp {
  readonly subjects: readonly AskedSubject[]
  readonly alternatives: boolean
  readonly threshold: number
}

export interface Sources {
  readonly reading: Reader
  readonly vault: Unsealing & Pick<Sealing, 'digest'>
}

/** All records of a member that meet one of the subjects today, surest first; whether they may be shown is not asked here. */
export async function recordsMeeting({ reading, vault }: Sources, member: MemberId, asked: LookUp, now: Date): Promise<Met[]> {
  const { subjects, alternatives, threshold } = asked
  const digests = subjects.flatMap((subject) => keysAsked(subject, alternatives)).map(({ label, value }) => vault.digest(label, value))
  const candidates = [
    ...(await recordsUnderKeys(reading, digests, MOST_OPENED)).map(({ record }) => record),
    ...(await comparedCandidates({ reading, vault }, member, asked)),
  ]
  const rows = await answeringRecords(reading, member, [...new Set(candidates)].slice(0, MOST_OPENED), dayOf(now))
  const met = rows.flatMap((row) => {
    const content = row.sealed === null ? undefined : vault.openJson<Content>(row.slot, RECORD_LABEL, row.sealed)
    const match = content && matchRecord(subjects, content, alternatives, threshold)
    return match ? [{ row, content, match }] : []
  })
  return met.sort((a, b) => b.match.score - a.match.score || (a.row.id < b.row.id ? -1 : 1))
}

async function comparedCandidates({ reading, vault }: Sources, member: MemberId, { subjects, threshold }: LookUp): Promise<string[]> {
  const found: string[] = []
  for (const { person, firearm } of subjects) {
    if (person) found.push(...(await recordsByName(reading, vault, member, person, candidatesFrom(threshold))))
    if (firearm) found.push(...(await recordsByWornSerial(reading, vault, member, firearm.serial)))
  }
  return found
}

export const shareableOf = (row: RecordRow): Shareable => ({
  member: row.member,
  only_unit: row.only_unit,
  sharing: { rule: row.sharing, networks: row.networks, members: row.members },
  classification: row.classification,
  status: row.status,
  expires_on: row.expires_on,
})

/** What an asker learns of a record: why it met, what to do, how it may be used; not what else it holds. */
export function hitOf({ row, content, match }: Met): Hit {
  const { remarks, subject } = content
  const { document } = subject
  return {
    record: row.id,
    reference: row.reference ?? '',
    kind: row.kind,
    owner: { member: row.member, unit: row.unit },
    subjects: match.subjects,
    score: match.score,
    reasons: match.reasons,
    action_to_take: remarks.action_to_take,
    ...(remarks.crime_area !== undefined && { crime_area: remarks.crime_area }),
    ...(document && { document_status: document.document_status, document_type: document.type }),
    classification: row.classification,
    handling: remarks.handling,
    evaluation: remarks.evaluation,
    ...(remarks.contact !== undefined && { contact: remarks.contact }),
  }
}
