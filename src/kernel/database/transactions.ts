/** The port over any engine: one transaction at a time on a held connection, the rules of the port held by code. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { DatabaseFailure, isOutdatedPlan, isPassing } from './failure.ts'
import type { Database, Writer } from './port.ts'
import { isSql, type Sql, textOf } from './sql.ts'
import { type Parameter, parameter } from './values.ts'

export interface Answer {
  readonly rows: readonly unknown[]
  readonly touched: number
}

/** A connection held for one transaction. Statements run in the order of the calls. */
export interface Held {
  /** Runs one statement; with `opening`, a BEGIN goes first in the same breath. */
  ask(text: string, parameters: readonly Parameter[], opening: boolean): Promise<Answer>
  /** Runs several statements without parameters; the rows of the last that has any. */
  askScript(text: string, opening: boolean): Promise<Answer>
  /** Ends the transaction and answers the command tag: a COMMIT of a failed transaction says ROLLBACK. */
  end(how: 'commit' | 'rollback'): Promise<string>
  /** Gives the connection back; a broken one is not used again. */
  release(broken: boolean): void
}

/** What an engine adds to become a Database. */
export interface Engine {
  readonly engine: Database['engine']
  ask(text: string, parameters: readonly Parameter[]): Promise<Answer>
  askScript(text: string): Promise<Answer>
  hold(): Promise<Held>
  /** Drops prepared statements, after a migration changed what they stand on. */
  forget(): void
  close(): Promise<void>
}

const TRIES = 3
const LEARNT_TYPES = 1_000
const PARAMETERS = 65_535

interface Surrounding {
  readonly database: Database
  open: boolean
  readonly outer: Surrounding | undefined
}

const surrounding = new AsyncLocalStorage<Surrounding | undefined>()

/** Whether a transaction of any database is open around the caller: what takes its time refuses to be done there. */
export function isInTransaction(): boolean {
  for (let around = surrounding.getStore(); around !== undefined; around = around.outer) if (around.open) return true
  return false
}

/** Makes the port of an engine. A transaction that leaves its connection idle for `idle_ms` is rolled back and refused. */
export function databaseOver(engine: Engine, { idle_ms = 30_000 }: { idle_ms?: number } = {}): Database {
  const types = new Map<string, readonly number[]>()
  let closing: Promise<void> | undefined

  const guard = () => {
    for (let around = surrounding.getStore(); around !== undefined; around = around.outer) {
      if (around.open && around.database === database) {
        throw new TypeError('the database is used inside its own transaction: use the writer')
      }
    }
    if (closing !== undefined) throw new DatabaseFailure('database-closed', 'the database is closed')
  }

  const outside = async (query: Sql): Promise<Answer> => {
    guard()
    const text = textOf(checked(query))
    const attempt = async () =>
      engine.ask(text, parametersOf(query, await typesFor(text, query, types, (script) => engine.askScript(script))))
    try {
      return await attempt()
    } catch (error) {
      if (!isOutdatedPlan(error)) throw error
      forget()
      return attempt()
    }
  }

  const forget = () => {
    types.clear()
    engine.forget()
  }

  const once = async <T>(work: (writing: Writer) => Promise<T>): Promise<T> => {
    const held = await engine.hold()
    const around: Surrounding = { database, open: true, outer: surrounding.getStore() }
    const transaction = new Transaction(held, types, idle_ms)
    let broken = false
    try {
      const result = await surrounding.run(around, () => Promise.race([work(transaction), transaction.expired]))
      await transaction.commit()
      return result
    } catch (error) {
      await transaction.rollback().catch(() => {
        broken = true
      })
      throw error
    } finally {
      around.open = false
      transaction.stop()
      held.release(broken)
      if (transaction.committed) surrounding.run(undefined, () => transaction.announce())
    }
  }

  const database: Database = {
    engine: engine.engine,
    many: async <Row>(query: Sql) => (await outside(query)).rows as Row[],
    maybeOne: async <Row>(query: Sql) => maybeOnly<Row>(await outside(query)),
    one: async <Row>(query: Sql) => only<Row>(await outside(query)),
    async transaction(work) {
      guard()
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(work)
        } catch (error) {
          if (attempt === TRIES || !isPassing(error)) throw error
          if (isOutdatedPlan(error)) forget()
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt))
        }
      }
    },
    async script(text) {
      guard()
      try {
        await engine.askScript(text)
      } finally {
        forget()
      }
    },
    close() {
      closing ??= engine.close()
      return closing
    },
  }
  return database
}

class Transaction implements Writer {
  readonly expired: Promise<never>
  committed = false
  readonly #held: Held
  readonly #types: Map<string, readonly number[]>
  readonly #afterwards: (() => void)[] = []
  #begun = false
  #ended: string | undefined
  #failed: unknown
  #pending = 0
  #quietSince = performance.now()
  #sent: Promise<unknown> = Promise.resolve()
  #timer: NodeJS.Timeout
  #expire: (error: Error) => void = () => {}

  constructor(held: Held, types: Map<string, readonly number[]>, idle_ms: number) {
    this.#held = held
    this.#types = types
    this.expired = new Promise((_, reject) => {
      this.#expire = reject
    })
    this.expired.catch(() => {})
    const look = () => {
      const idle = performance.now() - this.#quietSince
      if (this.#pending > 0 || idle < idle_ms) {
        this.#timer = setTimeout(look, this.#pending > 0 ? idle_ms : Math.max(1, idle_ms - idle))
        return
      }
      this.#ended ??= `the transaction was idle for ${idle_ms} ms and is rolled back: it may await nothing but its writer`
      this.#expire(new DatabaseFailure('transaction-idle', this.#ended))
    }
    this.#timer = setTimeout(look, idle_ms)
  }

  many<Row>(query: Sql): Promise<Row[]> {
    return this.#ask(query).then((answer) => answer.rows as Row[])
  }

  maybeOne<Row>(query: Sql): Promise<Row | undefined> {
    return this.#ask(query).then((answer) => maybeOnly<Row>(answer))
  }

  one<Row>(query: Sql): Promise<Row> {
    return this.#ask(query).then((answer) => only<Row>(answer))
  }

  run(query: Sql): Promise<number> {
    return this.#ask(query).then((answer) => answer.touched)
  }

  afterCommit(work: () => void): void {
    if (this.#ended !== undefined) throw new TypeError(this.#ended)
    this.#afterwards.push(work)
  }

  /** Throws the first failure that the work swallowed: a failed statement has spoilt the whole transaction. */
  async commit(): Promise<void> {
    this.#ended ??= 'the transaction is over'
    await this.#sent
    if (this.#failed !== undefined) throw this.#failed
    if (this.#begun) {
      const tag = await this.#held.end('commit')
      this.#begun = false
      if (tag !== 'COMMIT') throw this.#failed ?? new DatabaseFailure('25P02', 'the transaction had failed and was rolled back')
    }
    this.committed = true
  }

  async rollback(): Promise<void> {
    this.#ended ??= 'the transaction is over'
    await this.#sent
    if (!this.#begun) return
    this.#begun = false
    await this.#held.end('rollback')
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  announce(): void {
    for (const work of this.#afterwards) {
      try {
        work()
      } catch (error) {
        process.emitWarning(`work after a commit failed: ${String(error)}`)
      }
    }
  }

  async #ask(query: Sql): Promise<Answer> {
    if (this.#ended !== undefined) throw new TypeError(this.#ended)
    const text = textOf(checked(query))
    this.#pending++
    const sent = this.#sent.then(() => this.#send(text, query))
    this.#sent = sent.catch(() => {})
    try {
      return await (await sent).answer
    } catch (error) {
      this.#failed ??= error
      throw error
    } finally {
      this.#pending--
      this.#quietSince = performance.now()
    }
  }

  /** Resolves when the statement is on its way, so that the next one follows it and need not await its answer. */
  async #send(text: string, query: Sql): Promise<{ answer: Promise<Answer> }> {
    const types = await typesFor(text, query, this.#types, (script) => this.#held.askScript(script, this.#opening()))
    return { answer: this.#held.ask(text, parametersOf(query, types), this.#opening()) }
  }

  #opening(): boolean {
    const opening = !this.#begun
    this.#begun = true
    return opening
  }
}

function checked(query: Sql): Sql {
  if (!isSql(query)) throw new TypeError('a query is made by the sql tag')
  if (query.values.length > PARAMETERS) throw new TypeError(`a statement takes at most ${PARAMETERS} parameters`)
  return query
}

const parametersOf = (query: Sql, types: readonly number[] | undefined): Parameter[] =>
  query.values.map((value, i) => parameter(value, types?.[i]))

/** Learns the parameters' types of a statement that carries an array: only they tell a JSON array from a PostgreSQL array. */
async function typesFor(
  text: string,
  query: Sql,
  learnt: Map<string, readonly number[]>,
  askScript: (script: string) => Promise<Answer>,
): Promise<readonly number[] | undefined> {
  const known = learnt.get(text)
  if (known !== undefined || !query.values.some(Array.isArray)) return known
  const answer = await askScript(`prepare portolan_types as ${text};
    select parameter_types::oid[] as types from pg_prepared_statements where name = 'portolan_types';
    deallocate portolan_types`)
  const { types } = answer.rows[0] as { types: number[] }
  if (learnt.size >= LEARNT_TYPES) learnt.clear()
  learnt.set(text, types)
  return types
}

function maybeOnly<Row>({ rows }: Answer): Row | undefined {
  if (rows.length > 1) throw new TypeError(`one row was expected and ${rows.length} came`)
  return rows[0] as Row | undefined
}

function only<Row>({ rows }: Answer): Row {
  if (rows.length !== 1) throw new TypeError(`one row was expected and ${rows.length === 0 ? 'none' : rows.length} came`)
  return rows[0] as Row
}
