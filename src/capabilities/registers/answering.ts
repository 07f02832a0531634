/** The look-up itself: which records meet what is asked, compared in full, each with its reasons. */
import type { Sealing, Unsealing } from '#kernel/capability.ts'
import type { Reader } from '#kernel/database/port.ts'
import type { MemberId } from '#wire/address.ts'
import { recordsByName, recordsByWornSerial } from './held-names.ts'
import type { Content } from './kinds.ts'
import { homeOf, keysAsked } from './look-up-keys.ts'
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
  /** Who asks: numbers without a country are read as written there. */
  readonly asker: MemberId
}

export interface Sources {
  readonly reading: Reader
  readonly vault: Unsealing & Pick<Sealing, 'digest'>
}

/**
 * All records of a member that meet one of the subjects today, surest first; whether they may be shown is not asked here. `more` where a
 * bound was hit and others may meet.
 */
export async function recordsMeeting(
  { reading, vault }: Sources,
  member: MemberId,
  asked: LookUp,
  now: Date,
): Promise<{ met: Met[]; more: boolean }> {
  const { subjects, alternatives, threshold, asker } = asked
  const keys = subjects.flatMap((subject) => keysAsked(subject, alternatives, asker))
  const digests = keys.map(({ label, value }) => vault.digest(label, value))
  const under_keys = await recordsUnderKeys(reading, digests, MOST_OPENED)
  const compared = await comparedCandidates({ reading, vault }, member, asked)
  const candidates = [...new Set([...under_keys.map(({ record }) => record), ...compared.records])]
  const rows = await answeringRecords(reading, member, candidates.slice(0, MOST_OPENED), dayOf(now))
  const homes = { asked: homeOf(asker), held: homeOf(member) }
  const met = rows.flatMap((row) => {
    const content = row.sealed === null ? undefined : vault.openJson<Content>(row.slot, RECORD_LABEL, row.sealed)
    const match = content && matchRecord(subjects, content, alternatives, threshold, homes)
    return match ? [{ row, content, match }] : []
  })
  return {
    met: met.sort((a, b) => b.match.score - a.match.score || (a.row.id < b.row.id ? -1 : 1)),
    more: compared.more || candidates.length > MOST_OPENED || under_keys.length === MOST_OPENED,
  }
}

async function comparedCandidates(
  { reading, vault }: Sources,
  member: MemberId,
  { subjects, alternatives, threshold }: LookUp,
): Promise<{ records: string[]; more: boolean }> {
  const records: string[] = []
  let more = false
  for (const { person, firearm } of subjects) {
    if (person) records.push(...(await recordsByName(reading, vault, member, person, candidatesFrom(threshold))))
    if (!firearm) continue
    const found = await recordsByWornSerial(reading, vault, member, firearm.serial, alternatives)
    records.push(...found.records)
    more ||= found.more
  }
  return { records, more }
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
