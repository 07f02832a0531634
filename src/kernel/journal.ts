/** The journal: each event a leaf of an append-only Merkle log (RFC 9162), sequenced by one leaseholder, signed as C2SP checkpoints. */
import { randomBytes } from 'node:crypto'
import { hex, utf8 } from '#lib/bytes.ts'
import { canonicalJson, type Json } from '#lib/canonical-json.ts'
import { appendLeaves, entryOf, formatCheckpoint, leafHash, rootOf, signNote } from '#lib/log/index.ts'
import type { Clock } from './clock.ts'
import type { Database, Writer } from './database/port.ts'
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
}

export interface PreparedEvent {
  readonly id: string
  readonly at: Date
  readonly event: JournalEvent
  readonly row: Uint8Array
  readonly nonce: Uint8Array
  readonly entry: Uint8Array
}

export function createJournal(keys: KeyRing, clock: Clock): Journal {
  const { journal: signer } = keys

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

  return {
    origin: signer.name,
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
        const head = await writing.one<{ size: number; roots: Uint8Array[] }>(sql`select size, roots from journal_head for update`)
        const waiting = await writing.many<{ id: string; entry: Uint8Array }>(
          sql`select id, entry from journal_entry where sequence is null order by id limit ${limit}`,
        )
        if (waiting.length === 0) return 0
        const leaves = waiting.map(({ entry }) => leafHash(entry))
        const { range, nodes } = appendLeaves({ size: head.size, roots: head.roots }, leaves)
        await writing.run(sql`
          update journal_entry as e set sequence = w.sequence
          from unnest(${waiting.map(({ id }) => id)}::uuid[], ${waiting.map((_, i) => head.size + i)}::bigint[]) as w (id, sequence)
          where e.id = w.id`)
        const all = [...leaves.map((hash, i) => ({ level: 0, index: head.size + i, hash })), ...nodes.filter(({ level }) => level > 0)]
        await writing.run(sql`
          insert into journal_node (level, index, hash)
          select * from unnest(${all.map(({ level }) => level)}::int[], ${all.map(({ index }) => index)}::bigint[], ${all.map(({ hash }) => hash)}::bytea[])`)
        await writing.run(sql`update journal_head set size = ${range.size}, roots = ${[...range.roots]}::bytea[]`)
        const note = signNote(formatCheckpoint({ origin: signer.name, size: range.size, root: rootOf(range) }), signer)
        await writing.run(sql`insert into journal_checkpoint (size, at, note) values (${range.size}, ${clock.now()}, ${note})`)
        return waiting.length
      }),

    async erase(writing, subject, reason, actor) {
      const erased = await writing.many<{ id: string }>(
        sql`update journal_entry set row = null, nonce = null, actor = null, subject = 'erased' where subject = ${subject} and row is not null returning id`,
      )
      for (let from = 0; from < erased.length; from += 200) {
        const ids = erased.slice(from, from + 200).map(({ id }) => id)
        await appendPrepared(writing, [prepare({ event: 'journal.erased', subject: ids.join(' '), ...(actor && { actor }), detail: { reason, count: ids.length } })])
      }
      return erased.length
    },
  }
}
