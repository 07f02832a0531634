/** Certificates: SQL. */
import type { Reader, Writer } from '#kernel/database/port.ts'
import { sql } from '#kernel/database/sql.ts'
import type { MemberId } from '#wire/address.ts'

export interface CertificateRow {
  readonly certificate: string
  readonly course: string
  /** Whose candidate it was. */
  readonly member: MemberId
  readonly candidate: string
  readonly issued_at: Date
  /** The signed statement; null where it never left: of the organiser's own. */
  readonly statement: string | null
  readonly slot: number
  readonly sealed: Uint8Array | null
}
const COLUMNS = sql`certificate::text as certificate, course::text as course, member, candidate::text as candidate, issued_at, statement::text as statement, slot, sealed`
const MOST = 500

export const certificatesOf = (reading: Reader, holder: string, course: string): Promise<CertificateRow[]> =>
  reading.many(
    sql`select ${COLUMNS} from training_certificate where holder = ${holder} and course = ${course}::uuid order by member, certificate limit ${MOST}`,
  )
export const maybeCertificate = (
  reading: Reader,
  holder: string,
  course: string,
  certificate: string,
): Promise<CertificateRow | undefined> =>
  reading.maybeOne(
    sql`select ${COLUMNS} from training_certificate where holder = ${holder} and course = ${course}::uuid and certificate = ${certificate}::uuid`,
  )
/** The first one of a candidate stays; answers whether this is it. */
export const addCertificate = async (writing: Writer, holder: string, row: CertificateRow): Promise<boolean> =>
  (await writing.run(sql`insert into training_certificate (holder, certificate, course, member, candidate, issued_at, statement, slot, sealed)
    values (${holder}, ${row.certificate}, ${row.course}, ${row.member}, ${row.candidate}, ${row.issued_at}, ${row.statement}::uuid, ${row.slot}, ${row.sealed})
    on conflict do nothing`)) > 0
export const emptyCertificatesUnder = (writing: Writer, slots: readonly number[]): Promise<number> =>
  writing.run(sql`update training_certificate set sealed = null where slot = any(${[...slots]}::bigint[])`)
