/** Verifies an exported journal offline: what was altered, what was erased by rule, what partners hold that does not agree. */
import { hex, maybeBase64, maybeHex, maybeText, sameBytes, sha256, utf8 } from '#lib/bytes.ts'
import { type Json, parseCanonical } from '#lib/canonical-json.ts'
import {
  appendLeaves,
  type CompactRange,
  emptyRange,
  inclusionProof,
  keyFor,
  leafHash,
  nodeHash,
  openNote,
  parseCheckpoint,
  rootOf,
  verifyInclusion,
} from '#lib/log/index.ts'

export const JOURNAL_FORMAT = 'portolan-journal-1'

/**
 * - `row`: nonce and row do not give the entry · `columns`: what lists show is not what the row says · `entry`: another entry stood here
 *   when it was signed · `moved`: the entry belongs to another place · `erased`: gone, and no leaf says so · `missing`: no row at all
 * - `span`: something from here to `to` was changed after it was signed; which row, only the tree's own leaves could tell
 * - `node`: a stored hash of the tree does not follow from those below · `checkpoint`: not signed by the key, or over another tree
 * - `unsigned`: no checkpoint reaches these · `opening`: the log does not name the one before · `end`: the export does not end as its log does
 */
export type Reason =
  | 'row'
  | 'columns'
  | 'entry'
  | 'moved'
  | 'erased'
  | 'missing'
  | 'span'
  | 'node'
  | 'checkpoint'
  | 'unsigned'
  | 'opening'
  | 'end'

export interface Altered {
  readonly origin: string
  readonly sequence: number
  /** The last of a span. */
  readonly to?: number
  readonly id: string | null
  readonly reason: Reason
  readonly says: string
}

/** A checkpoint that somebody else held, against the log. */
export interface Held {
  readonly origin: string
  readonly size: number
  /** `beyond`: the log is shorter than it was; `unknown-log`: this journal has no such log. */
  readonly verdict: 'agrees' | 'disagrees' | 'beyond' | 'not-signed' | 'unknown-log'
}

export interface LogReport {
  readonly origin: string
  readonly size: number
  /** Hex. */
  readonly root: string
  /** Rows that are there. */
  readonly entries: number
  /** Rows that are gone and were said to go. */
  readonly erased: number
  readonly missing: readonly number[]
  readonly checkpoints_verified: number
  /** Every checkpoint, the partners' too, is one of the same growing tree. */
  readonly consistent: boolean
}

/** The newest log's figures, and all logs since the node was founded, oldest first. */
export interface JournalReport extends LogReport {
  readonly altered: readonly Altered[]
  /** How many there are; `altered` lists the first thousand. */
  readonly altered_count: number
  readonly held: readonly Held[]
  /** `stated`: the key came with the export itself, which proves nothing about who made it. */
  readonly key: 'given' | 'stated'
  readonly logs: readonly LogReport[]
  readonly ok: boolean
}

export interface VerifyOptions {
  /** The journal's verifier key as the roster states it. */
  readonly verifier_key?: string
  /** Checkpoints (signed notes) that others hold. */
  readonly earlier?: readonly string[]
}

const MAX_LISTED = 1_000
const MAX_LINE = 4 * 1024 * 1024
const MAX_NOTED = 1_000_000

type Line = Readonly<Record<string, unknown>>

/** An entry whose leaf hash is not the one that the tree holds. */
interface Suspect {
  readonly sequence: number
  readonly id: string | null
  readonly entry: string
  readonly leaf: string
}

/**
 * Reads an export line by line in bounded memory (what is erased or damaged is remembered until the end). Throws TypeError for what is no
 * export; everything that was tampered with is in the report.
 */
export async function verifyJournal(
  lines: AsyncIterable<string>,
  { verifier_key, earlier = [] }: VerifyOptions = {},
): Promise<JournalReport> {
  const findings = createFindings()
  const erasures = createErasures(findings)
  const logs: LogReport[] = []
  const held: Held[] = []
  let key = verifier_key
  let before: LogReport | undefined
  let log: ReturnType<typeof verifyLog> | undefined
  const close = () => {
    if (!log) return
    before = log.report()
    logs.push(before)
    held.push(...log.held())
    log = undefined
  }
  for await (const text of lines) {
    if (text === '') continue
    const line = lineOf(text)
    if (line.format !== undefined) {
      close()
      if (line.format !== JOURNAL_FORMAT || typeof line.origin !== 'string')
        throw new TypeError(`not an export of the form ${JOURNAL_FORMAT}`)
      key ??= typeof line.verifier_key === 'string' ? line.verifier_key : undefined
      if (key === undefined) throw new TypeError('the export names no verifier key, and none is given')
      log = verifyLog(line.origin, key, earlier, findings, erasures, before)
    } else if (line.later !== undefined) {
      close()
      erasures.later(line.later as Line)
    } else if (log) log.take(line)
    else throw new TypeError('the export does not begin with its header')
  }
  close()
  const newest = logs.at(-1)
  if (!newest) throw new TypeError('the export is empty')
  const gone = erasures.settle()
  const counted = logs.map((one) => ({ ...one, erased: gone.get(one.origin) ?? 0 }))
  for (const note of earlier) {
    const claimed = maybeClaim(note)
    if (!claimed) held.push({ origin: '', size: 0, verdict: 'not-signed' })
    else if (!logs.some(({ origin }) => origin === claimed.origin)) held.push({ ...claimed, verdict: 'unknown-log' })
  }
  return {
    ...counted.at(-1)!,
    altered: findings.listed,
    altered_count: findings.count(),
    held,
    key: verifier_key === undefined ? 'stated' : 'given',
    logs: counted,
    ok: findings.count() === 0 && counted.every(({ consistent }) => consistent) && held.every(({ verdict }) => verdict === 'agrees'),
  }
}

/** Verifies one log: the tree is built twice, from what the rows say and from the leaves that the tree itself holds where they differ. */
function verifyLog(
  origin: string,
  key: string,
  earlier: readonly string[],
  findings: Findings,
  erasures: Erasures,
  before: LogReport | undefined,
) {
  const verifier = keyFor(key, origin)
  const claimed = earlier.filter((note) => maybeClaim(note)?.origin === origin)
  const others = claimed.flatMap((note) => maybeHeld(note, verifier))
  let said: CompactRange = emptyRange()
  let stored: CompactRange = emptyRange()
  let size = 0
  let entries = 0
  let verified = 0
  let agreed = 0
  /** The tree can not be followed: a place is empty and its leaf is not known. */
  let blind = false
  let consistent = true
  let ended = false
  let suspects: Suspect[] = []
  const wrong: Suspect[] = []
  let disagreeing: number[] = []
  let othersAgreed = 0
  const missing: number[] = []
  const verdicts: Held[] = claimed
    .filter((note) => maybeHeld(note, verifier).length === 0)
    .map((note): Held => ({ ...maybeClaim(note)!, verdict: 'not-signed' }))
  const find = (reason: Reason, sequence: number, says: string, id: string | null = null, to?: number) =>
    findings.add({ origin, sequence, ...(to !== undefined && { to }), id, reason, says })

  function take(line: Line) {
    if (ended) throw new TypeError('the export goes on after its end')
    if (line.checkpoint !== undefined) return checkpoint(String(line.checkpoint))
    if (line.node !== undefined) return node(line.node as Line)
    if (line.end !== undefined) return end(line.end as Line)
    const { sequence } = line
    if (!Number.isSafeInteger(sequence)) throw new TypeError('a line is neither entry, checkpoint, node nor end')
    skipTo(sequence as number)
    if (sequence !== size) {
      find('moved', sequence as number, `the entry stands after ${size - 1}`, idOf(line))
      return
    }
    place(size, line)
  }

  function skipTo(sequence: number) {
    if (sequence - size > MAX_NOTED) throw new TypeError(`more than ${MAX_NOTED} entries are missing at ${size}`)
    while (size < sequence) place(size, {})
  }

  function place(sequence: number, line: Line) {
    const entry = typeof line.entry === 'string' ? maybeHex(line.entry) : undefined
    const leaf = typeof line.leaf === 'string' ? maybeHex(line.leaf) : undefined
    const id = idOf(line)
    if (entry?.length === 32) {
      const mine = leafHash(entry)
      if (leaf && !sameBytes(leaf, mine)) suspects.push({ sequence, id, entry: hex(mine), leaf: hex(leaf) })
      if (suspects.length + wrong.length > MAX_NOTED) throw new TypeError(`more than ${MAX_NOTED} entries differ from the tree`)
      add(mine, leaf ?? mine)
      row(sequence, id, entry, line)
    } else {
      if (missing.length < MAX_LISTED) missing.push(sequence)
      find('missing', sequence, 'there is no row at this place', id)
      if (leaf?.length !== 32) blind = true
      const filler = leaf?.length === 32 ? leaf : new Uint8Array(32)
      add(filler, filler)
    }
    size++
    for (const one of others.filter((other) => other.size === size)) other(one)
  }

  function add(mine: Uint8Array, leaf: Uint8Array) {
    const together = stored === said && mine === leaf
    said = append(said, mine)
    stored = together ? said : append(stored, leaf)
  }

  function row(sequence: number, id: string | null, entry: Uint8Array, line: Line) {
    const bytes = rowOf(line)
    const nonce = typeof line.nonce === 'string' ? maybeHex(line.nonce) : undefined
    if (!bytes) return erasures.gone(id ?? '', origin, sequence)
    entries++
    if (nonce?.length !== 32 || !sameBytes(sha256(nonce, bytes), entry))
      return find('row', sequence, 'row and nonce do not give the entry', id)
    const event = eventOf(bytes)
    if (!event || event.id !== id) return find('row', sequence, 'the row is of another entry', id)
    const differ = line.columns === undefined ? [] : differing(event, line.columns as Line)
    if (differ.length > 0) find('columns', sequence, `${differ.join(', ')}: the columns say other than the row`, id)
    if (event.event === 'journal.erased') erasures.announced(String(event.subject))
    if (sequence === 0) opening(event)
  }

  function opening(event: Line) {
    if (!before) return
    const detail = event.detail as Line | undefined
    if (
      event.event !== 'journal.opened' ||
      event.subject !== `log:${before.origin}` ||
      detail?.size !== before.size ||
      detail.root !== before.root
    ) {
      consistent = false
      find('opening', 0, `the first leaf does not name the end of ${before.origin}`, String(event.id))
    }
  }

  function checkpoint(note: string) {
    const opened = openNote(note, [verifier])
    const read = opened.ok ? parseCheckpoint(opened.text) : undefined
    if (!read?.ok || read.origin !== origin) {
      const claimed = maybeClaim(note)
      return find(
        'checkpoint',
        Math.max(0, (claimed?.size ?? size) - 1),
        opened.ok ? 'a checkpoint of another log' : `a checkpoint that the key has not signed (${opened.reason})`,
      )
    }
    if (read.size !== size) {
      consistent = false
      return find(
        'checkpoint',
        Math.max(0, read.size - 1),
        `signed over ${read.size} entries, and ${read.size > size ? `only ${size} are there` : 'it stands in another place'}`,
      )
    }
    if (blind) return
    if (sameBytes(read.root, rootOf(said))) {
      for (const { sequence } of suspects)
        find('node', sequence, 'the stored leaf hash is not that of the entry, which is as it was signed')
      stored = said
    } else if (sameBytes(read.root, rootOf(stored))) {
      wrong.push(...suspects)
      said = stored
    } else {
      disagreeing.push(size)
      return
    }
    for (const over of disagreeing) {
      consistent = false
      find('checkpoint', over - 1, `the key has signed another tree of ${over} entries`)
    }
    suspects = []
    disagreeing = []
    agreed = size
    verified++
  }

  /** An entry whose leaf stands elsewhere was moved; the others were put in the place of what was signed. */
  function name() {
    const leaves = new Set(wrong.map(({ leaf }) => leaf))
    for (const { sequence, id, entry } of wrong) {
      if (leaves.has(entry)) find('moved', sequence, 'the entry belongs to another place', id)
      else find('entry', sequence, 'another entry stood here when it was signed', id)
    }
  }

  function other(held: { readonly size: number; readonly root: Uint8Array }) {
    const agrees = !blind && (sameBytes(held.root, rootOf(said)) || sameBytes(held.root, rootOf(stored)))
    verdicts.push({ origin, size: held.size, verdict: agrees ? 'agrees' : 'disagrees' })
    if (agrees) {
      othersAgreed = Math.max(othersAgreed, held.size)
      return
    }
    consistent = false
    find('span', othersAgreed, `others hold a checkpoint over ${held.size} entries that does not agree`, null, held.size - 1)
  }

  function node({ level, index }: Line) {
    const width = 2 ** Number(level)
    find(
      'node',
      Number(index) * width,
      `the stored hash ${index} of level ${level} does not follow from those below`,
      null,
      Math.min(size, (Number(index) + 1) * width) - 1,
    )
  }

  function end({ size: stated, root }: Line) {
    ended = true
    if (Number.isSafeInteger(stated)) skipTo(stated as number)
    if (stated !== size) find('end', size, `the log says that it has ${String(stated)} entries`)
    else if (typeof root === 'string' && !blind && root !== hex(rootOf(said)) && root !== hex(rootOf(stored)))
      find('end', Math.max(0, size - 1), 'the head of the log is another than its entries give')
  }

  return {
    take,
    held: () => verdicts,
    report(): LogReport {
      if (!ended) find('end', size, 'the export stops before its end')
      if (disagreeing.length > 0 || blind) {
        consistent = false
        // what the tree's own leaves contradict is named; the rest lies somewhere in the span
        wrong.push(...suspects)
        if (disagreeing.length > 0)
          find(
            'span',
            agreed,
            `changed after it was signed: the checkpoint over ${disagreeing[0]} entries does not agree`,
            null,
            disagreeing[0]! - 1,
          )
      } else if (agreed < size) {
        consistent = false
        find('unsigned', agreed, 'no checkpoint reaches these entries', null, size - 1)
      }
      name()
      for (const beyond of others.filter((one) => one.size > size)) {
        consistent = false
        verdicts.push({ origin, size: beyond.size, verdict: 'beyond' })
        find('missing', size, `others hold a checkpoint over ${beyond.size} entries`, null, beyond.size - 1)
      }
      return { origin, size, root: hex(rootOf(said)), entries, erased: 0, missing, checkpoints_verified: verified, consistent }
    },
  }
}

interface Findings {
  readonly listed: Altered[]
  add(one: Altered): void
  count(): number
}

function createFindings(): Findings {
  const listed: Altered[] = []
  let count = 0
  return {
    listed,
    add(one) {
      count++
      if (listed.length < MAX_LISTED) listed.push(one)
    },
    count: () => count,
  }
}

interface Erasures {
  /** A row is not there. */
  gone(id: string, origin: string, sequence: number): void
  /** A verified leaf says that these rows go. */
  announced(ids: string): void
  /** An erasure that was decided while the export ran, or is not in sequence yet. */
  later(line: Line): void
  /** Names those without a leaf; answers how many of each log had one. */
  settle(): Map<string, number>
}

function createErasures(findings: Findings): Erasures {
  const gone = new Map<string, { readonly origin: string; readonly sequence: number }>()
  const announced = new Set<string>()
  const counts = new Map<string, number>()
  const explained = (origin: string) => counts.set(origin, (counts.get(origin) ?? 0) + 1)
  const erasures: Erasures = {
    gone(id, origin, sequence) {
      if (announced.delete(id)) explained(origin)
      else gone.set(id, { origin, sequence })
      if (gone.size > MAX_NOTED) throw new TypeError(`more than ${MAX_NOTED} rows are gone without a leaf that says so`)
    },
    announced(ids) {
      for (const id of ids.split(' ')) {
        const row = gone.get(id)
        if (!row) {
          // clocks of two processes differ: the leaf may stand before what it names
          announced.add(id)
          if (announced.size > MAX_NOTED) throw new TypeError(`more than ${MAX_NOTED} erased rows are not in the export`)
          continue
        }
        gone.delete(id)
        explained(row.origin)
      }
    },
    later(line) {
      const entry = typeof line.entry === 'string' ? maybeHex(line.entry) : undefined
      const nonce = typeof line.nonce === 'string' ? maybeHex(line.nonce) : undefined
      const bytes = rowOf(line)
      if (!entry || nonce?.length !== 32 || !bytes || !sameBytes(sha256(nonce, bytes), entry)) return
      const event = eventOf(bytes)
      if (event?.event === 'journal.erased') erasures.announced(String(event.subject))
    },
    settle() {
      for (const [id, { origin, sequence }] of gone) {
        findings.add({ origin, sequence, id: id || null, reason: 'erased', says: 'the row is gone and no leaf says that it was erased' })
      }
      return counts
    },
  }
  return erasures
}

export interface Columns {
  readonly at: string
  readonly event: string
  readonly network: string | null
  readonly actor: string | null
  readonly subject: string
  readonly outcome: string
}

/** Which of the clear columns say other than the row. `at` has microseconds. */
export function differing(event: Line, columns: Line): (keyof Columns)[] {
  const at = typeof event.at === 'string' ? event.at.replace(/Z$/, '000Z') : undefined
  const told: Record<keyof Columns, unknown> = {
    at,
    event: event.event,
    network: event.network ?? null,
    actor: event.actor ?? null,
    subject: event.subject,
    outcome: event.outcome,
  }
  return (Object.keys(told) as (keyof Columns)[]).filter((name) => told[name] !== columns[name])
}

/** The event of a row; `undefined` where the bytes are not canonical JSON of an object. */
export function eventOf(row: Uint8Array): Line | undefined {
  const read = parseCanonical(row)
  return read.ok && typeof read.value === 'object' && read.value !== null && !Array.isArray(read.value)
    ? (read.value as Record<string, Json>)
    : undefined
}

/** That an entry is in a log, as the node that keeps it shows it. */
export interface InclusionProof {
  readonly origin: string
  /** Hex. */
  readonly entry: string
  readonly sequence: number
  readonly size: number
  /** Hex, from the leaf up (RFC 9162, section 2.1.3). */
  readonly proof: readonly string[]
  /** The signed note over `size` entries. */
  readonly checkpoint: string
}

/** Whether a proof shows that what a receipt promised is in the journal; the key is the one that the roster states. */
export function verifyInclusionOf(
  promise: { readonly origin: string; readonly entry: string },
  { origin, entry, sequence, size, proof, checkpoint }: InclusionProof,
  key: string,
): { ok: true; sequence: number; size: number } | { ok: false; reason: 'another-entry' | 'checkpoint' | 'proof' } {
  if (origin !== promise.origin || entry !== promise.entry) return { ok: false, reason: 'another-entry' }
  const opened = openNote(checkpoint, [keyFor(key, origin)])
  const read = opened.ok ? parseCheckpoint(opened.text) : undefined
  if (!read?.ok || read.origin !== origin || read.size !== size) return { ok: false, reason: 'checkpoint' }
  const bytes = maybeHex(entry)
  const steps = proof.map((step) => maybeHex(step))
  if (bytes?.length !== 32 || !steps.every((step) => step !== undefined)) return { ok: false, reason: 'proof' }
  const ok = verifyInclusion({ leaf: leafHash(bytes), index: sequence, size, proof: steps, root: read.root })
  return ok ? { ok, sequence, size } : { ok, reason: 'proof' }
}

/** Builds the proof from an export alone; it holds 32 bytes an entry of the log meanwhile. `undefined` when the entry is in none. */
export async function proveFromExport(lines: AsyncIterable<string>, entry: string): Promise<InclusionProof | undefined> {
  let origin = ''
  let leaves: Uint8Array[] = []
  let found: number | undefined
  let newest: { size: number; note: string } | undefined
  for await (const text of lines) {
    const line = text === '' ? {} : lineOf(text)
    if (typeof line.origin === 'string') {
      if (found !== undefined) break
      origin = line.origin
      leaves = []
      newest = undefined
    } else if (typeof line.sequence === 'number') {
      const bytes = typeof line.entry === 'string' ? maybeHex(line.entry) : undefined
      const leaf = typeof line.leaf === 'string' ? maybeHex(line.leaf) : bytes && leafHash(bytes)
      if (!leaf || line.sequence !== leaves.length) throw new TypeError(`entry ${line.sequence} is damaged: verify the export first`)
      if (line.entry === entry) found = line.sequence
      leaves.push(leaf)
    } else if (typeof line.checkpoint === 'string') {
      const claimed = maybeClaim(line.checkpoint)
      if (claimed) newest = { size: claimed.size, note: line.checkpoint }
    }
  }
  if (found === undefined || !newest || newest.size <= found || newest.size > leaves.length) return undefined
  const nodeAt = (level: number, index: number): Uint8Array | undefined =>
    level === 0 ? leaves[index] : nodeHash(nodeAt(level - 1, 2 * index)!, nodeAt(level - 1, 2 * index + 1)!)
  const proof = inclusionProof(found, newest.size, nodeAt).map(hex)
  return { origin, entry, sequence: found, size: newest.size, proof, checkpoint: newest.note }
}

function maybeHeld(note: string, verifier: string): { size: number; root: Uint8Array }[] {
  const opened = openNote(note, [verifier])
  const read = opened.ok ? parseCheckpoint(opened.text) : undefined
  return read?.ok && read.size > 0 ? [{ size: read.size, root: read.root }] : []
}

/** What a note says of itself, its signature aside. */
function maybeClaim(note: string): { origin: string; size: number } | undefined {
  const end = note.indexOf('\n\n')
  const read = end < 0 ? undefined : parseCheckpoint(note.slice(0, end + 1))
  return read?.ok ? { origin: read.origin, size: read.size } : undefined
}

const append = (range: CompactRange, leaf: Uint8Array): CompactRange => appendLeaves(range, [leaf]).range
const idOf = (line: Line): string | null => (typeof line.id === 'string' ? line.id : null)

/** The row's own bytes: its text, or base64 where damage has left no text. */
function rowOf(line: Line): Uint8Array | undefined {
  if (typeof line.row === 'string') return utf8(line.row)
  return typeof line.row_base64 === 'string' ? maybeBase64(line.row_base64) : undefined
}

export const textOrBase64 = (row: Uint8Array): { row: string } | { row_base64: string } => {
  const text = maybeText(row)
  return text === undefined ? { row_base64: Buffer.from(row).toString('base64') } : { row: text }
}

function lineOf(text: string): Line {
  if (text.length > MAX_LINE) throw new TypeError(`a line of the export is longer than ${MAX_LINE} characters`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new TypeError('a line of the export is not JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('a line of the export is not an object')
  if ('error' in value) throw new TypeError(`the export failed: ${String(value.error)}`)
  return value as Line
}
