/** `portolan certificate verify`: whether a certificate of a course holds, who issued it and when, offline and without a node. */
import { readFileSync, statSync } from 'node:fs'
import { verifyCertificate } from '#capabilities/training/certificate-proof.ts'
import { MAX_BUNDLE_BYTES } from '#wire/bundle.ts'
import { readArguments, Usage } from './arguments.ts'

const HELP = `portolan certificate verify FILE [--roster-hash H]

Reads the file of a certificate and prints one line of JSON: the verdict (valid, tampered, unknown-signer, revoked-key, unproven or no-certificate), the published
reasons behind it, what the certificate says, who issued it and when. Nothing is asked of any node. H is the SHA-256 of a roster of the
network, as a member of it publishes or reads it out to you; without it a certificate can only agree with itself, for anybody can make up a
network.

Ends with 0 when it is valid and the roster compared, 1 when not, 3 when it is valid and no hash was given.
`

export async function certificateCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { 'roster-hash': { type: 'string' }, help: { type: 'boolean', default: false } })
  if (values.help) {
    process.stdout.write(HELP)
    return 0
  }
  const [verb, file] = positionals
  if (verb !== 'verify' || file === undefined || positionals.length > 2) throw new Usage('certificate verify FILE')
  const trusted = values['roster-hash']
  if (trusted !== undefined && !/^[0-9a-f]{64}$/.test(trusted)) throw new Usage('--roster-hash is 32 bytes in lower-case hexadecimal')
  const { verdict, reasons, certificate, issuer, issued_at, held_since, network, rosters } = verifyCertificate(
    read(file),
    trusted === undefined ? {} : { trusted },
  )
  const said = { issuer: issuer ?? null, issued_at: issued_at ?? null, held_since: held_since ?? null, certificate: certificate ?? null }
  process.stdout.write(`${JSON.stringify({ verdict, reasons, rosters, network: network ?? null, ...said })}\n`)
  return verdict === 'valid' ? (rosters === 'compared' ? 0 : 3) : 1
}

/** At most one byte more than is read, which is then refused. */
function read(path: string): Uint8Array {
  try {
    if (statSync(path).size > MAX_BUNDLE_BYTES) return new Uint8Array(MAX_BUNDLE_BYTES + 1)
    return new Uint8Array(readFileSync(path))
  } catch (failure) {
    throw new Usage(`${path}: ${failure instanceof Error ? failure.message : String(failure)}`)
  }
}
