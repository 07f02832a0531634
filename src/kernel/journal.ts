/** The journal: each event a leaf of an append-only Merkle log (RFC 9162), sequenced by one leaseholder, signed as C2SP checkpoints. */
import { randomBytes } from 'node:crypto'
import { hex, utf8 } from '#lib/bytes.ts'
import { canonicalJson, type Json } from '#lib/canonical-json.ts'
import { appendLeaves, entryOf, formatCheckpoint, leafHash, rootOf, signNote } from '#lib/log/index.ts'
import type { Clock } from './clock.ts'
import type { Database, Reader, Writer } from './database/port.ts'
import { sql } from './database/sql.ts'
import { newId } from './identity.ts'
import type { KeyRing } from './keys.ts'

export type DetailValue = string | number | boolean | null

/** One event. It names things by id; it never holds what was searched for or said. */
export interface JournalEvent {
  readonly event: string
  readonly network?: string
  /** The officer, token or member that caused it. */
  readonly actor?: string
  readonly subject: string
  readonly outcome?: 'done' | 'refused' | 'failed'
  readonly detail?: Readonly<Record<string, DetailValue>>
}

export interface Journal {
  /** The log that is open: `portolan/<node>`, after a restore `portolan/<node>/<epoch>`. */
  readonly origin: string
  /** Adds events within the caller's transaction; answers their 32-byte entries, hex, in order. */
  append(writing: Writer, ...events: readonly JournalEvent[]): Promise<string[]>
  /** The same, for events whose entry must be known before the transaction. */
  prepare(event: JournalEvent): PreparedEvent
  appendPrepared(writing: Writer, prepared: readonly PreparedEvent[]): Promise<void>
  /** Puts up to `limit` waiting entries in sequence and signs a checkpoint; answers how many. */
  sequence(database: Database, limit?: number): Promise<number>
  /** Erases rows and nonces of a subject; the erasure is itself a leaf that lists them. */
  erase(writing: Writer, subject: string, reason: string, actor?: string): Promise<number>
  /** Closes the log and opens that of a new epoch; its first leaf names the last state of the one before. For a restore only. */
  reopen(writing: Writer, epoch: string): Promise<void>
}

/** Ids that one leaf of an erasure lists: the list is a subject, and subjects are indexed. */
const ERASED_AT_ONCE = 50

export interface PreparedEvent {
  readonly id: string
  readonly at: Date
  readonly event: JournalEvent
  readonly row: Uint8Array
  readonly nonce: Uint8Array
  readonly entry: Uint8Array
}

/** The name of a log: the first has the node's, a later one that of the epoch it was opened in besides. */
export const logName = (name: string, epoch: string | null): string => (epoch === null ? name : `${name}/${epoch}`)

/** The epoch of the log that is open in this database. */
export async function openLog(reading: Reader): Promise<string | null> {
  return (await reading.one<Head>(sql`${HEAD}`)).epoch
}

const HEAD = sql`select h.log, h.size, h.roots, l.epoch from journal_head h join journal_log l on l.log = h.log`

interface Head {
  readonly log: number
  readonly epoch: string | null
  readonly size: number
  readonly roots: readonly Uint8Array[]
}

/** `epoch` is what `openLog` answers; a journal that was not told it learns it when it first puts entries in sequence. */
export function createJournal(keys: KeyRing, clock: Clock, epoch: string | null = null): Journal {
  const { journal: signer } = keys
  let opened = epoch

  function prepare(event: JournalEvent): PreparedEvent {
    const at = clock.now()
    const id = newId(at)
    const row = utf8(canonicalJson({ id, at: at.toISOString(), outcome: 'done', ...event } as unknown as Json))
    const nonce = new Uint8Array(randomBytes(32))
    return { id, at, event, row, nonce, entry: entryOf(nonce, row) }
  }

  async function appendPrepared(writing: Writer, prepared: readonly PreparedEvent[]) {
    if (prepared.length === 0) return
    await writing.run(sql`
      insert into journal_entry (id, at, event, network, actor, subject, outcome, row, nonce, entry)
      select * from unnest(
        ${prepared.map(({ id }) => id)}::uuid[], ${prepared.map(({ at }) => at.toISOString())}::timestamptz[],
        ${prepared.map(({ event }) => event.event)}::text[], ${prepared.map(({ event }) => event.network ?? null)}::text[],
        ${prepared.map(({ event }) => event.actor ?? null)}::text[], ${prepared.map(({ event }) => event.subject)}::text[],
        ${prepared.map(({ event }) => event.outcome ?? 'done')}::text[], ${prepared.map(({ row }) => row)}::bytea[],
        ${prepared.map(({ nonce }) => nonce)}::bytea[], ${prepared.map(({ entry }) => entry)}::bytea[])`)
  }

  /** Puts entries at the end of the log and signs a checkpoint. */
  async function place(writing: Writer, head: Head, waiting: readonly { readonly id: string; readonly entry: Uint8Array }[]) {
    const { log } = head
    const leaves = waiting.map(({ entry }) => leafHash(entry))
    const { range, nodes } = appendLeaves({ size: head.size, roots: head.roots }, leaves)
    await writing.run(sql`
      update journal_entry as e set log = ${log}, sequence = w.sequence
      from unnest(${waiting.map(({ id }) => id)}::uuid[], ${waiting.map((_, i) => head.size + i)}::bigint[]) as w (id, sequence)
      where e.id = w.id`)
    const all = [...leaves.map((hash, i) => ({ level: 0, index: head.size + i, hash })), ...nodes.filter(({ level }) => level > 0)]
    await writing.run(sql`
      insert into journal_node (log, level, index, hash)
      select ${log}::int, u.* from unnest(${all.map(({ level }) => level)}::int[], ${all.map(({ index }) => index)}::bigint[], ${all.map(({ hash }) => hash)}::bytea[]) as u`)
    await writing.run(sql`update journal_head set log = ${log}, size = ${range.size}, roots = ${[...range.roots]}::bytea[]`)
    const origin = logName(signer.name, head.epoch)
    const note = signNote(formatCheckpoint({ origin, size: range.size, root: rootOf(range) }), { name: origin, key: signer.key })
    await writing.run(sql`insert into journal_checkpoint (log, size, at, note) values (${log}, ${range.size}, ${clock.now()}, ${note})`)
  }

  return {
    get origin() {
      return logName(signer.name, opened)
    },
    prepare,
    appendPrepared,

    async append(writing, ...events) {
      const prepared = events.map(prepare)
      await appendPrepared(writing, prepared)
      return prepared.map(({ entry }) => hex(entry))
    },

    sequence: (database, limit = 2_000) =>
      database.transaction(async (writing) => {
        // the row lock keeps two processes on one database from giving the same number twice
        const head = await writing.one<Head>(sql`${HEAD} for update of h`)
        opened = head.epoch
        const waiting = await writing.many<{ id: string; entry: Uint8Array }>(
          sql`select id, entry from journal_entry where sequence is null order by id limit ${limit}`,
        )
        if (waiting.length > 0) await place(writing, head, waiting)
        return waiting.length
      }),

    async reopen(writing, epoch) {
      const head = await writing.one<Head>(sql`${HEAD} for update of h`)
      const log = head.log + 1
      const first = prepare({
        event: 'journal.opened',
        subject: `log:${logName(signer.name, head.epoch)}`,
        detail: { size: head.size, root: hex(rootOf(head)) },
      })
      await appendPrepared(writing, [first])
      await writing.run(sql`insert into journal_log (log, epoch) values (${log}, ${epoch})`)
      await place(writing, { log, epoch, size: 0, roots: [] }, [first])
      writing.afterCommit(() => {
        opened = epoch
      })
    },

    async erase(writing, subject, reason, actor) {
      const erased = await writing.many<{ id: string }>(
        sql`update journal_entry set row = null, nonce = null, actor = null, subject = 'erased' where subject = ${subject} and row is not null returning id`,
      )
      for (let from = 0; from < erased.length; from += ERASED_AT_ONCE) {
        const ids = erased.slice(from, from + ERASED_AT_ONCE).map(({ id }) => id)
        await appendPrepared(writing, [
          prepare({ event: 'journal.erased', subject: ids.join(' '), ...(actor && { actor }), detail: { reason, count: ids.length } }),
        ])
      }
      return erased.length
    },
  }
}
