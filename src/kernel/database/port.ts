/** What the kernel and the capabilities may ask of a database; PGlite and PostgreSQL both answer it (see contract tests in test/storage). */
import type { Sql } from './sql.ts'

/** Reads only. int8 arrives as a safe `number`, bytea as `Uint8Array`, timestamptz as `Date`, jsonb parsed, numeric as string. */
export interface Reader {
  /** All rows; the statement itself carries the bound (`limit`). */
  many<Row>(query: Sql): Promise<Row[]>
  /** The only row, or `undefined`; throws TypeError on more than one. */
  maybeOne<Row>(query: Sql): Promise<Row | undefined>
  /** The only row; throws TypeError on none or several. */
  one<Row>(query: Sql): Promise<Row>
}

/** Reads and writes inside one transaction. Valid only until the transaction ends: a late use throws TypeError. */
export interface Writer extends Reader {
  /** Runs a statement and answers how many rows it touched. */
  run(query: Sql): Promise<number>
  /** Runs after the commit, never after a rollback; for waking loops and telling streams, nothing that must happen. */
  afterCommit(work: () => void): void
}

export interface Database extends Reader {
  readonly engine: 'embedded' | 'postgresql'
  /** Commits when `work` resolves, rolls back when it throws; deadlock and serialisation failures are tried three times in all. */
  transaction<T>(work: (writing: Writer) => Promise<T>): Promise<T>
  /** Runs a script of several statements outside any transaction of its own; for migrations only. */
  script(text: string): Promise<void>
  close(): Promise<void>
}
