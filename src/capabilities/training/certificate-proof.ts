/** Whether a certificate holds: a bundle with one signed statement, read offline. Pure; who verifies brings rosters of its own, or one hash to compare. */
import Value from 'typebox/value'
import { maybeText } from '#lib/bytes.ts'
import type { GeneralJws } from '#lib/envelope/index.ts'
import { type Bundle, type BundleReason, type BundleRefusal, encodeBundle, verifyBundle } from '#wire/bundle.ts'
import { CertificateBody } from './course-bodies.ts'

/**
 * - `valid` · `tampered`: a byte is another than was signed · `unknown-signer`: no member of the network compared signed it · `revoked-key`: the key did
 *   not hold then, or was taken back before anybody else had the certificate · `unproven`: it stands in no journal · `no-certificate`: something else
 */
export const VERDICTS = ['valid', 'tampered', 'unknown-signer', 'revoked-key', 'unproven', 'no-certificate'] as const
export type Verdict = (typeof VERDICTS)[number]

const REFUSED: Readonly<Record<BundleRefusal, Verdict>> = {
  'too-large': 'no-certificate',
  format: 'no-certificate',
  'not-canonical': 'tampered',
  form: 'tampered',
  roster: 'tampered',
  'roster-network': 'tampered',
  'roster-other': 'unknown-signer',
}
const REASONS: Readonly<Record<BundleReason, Verdict>> = {
  statement: 'tampered',
  signature: 'tampered',
  'entry-other': 'tampered',
  'entry-journal': 'tampered',
  'entry-checkpoint': 'tampered',
  'entry-path': 'tampered',
  'receipt-other': 'tampered',
  'receipt-signature': 'tampered',
  network: 'unknown-signer',
  'no-roster': 'unknown-signer',
  'key-unknown': 'unknown-signer',
  'key-of-another': 'unknown-signer',
  'key-time': 'revoked-key',
  'key-withdrawn': 'revoked-key',
  'member-suspended': 'revoked-key',
  'receipt-key-withdrawn': 'valid',
  'in-no-journal': 'unproven',
}
/** What was changed counts before who signed, and that before when. */
const GRAVEST: readonly Verdict[] = ['no-certificate', 'tampered', 'unknown-signer', 'revoked-key', 'unproven', 'valid']

export interface CertificateProof {
  readonly verdict: Verdict
  /** The published reasons behind it. */
  readonly reasons: readonly (BundleReason | BundleRefusal)[]
  /** What it says, where it can be read; it is so only where the verdict is `valid`. */
  readonly certificate: CertificateBody | undefined
  readonly issuer: { readonly member: string; readonly name: string | undefined } | undefined
  readonly issued_at: string | undefined
  /** A member other than the issuer says that it had it then. */
  readonly held_since: string | undefined
  readonly network: string | undefined
  /** `stated`: nothing was given to compare the rosters with, so a made-up network would pass. */
  readonly rosters: 'compared' | 'stated'
}

/** `rosters` are those of the network that the verifier holds: they take the place of those in the file where they go further. */
export function verifyCertificate(
  bytes: Uint8Array,
  { trusted, rosters = [] }: { readonly trusted?: string; readonly rosters?: readonly GeneralJws[] } = {},
): CertificateProof {
  const compared = trusted === undefined ? 'stated' : 'compared'
  const nothing = {
    certificate: undefined,
    issuer: undefined,
    issued_at: undefined,
    held_since: undefined,
    network: undefined,
    rosters: compared,
  } as const
  const read = verifyBundle(bytes, trusted === undefined ? {} : { trusted })
  if (!read.ok) return { ...nothing, verdict: REFUSED[read.reason], reasons: [read.reason] }
  const newer = withRosters(bytes, rosters)
  const verified = newer ? verifyBundle(newer, trusted === undefined ? {} : { trusted }) : read
  if (!verified.ok) return { ...nothing, verdict: REFUSED[verified.reason], reasons: [verified.reason] }
  const { network, statements } = verified.report
  const [one] = statements
  const { statement } = one!
  const certificate = statement && Value.Check(CertificateBody, statement.body) ? (statement.body as unknown as CertificateBody) : undefined
  const is_one =
    statements.length === 1 && (statement === undefined || (statement.header.type === 'training.certificate.v1' && certificate))
  const verdicts = one!.reasons.map((reason) => REASONS[reason])
  if (!is_one) return { ...nothing, network, verdict: verdicts.includes('tampered') ? 'tampered' : 'no-certificate', reasons: one!.reasons }
  return {
    verdict: GRAVEST.find((verdict) => verdicts.includes(verdict)) ?? 'valid',
    reasons: one!.reasons,
    certificate,
    issuer: statement && { member: statement.header.from.member, name: one!.name },
    issued_at: statement?.header.sent_at,
    held_since: one!.others_since,
    network,
    rosters: compared,
  }
}

/** The same bundle under the verifier's own rosters: what was taken back since the file was made counts. */
function withRosters(bytes: Uint8Array, rosters: readonly GeneralJws[]): Uint8Array | undefined {
  const bundle = JSON.parse(maybeText(bytes)!) as Bundle
  if (rosters.length <= bundle.rosters.length) return undefined
  return encodeBundle({ ...bundle, rosters: [...rosters] as Bundle['rosters'] })
}
