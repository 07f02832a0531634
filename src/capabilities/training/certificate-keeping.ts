/** How certificates are kept: each sealed under a key of its own; they go with their course. */
import type { Unsealing } from '#kernel/capability.ts'
import { forgetStatements } from '#kernel/post/originals.ts'
import type { MemberId } from '#wire/address.ts'
import type { CertificateBody } from './course-bodies.ts'
import type { How } from './course-keeping.ts'
import { addCertificate, type CertificateRow, certificatesOf } from './store/certificates.ts'

const label = (id: string) => `training.certificate:${id}`

export const openCertificate = (vault: Unsealing, { certificate, slot, sealed }: CertificateRow): CertificateBody | undefined =>
  sealed === null ? undefined : vault.openJson<CertificateBody>(slot, label(certificate), sealed)

/** Keeps the first certificate of a candidate; answers whether this was it. */
export async function keepCertificate(
  how: Pick<How, 'writing' | 'vault'>,
  holder: MemberId,
  member: MemberId,
  body: CertificateBody,
  at: Date,
  statement: string | null,
): Promise<boolean> {
  const { certificate, course, candidate } = body
  const slot = (await how.vault.newSlots(1))[0]!
  const sealed = how.vault.sealJson(slot, label(certificate), body)
  return addCertificate(how.writing, holder, { certificate, course, member, candidate, issued_at: at, statement, slot, sealed })
}

/** Those of a course, with the messages that said them. */
export async function forgetCertificates(
  { writing, vault }: Pick<How, 'writing' | 'vault'>,
  holder: MemberId,
  course: string,
): Promise<void> {
  const rows = await certificatesOf(writing, holder, course)
  vault.destroy(rows.map(({ slot }) => slot))
  const ids = rows.flatMap(({ statement }) => statement ?? [])
  if (ids.length > 0) await forgetStatements(writing, vault, holder, { ids })
}
