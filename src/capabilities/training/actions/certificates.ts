/** Who was there, and certificates of it: each a signed statement to the member that nominated, handed out as paper and as a file that anybody verifies. */
import Type from 'typebox'
import { act, type View, view } from '#kernel/capability.ts'
import { MAX_DOCUMENT_BYTES, MEDIA_TYPES, madeDocument } from '#kernel/documents.ts'
import { namesIn } from '#kernel/networks.ts'
import { bundleOf } from '#kernel/post/bundle.ts'
import { rostersHeld } from '#kernel/post/rosters-held.ts'
import { base64, hex, sha256, utf8 } from '#lib/bytes.ts'
import { encodeBundle } from '#wire/bundle.ts'
import { Refusal } from '#wire/refusal.ts'
import { LANGUAGES } from '#wire/vocabulary.ts'
import { closed, Uuid } from '../bodies.ts'
import { keepCertificate, openCertificate } from '../certificate-keeping.ts'
import { certificatePaper } from '../certificate-paper.ts'
import { VERDICTS, verifyCertificate } from '../certificate-proof.ts'
import { CertificateBody } from '../course-bodies.ts'
import { keepPresent, openNomination, openSeats } from '../course-keeping.ts'
import { certificatesOf, maybeCertificate } from '../store/certificates.ts'
import { nominationsFor, seatsOf } from '../store/courses.ts'
import { count, list, Member, maybe, time } from '../survey-line.ts'
import { CERTIFIED, MAX_SEATS } from '../vocabulary.ts'
import { courseSubject, courseToChange, demandOrganiser, knownCourse, onCourse, onOwnCourses, tellMembers } from './course-shapes.ts'
import { conflict } from './shapes.ts'

/** A file of a certificate as the page sends it; a larger one is for the command line. */
const MAX_PROOF_BYTES = 600_000

const Candidates = Type.Array(Uuid, { maxItems: MAX_SEATS, uniqueItems: true })

const recordAttendance = act({
  name: 'training.record-attendance',
  summary: 'Says who of those with a seat was there to the end, all of it anew; nothing leaves by it',
  purpose: 'none',
  journal: 'always',
  input: closed({ course: Uuid, present: Candidates }),
  output: closed({ course: Uuid, present: count }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onCourse,
  subject: courseSubject,
  async run({ course, present }, doing) {
    const { row } = await courseToChange(doing, course)
    demandOrganiser(row)
    if (!['closed', 'running', 'done'].includes(row.state)) throw conflict('/course', row.state)
    if (doing.now.getTime() < Date.parse(row.first_day)) throw conflict('/course', 'before its first day')
    const certified = new Set((await certificatesOf(doing.writing, row.holder, course)).map(({ candidate }) => candidate))
    if ([...certified].some((id) => !present.includes(id))) throw conflict('/present', 'has a certificate')
    const seats = (await seatsOf(doing.writing, row.holder, course)).flatMap((one) => {
      const text = openSeats(doing.vault, course, one)
      return text
        ? [{ one, text, seated: text.outcomes.filter(({ waiting }) => waiting === undefined).map(({ candidate }) => candidate) }]
        : []
    })
    const stranger = present.findIndex((id) => !seats.some(({ seated }) => seated.includes(id)))
    if (stranger >= 0) throw conflict(`/present/${stranger}`, 'has no seat')
    for (const { one, text, seated } of seats)
      await keepPresent(doing, row, one, { ...text, present: present.filter((id) => seated.includes(id)) })
    return { course, present: present.length }
  },
})

const issueCertificates = act({
  name: 'training.issue-certificates',
  summary: 'Certifies who was there and has no certificate yet: a signed statement for each, to the member that nominated',
  purpose: 'none',
  journal: 'always',
  input: closed({ course: Uuid, passed: Candidates }),
  output: closed({ course: Uuid, issued: count }),
  refusals: ['thing.unknown', 'state.conflict'],
  on: onCourse,
  subject: courseSubject,
  async run({ course, passed }, doing) {
    const { row, text } = await courseToChange(doing, course)
    demandOrganiser(row)
    if (row.state !== 'done') throw conflict('/course', row.state)
    const seats = new Map(
      (await seatsOf(doing.writing, row.holder, course)).map((one) => [one.member, openSeats(doing.vault, course, one)?.present ?? []]),
    )
    const certified = new Set((await certificatesOf(doing.writing, row.holder, course)).map(({ candidate }) => candidate))
    const due = (await nominationsFor(doing.writing, row.holder, course)).flatMap((one) =>
      (openNomination(doing.vault, course, one)?.candidates ?? [])
        .filter(({ candidate }) => seats.get(one.member)?.includes(candidate) && !certified.has(candidate))
        .map(({ candidate, name }) => ({ member: one.member, candidate, name })),
    )
    if (due.length === 0) throw conflict('/course', 'nobody to certify')
    if (passed.some((id) => !due.some(({ candidate }) => candidate === id))) throw conflict('/passed', 'was not there, or is certified')
    for (const { member, candidate, name } of due) {
      const certificate = doing.newId()
      const body: CertificateBody = {
        certificate,
        course,
        candidate,
        name,
        title: text.title,
        kind: row.kind,
        institution: text.institution,
        from: row.first_day,
        to: row.last_day,
        certified: passed.includes(candidate) ? 'passed' : 'attended',
      }
      if (member === row.holder) await keepCertificate(doing, row.holder, member, body, doing.now, null)
      else await tellMembers(doing, row.network, [member], 'training.certificate.v1', body, certificate)
    }
    await doing.record('training.certified', courseSubject({ course }), { certificates: due.length })
    return { course, issued: due.length }
  },
})

const readCertificates = view({
  name: 'training.read-certificates',
  summary: 'Certificates of a course, by name: of all at the organiser, elsewhere the own',
  purpose: 'none',
  journal: 'always',
  input: closed({ course: Uuid }),
  output: closed({
    certificates: list(
      closed({
        certificate: Uuid,
        member: Member,
        candidate: Uuid,
        name: Type.String({ maxLength: 120 }),
        certified: Type.Enum([...CERTIFIED]),
        issued_at: time,
        verifiable: Type.Boolean({ description: 'its signed statement can be handed out' }),
      }),
      500,
    ),
  }),
  refusals: ['thing.unknown'],
  on: onCourse,
  subject: courseSubject,
  async run({ course }, viewing) {
    const { row } = await knownCourse(viewing, course)
    return {
      certificates: (await certificatesOf(viewing.reading, row.holder, course)).flatMap((one) => {
        const said = openCertificate(viewing.vault, one)
        if (!said) return []
        const { certificate, member, candidate, issued_at, statement } = one
        const { name, certified } = said
        return [{ certificate, member, candidate, name, certified, issued_at: issued_at.toISOString(), verifiable: statement !== null }]
      }),
    }
  },
})

async function known(
  viewing: Pick<View, 'reading' | 'vault' | 'officer'>,
  { course, certificate }: { course: string; certificate: string },
) {
  const { row } = await knownCourse(viewing, course)
  const one = await maybeCertificate(viewing.reading, row.holder, course, certificate)
  const said = one && openCertificate(viewing.vault, one)
  if (!one || !said) throw new Refusal('thing.unknown', { inside: `certificate ${certificate}` })
  return { row, one, said }
}

const takeCertificate = act({
  name: 'training.take-certificate',
  summary: 'Hands out a certificate: as paper in a language, or as the file by which anybody verifies it offline',
  purpose: 'none',
  journal: 'always',
  input: closed({ course: Uuid, certificate: Uuid, form: Type.Enum(['pdf', 'proof'] as const), language: Type.Enum([...LANGUAGES]) }),
  output: closed({
    name: Type.String({ maxLength: 100 }),
    media_type: Type.String({ maxLength: 100 }),
    size: count,
    sha256: Type.String({ maxLength: 64 }),
    content: Type.String({ maxLength: Math.ceil((MAX_DOCUMENT_BYTES / 3) * 4) + 4, description: 'base64' }),
  }),
  refusals: ['thing.unknown', 'state.conflict', 'call.busy', 'input.too-large'],
  on: onCourse,
  subject: courseSubject,
  async prepare({ course, certificate, form, language }, viewing): Promise<Uint8Array> {
    const { row, one, said } = await known(viewing, { course, certificate })
    const made =
      one.statement === null ? undefined : await bundleOf({ ...viewing, network: row.network, own: row.holder }, [{ id: one.statement }])
    if (form === 'proof') {
      if (!made?.bundle) throw conflict('/certificate', 'its statement is not held')
      if (made.unproven.length > 0) throw conflict('/certificate', 'not in the journal yet')
      const bytes = encodeBundle(made.bundle)
      if (bytes.length > MAX_DOCUMENT_BYTES) throw new Refusal('input.too-large', { inside: `a file of ${bytes.length} bytes` })
      return bytes
    }
    const digest = made?.bundle && hex(sha256(utf8(made.bundle.statements[0]!.jws)))
    const issuer = namesIn(viewing.networks, row.network, language)(row.organiser)
    const { demonstration, now } = viewing
    return madeDocument(
      certificatePaper({ certificate: said, issuer, issued_at: one.issued_at, digest, demonstration, now }, language),
      'pdf',
    )
  },
  async run({ course, certificate, form, language }, doing) {
    // it may have gone meanwhile
    await known(doing, { course, certificate })
    const bytes = doing.ready as Uint8Array
    const digest = hex(sha256(bytes))
    await doing.record('training.certificate-taken', courseSubject({ course }), { certificate, form, sha256: digest })
    return {
      name: form === 'pdf' ? `certificate-${certificate.slice(0, 8)}-${language}.pdf` : `certificate-${certificate.slice(0, 8)}.json`,
      media_type: form === 'pdf' ? MEDIA_TYPES.pdf : 'application/json',
      size: bytes.length,
      sha256: digest,
      content: base64(bytes),
    }
  },
})

const verifyOne = act({
  name: 'training.verify-certificate',
  summary: 'Says of a file whether it is a certificate that a member of an own network issued, when, and why not; nothing is kept',
  purpose: 'none',
  journal: 'always',
  input: closed({
    content: Type.String({ minLength: 4, maxLength: Math.ceil((MAX_PROOF_BYTES / 3) * 4) + 4, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
  }),
  output: closed({
    verdict: Type.Enum([...VERDICTS]),
    reasons: list(Type.String({ maxLength: 40 }), 40),
    certificate: maybe(CertificateBody),
    issuer: maybe(Member),
    issuer_name: maybe(Type.String({ maxLength: 200 })),
    issued_at: maybe(time),
    held_since: maybe(time),
    network: maybe(Type.String({ maxLength: 32 })),
  }),
  on: onOwnCourses,
  async run({ content }, doing) {
    const bytes = new Uint8Array(Buffer.from(content, 'base64'))
    const first = verifyCertificate(bytes)
    // of networks that this member is not of, nothing is known: nobody could say who signed
    const network = doing.networks.all().find((one) => one.network === first.network)?.network
    const rosters = network === undefined ? [] : await rostersHeld(doing.reading, network)
    const [genesis] = rosters
    const trusted = hex(sha256(genesis ? new Uint8Array(Buffer.from(genesis.payload, 'base64url')) : utf8('no network of this member')))
    const proof = first.network === undefined ? first : verifyCertificate(bytes, { trusted, rosters })
    return {
      verdict: proof.verdict,
      reasons: [...proof.reasons],
      certificate: proof.certificate ?? null,
      issuer: proof.issuer?.member ?? null,
      issuer_name: proof.issuer?.name ?? null,
      issued_at: proof.issued_at ?? null,
      held_since: proof.held_since ?? null,
      network: proof.network ?? null,
    }
  },
})

export const certificateActions = [recordAttendance, issueCertificates, readCertificates, takeCertificate, verifyOne]
