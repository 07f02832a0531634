/** Writes the journal as JSON Lines that anybody can verify offline, and the proof that one entry is in it. */
import { hex, maybeHex, sameBytes } from '#lib/bytes.ts'
import { type CompactRange, inclusionNodes, inclusionProof, leafHash, nodeHash, rootOf, verifierKey } from '#lib/log/index.ts'
import type { Reader } from './database/port.ts'
import { allOf, type Sql, sql } from './database/sql.ts'
import { logName } from './journal.ts'
import { type Columns, differing, eventOf, type InclusionProof, JOURNAL_FORMAT, textOrBase64 } from './journal-verify.ts'
import type { KeyRing } from './keys.ts'

export interface Exporting {
  readonly database: Reader
  readonly keys: Pick<KeyRing, 'journal'>
}

const SLICE = 1_024
const MAX_LATER = 100_000

interface Row extends Columns {
  readonly id: string
  readonly entry: Uint8Array
  readonly row: Uint8Array | null
  readonly nonce: Uint8Array | null
  readonly sequence: number
}

/**
 * Writes every log since the node was founded, oldest first, in slices; the node goes on meanwhile. For each log: a header, the entries in
 * sequence with the checkpoints between them, the end. What the database holds beside the rows (columns, the tree's stored hashes) is
 * written only where it does not agree with them, so that the export of a sound journal is the log and nothing else.
 */
export async function exportJournal({ database, keys }: Exporting, write: (line: string) => Promise<void>): Promise<void> {
  const logs = await database.many<{ log: number; epoch: string | null }>(sql`select log, epoch from journal_log order by log limit 10000`)
  const head = await database.one<{ log: number; size: number; roots: Uint8Array[] }>(sql`select log, size, roots from journal_head`)
  const line = (value: object) => write(JSON.stringify(value))
  for (const { log, epoch } of logs) {
    const origin = logName(keys.journal.name, epoch)
    await line({ format: JOURNAL_FORMAT, origin, verifier_key: verifierKey(origin, keys.journal.key.publicJwk) })
    const size = log === head.log ? head.size : await sizeOf(database, log)
    const tree = storedTree()
    for (let from = 0; from < size; from += SLICE) await slice(database, log, from, Math.min(size, from + SLICE), tree, line)
    const beyond = log === head.log ? await pastEnd(database, log, size) : []
    for (const { note } of beyond) await line({ checkpoint: note })
    await line({ end: { size, root: log === head.log ? headRoot(head) : undefined } })
  }
  // rows that were erased while the slices were written, or whose erasure is not in sequence yet
  const later = await database.many<Row>(sql`
    select id, entry, row, nonce from journal_entry where sequence is null and event = 'journal.erased'
    union all select id, entry, row, nonce from journal_entry where log = ${head.log} and sequence >= ${head.size} and event = 'journal.erased' limit ${MAX_LATER}`)
  for (const one of later) await line({ later: contentsOf(one) })
}

/** A closed log ends where its last checkpoint does, or its last entry. */
async function sizeOf(database: Reader, log: number): Promise<number> {
  const { size } = await database.one<{ size: number }>(sql`
    select greatest(coalesce((select max(size) from journal_checkpoint where log = ${log}), 0), coalesce((select max(sequence) + 1 from journal_entry where log = ${log}), 0)) as size`)
  return size
}

/** Checkpoints over more than there is, unless the log has grown since. */
async function pastEnd(database: Reader, log: number, size: number) {
  const { size: now } = await database.one<{ size: number }>(sql`select size from journal_head`)
  return database.many<{ note: string }>(
    sql`select note from journal_checkpoint where log = ${log} and size > ${size} and size > ${now} order by size limit 1000`,
  )
}

async function slice(database: Reader, log: number, from: number, to: number, tree: StoredTree, line: (value: object) => Promise<void>) {
  const rows = await database.many<Row>(sql`
    select sequence, id, entry, row, nonce, event, network, actor, subject, outcome, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
    from journal_entry where log = ${log} and sequence >= ${from} and sequence < ${to} order by sequence limit ${SLICE}`)
  const checkpoints = await database.many<{ size: number; note: string }>(
    sql`select size, note from journal_checkpoint where log = ${log} and size > ${from} and size <= ${to} order by size limit ${SLICE}`,
  )
  const nodes = await storedNodes(database, log, from, to)
  const bySequence = new Map(rows.map((row) => [row.sequence, row]))
  const bySize = new Map(checkpoints.map(({ size, note }) => [size, note]))
  for (let sequence = from; sequence < to; sequence++) {
    const row = bySequence.get(sequence)
    const leaf = nodes.get(`0/${sequence}`)
    if (row) {
      const differs = leaf === undefined || !sameBytes(leaf, leafHash(row.entry))
      await line({ sequence, ...contentsOf(row), ...disagreement(row), ...(differs && leaf && { leaf: hex(leaf) }) })
    } else await line({ sequence, id: null, entry: null, ...(leaf && { leaf: hex(leaf) }) })
    const known = leaf ?? (row && leafHash(row.entry))
    if (!leaf) await line({ node: { level: 0, index: sequence, hash: null } })
    for (const node of tree.grow(sequence, known, nodes)) await line({ node })
    const note = bySize.get(sequence + 1)
    if (note !== undefined) await line({ checkpoint: note })
  }
}

const contentsOf = ({ id, entry, row, nonce }: Row) => ({
  id,
  entry: hex(entry),
  ...(row ? textOrBase64(row) : { row: null }),
  nonce: nonce && hex(nonce),
})

function disagreement({ row, at, event, network, actor, subject, outcome }: Row): { columns?: Columns } {
  const read = row && eventOf(row)
  const columns = { at, event, network, actor, subject, outcome }
  return read && differing(read, columns).length > 0 ? { columns } : {}
}

interface StoredTree {
  /** Takes one leaf; answers the stored nodes above it that do not follow from those below. */
  grow(
    index: number,
    leaf: Uint8Array | undefined,
    nodes: ReadonlyMap<string, Uint8Array>,
  ): { level: number; index: number; hash: string | null }[]
}

/** Holds each stored node against the two stored below it, so that a changed one is named and not all above it. */
function storedTree(): StoredTree {
  const edge: (Uint8Array | undefined)[] = []
  return {
    grow(sequence, leaf, nodes) {
      const wrong: { level: number; index: number; hash: string | null }[] = []
      let hash = leaf
      let index = sequence
      for (let level = 1; index % 2 === 1; level++) {
        const left = edge.pop()
        index = (index - 1) / 2
        const stored = nodes.get(`${level}/${index}`)
        const expected = left && hash && nodeHash(left, hash)
        if (expected && !(stored && sameBytes(stored, expected))) wrong.push({ level, index, hash: stored ? hex(stored) : null })
        hash = stored ?? expected
      }
      edge.push(hash)
      return wrong
    },
  }
}

/** The stored nodes that leaves `from` up to and without `to` complete. */
async function storedNodes(database: Reader, log: number, from: number, to: number): Promise<Map<string, Uint8Array>> {
  const spans: Sql[] = []
  for (let level = 0; 2 ** level <= to; level++) {
    const width = 2 ** level
    const [first, end] = [Math.floor(from / width), Math.floor(to / width)]
    if (end > first) spans.push(sql`(level = ${level} and index >= ${first} and index < ${end})`)
  }
  const any = spans.reduce((whole, span) => sql`${whole} or ${span}`)
  const rows = await database.many<{ level: number; index: number; hash: Uint8Array }>(
    sql`select level, index, hash from journal_node where ${allOf([sql`log = ${log}`, sql`(${any})`])} limit ${4 * SLICE}`,
  )
  return new Map(rows.map(({ level, index, hash }) => [`${level}/${index}`, hash]))
}

/** The root by the head's own hashes; nothing where they are not those of its size. */
function headRoot({ size, roots }: CompactRange): string | null {
  try {
    return hex(rootOf({ size, roots }))
  } catch {
    return null
  }
}

/** Finds the entry that a receipt promises and shows that it is in the log; `undefined` when there is none, or none in sequence yet. */
export async function proveInclusion({ database, keys }: Exporting, entry: string): Promise<InclusionProof | undefined> {
  const bytes = maybeHex(entry)
  if (bytes?.length !== 32) throw new TypeError('an entry is 32 bytes in hexadecimal')
  const found = await database.maybeOne<Placed & { epoch: string | null }>(sql`
    select e.log, e.sequence, l.epoch from journal_entry e join journal_log l on l.log = e.log where e.entry = ${bytes} order by e.log, e.sequence limit 1`)
  const path = found && (await pathTo(database, found))
  return found && path && { origin: logName(keys.journal.name, found.epoch), entry, sequence: found.sequence, ...path }
}

export interface Placed {
  readonly log: number
  readonly sequence: number
}

/** The way from an entry to the newest checkpoint over it; `undefined` while there is none. */
export async function pathTo(
  database: Reader,
  { log, sequence }: Placed,
): Promise<Pick<InclusionProof, 'size' | 'proof' | 'checkpoint'> | undefined> {
  const checkpoint = await database.maybeOne<{ size: number; note: string }>(
    sql`select size, note from journal_checkpoint where log = ${log} and size > ${sequence} order by size desc limit 1`,
  )
  if (!checkpoint) return undefined
  const { size, note } = checkpoint
  const wanted = inclusionNodes(sequence, size)
  const rows = await database.many<{ level: number; index: number; hash: Uint8Array }>(sql`
    select n.level, n.index, n.hash from unnest(${wanted.map(({ level }) => level)}::int[], ${wanted.map(({ index }) => index)}::bigint[]) as w (level, index)
    join journal_node n on n.log = ${log} and n.level = w.level and n.index = w.index`)
  const nodes = new Map(rows.map(({ level, index, hash }) => [`${level}/${index}`, hash]))
  return { size, proof: inclusionProof(sequence, size, (level, index) => nodes.get(`${level}/${index}`)).map(hex), checkpoint: note }
}

/** The newest checkpoint of the log that is open. */
export async function newestCheckpoint(
  database: Reader,
): Promise<{ readonly size: number; readonly at: Date; readonly note: string } | undefined> {
  return database.maybeOne(sql`
    select c.size, c.at, c.note from journal_checkpoint c join journal_head h on h.log = c.log order by c.size desc limit 1`)
}
