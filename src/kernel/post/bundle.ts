/** Makes bundles of what this node holds: statements of its member and those it received, with the rosters and what its journal and its receipts show. */
import { hex, maybeText, sha256, utf8 } from '#lib/bytes.ts'
import { type GeneralJws, peekCompact } from '#lib/envelope/index.ts'
import type { MemberId, NetworkId } from '#wire/address.ts'
import {
  BUNDLE_FORMAT,
  type Bundle,
  type BundledStatement,
  type JournalEntryProof,
  MAX_BUNDLE_ROSTERS,
  MAX_BUNDLE_STATEMENTS,
  MAX_RECEIPTS,
} from '#wire/bundle.ts'
import { decodeStatement } from '#wire/statement.ts'
import type { Unsealing } from '../capability.ts'
import type { Reader } from '../database/port.ts'
import { sql } from '../database/sql.ts'
import { pathTo } from '../journal-export.ts'
import { sealLabel } from './originals.ts'

export interface Bundling {
  readonly reading: Reader
  readonly vault: Pick<Unsealing, 'open'>
  readonly network: NetworkId
  /** The member of this node whose post it is. */
  readonly own: MemberId
}

/**
 * Why a statement is not in a bundle: not sent or received here · its key is destroyed · another member's, under handling H1 or H2, which
 * leaves the house only by its owner's permission.
 */
export type LeftOut = { readonly id: string; readonly reason: 'not-held' | 'erased' | 'handling' }

export interface MadeBundle {
  /** Undefined where every statement is left out. */
  readonly bundle: Bundle | undefined
  readonly left_out: readonly LeftOut[]
  /** In the bundle, with neither an entry nor a receipt: their entries are not in sequence yet, or were erased by rule. */
  readonly unproven: readonly string[]
}

/** A statement by its id; `signed` where the caller holds it itself: handed on inside another statement, or kept when the post has forgotten its own copy. */
export interface WantedStatement {
  readonly id: string
  readonly signed?: string
}

/**
 * Gathers statements, each once: of one that was said to several members singly, the copy with a receipt is taken. Whether the officer may
 * hand them out is asked before, by who calls: a bundle shows them in full, with the keys of their attachments.
 */
export async function bundleOf(where: Bundling, wanted: readonly WantedStatement[]): Promise<MadeBundle> {
  const each = [...new Map(wanted.map((one) => [one.id, one])).values()]
  if (each.length === 0 || each.length > MAX_BUNDLE_STATEMENTS) throw new TypeError(`a bundle has 1 to ${MAX_BUNDLE_STATEMENTS} statements`)
  const { reading, network } = where
  const rosters = await reading.many<{ jws: GeneralJws }>(
    sql`select jws from roster where network = ${network} and standing = 'accepted' order by version limit ${MAX_BUNDLE_ROSTERS + 1}`,
  )
  if (rosters.length > MAX_BUNDLE_ROSTERS) throw new TypeError(`a bundle has at most ${MAX_BUNDLE_ROSTERS} rosters`)
  const statements: BundledStatement[] = []
  const left_out: LeftOut[] = []
  const unproven: string[] = []
  for (const one of each) {
    const made = await bundled(where, one)
    if (typeof made === 'string') left_out.push({ id: one.id, reason: made })
    else {
      statements.push(made)
      if (made.entries.length + made.receipts.length === 0) unproven.push(one.id)
    }
  }
  const bundle: Bundle = { format: BUNDLE_FORMAT, network, rosters: rosters.map(({ jws }) => plain(jws)), statements }
  return { bundle: statements.length === 0 ? undefined : bundle, left_out, unproven }
}

/** A roster as the published form has it, whatever the database added. */
const plain = ({ payload, signatures }: GeneralJws) => ({
  payload,
  signatures: signatures.map(({ protected: header, signature }) => ({ protected: header, signature })),
})

interface Kept {
  readonly partner: MemberId
  readonly slot: number
  readonly sealed: Uint8Array
  readonly digest: Uint8Array
  readonly receipt: string | null
}

async function bundled(
  { reading, vault, network, own }: Bundling,
  { id, signed }: WantedStatement,
): Promise<BundledStatement | LeftOut['reason']> {
  const sent = await reading.many<Kept>(sql`
    select partner, slot, sealed, digest, receipt from outbox where network = ${network} and own = ${own} and id = ${id}
    order by receipt is null, partner limit ${MAX_RECEIPTS}`)
  const received =
    sent.length > 0
      ? []
      : await reading.many<Kept>(sql`
          select partner, slot, sealed, digest, receipt from inbox where network = ${network} and own = ${own} and id = ${id} order by partner limit ${MAX_RECEIPTS}`)
  const kept = sent.length > 0 ? sent : received
  const jws = signed ?? textKept(vault, kept, sent.length > 0 ? 'out' : 'in', id)
  if (jws === undefined) return kept.length > 0 ? 'erased' : 'not-held'
  if (!mayLeave(jws, own)) return 'handling'
  const digest = hex(sha256(utf8(jws)))
  const receipts = kept.filter((one) => hex(one.digest) === digest).flatMap(({ receipt }) => receipt ?? [])
  return { jws, entries: await entriesAbout(reading, id, digest), receipts }
}

/** The first copy that can still be read. */
function textKept(vault: Bundling['vault'], kept: readonly Kept[], direction: 'in' | 'out', id: string): string | undefined {
  for (const { partner, slot, sealed } of kept) {
    const bytes = vault.open(slot, sealLabel({ direction, partner, id }), sealed)
    const jws = bytes && maybeText(bytes)
    if (jws !== undefined) return jws
  }
  return undefined
}

/** One's own, or another member's that neither H1 nor H2 keeps in the house. */
function mayLeave(jws: string, own: MemberId): boolean {
  const peeked = peekCompact(jws)
  if (!peeked.ok) return false
  const { header } = decodeStatement(peeked.payload)
  return header.from.member === own || !header.handling.some(({ code }) => code === 'H1' || code === 'H2')
}

/** One entry a journal suffices: that of the first sending, or of the receiving. */
async function entriesAbout(reading: Reader, id: string, digest: string): Promise<JournalEntryProof[]> {
  const rows = await reading.many<{ log: number; sequence: number; row: Uint8Array; nonce: Uint8Array }>(sql`
    select log, sequence, row, nonce from journal_entry
    where subject = ${`statement:${id}`} and event in ('post.sent', 'post.received') and sequence is not null and row is not null and nonce is not null
    order by log, sequence limit ${MAX_RECEIPTS}`)
  for (const { log, sequence, row: bytes, nonce } of rows) {
    const row = maybeText(bytes)
    if (row === undefined || !row.includes(digest)) continue
    const path = await pathTo(reading, { log, sequence })
    // the note's first line is the name of its log
    if (path)
      return [
        {
          origin: path.checkpoint.slice(0, path.checkpoint.indexOf('\n')),
          row,
          nonce: hex(nonce),
          sequence,
          ...path,
          proof: [...path.proof],
        },
      ]
  }
  return []
}
