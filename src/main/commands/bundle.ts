/** `portolan bundle verify`: who said the statements of a bundle, and when, offline and without a node. */
import { readFileSync, statSync } from 'node:fs'
import { MAX_BUNDLE_BYTES, type StatementReport, verifyBundle } from '#wire/bundle.ts'
import { readArguments, Usage } from './arguments.ts'

const HELP = `portolan bundle verify FILE [--roster-hash H]

Reads a bundle of signed statements and prints one line of JSON for each: what it says, who said it and when, whether the signature, the
roster then in force and the journal bear it out, and the reasons where they do not (docs/protocol.md, "Bundles"). Nothing is asked of any
node. H is the SHA-256 of a roster of the network, as a member of it publishes or reads it out to you; without it a bundle can only agree
with itself, for anybody can make up a network.

Ends with 0 when every statement is proven and the roster compared, 1 when not, 3 when every statement is proven and no hash was given.
`

export async function bundleCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { 'roster-hash': { type: 'string' }, help: { type: 'boolean', default: false } })
  if (values.help) {
    process.stdout.write(HELP)
    return 0
  }
  const [verb, file] = positionals
  if (verb !== 'verify' || file === undefined || positionals.length > 2) throw new Usage('bundle verify FILE')
  const trusted = values['roster-hash']
  if (trusted !== undefined && !/^[0-9a-f]{64}$/.test(trusted)) throw new Usage('--roster-hash is 32 bytes in lower-case hexadecimal')
  const verified = verifyBundle(read(file), trusted === undefined ? {} : { trusted })
  if (!verified.ok) {
    process.stdout.write(`${JSON.stringify({ refused: verified.reason, ok: false })}\n`)
    return 1
  }
  const { report } = verified
  for (const one of report.statements) process.stdout.write(`${JSON.stringify(line(one))}\n`)
  if (report.rosters === 'stated')
    process.stderr.write(
      `the rosters agree with one another, and nothing was given to compare them with: the first is ${report.first_roster}, the newest (${report.newest_version}) ${report.newest_roster}\n`,
    )
  return report.ok ? (report.rosters === 'compared' ? 0 : 3) : 1
}

/** What was found comes before what is said, so that a line cut short shows it. */
function line({ statement, ...found }: StatementReport) {
  const { ok, reasons, ...shown } = found
  const header = statement?.header
  return {
    ok,
    reasons,
    id: header?.id ?? null,
    from: header?.from ?? null,
    name: shown.name ?? null,
    said_at: header?.sent_at ?? null,
    others_since: shown.others_since ?? null,
    signature: shown.signature,
    roster: shown.roster,
    roster_version: shown.roster_version ?? null,
    journal: shown.journal,
    held: shown.held,
    sha256: shown.sha256,
    network: header?.network ?? null,
    type: header?.type ?? null,
    to: header?.to ?? null,
    language: header?.language ?? null,
    body: statement?.body ?? null,
  }
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
