/** PostgreSQL 15 or later over the network: a pool of connections, several processes may share one database. */
import pg from 'pg'
import { DatabaseFailure } from './failure.ts'
import type { Database } from './port.ts'
import { type Answer, databaseOver, type Engine, type Held } from './transactions.ts'
import { type Parameter, readerOf } from './values.ts'

const STATEMENTS = 500
const STATEMENT_CHARACTERS = 8_000
const OLDEST_VERSION = 150_000
const SETTINGS = [
  'TimeZone=UTC',
  'DateStyle=ISO',
  'bytea_output=hex',
  'extra_float_digits=1',
  'default_transaction_isolation=read\\ committed',
]

const types = { getTypeParser: (type: number) => readerOf(type) } as pg.CustomTypesConfig

/** Opens a pool of `connections` to the server at `url`; refuses one that does not answer or is older than 15. */
export async function openPostgresql(
  url: string,
  { connections = 8, idle_ms = 30_000, waiting = 10_000 }: { connections?: number; idle_ms?: number; waiting?: number } = {},
): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 30_000,
    idleTimeoutMillis: 30_000,
    idle_in_transaction_session_timeout: idle_ms * 2,
    keepAlive: true,
    options: SETTINGS.map((setting) => `-c ${setting}`).join(' '),
    application_name: 'portolan',
    pipeline: true,
  } as pg.PoolConfig)
  pool.on('error', () => {}) // an idle connection that breaks is replaced by the pool
  pool.on('connect', (client) => client.on('error', () => {})) // a held one tells its error to the statement under way
  const engine = new Postgresql(pool, waiting)
  try {
    const { rows } = await engine.ask(`select current_setting('server_version_num')::int as version`, [])
    const { version } = rows[0] as { version: number }
    if (version < OLDEST_VERSION) throw new DatabaseFailure('0A000', `PostgreSQL 15 or later is needed, and this is ${version}`)
    return databaseOver(engine, { idle_ms })
  } catch (error) {
    await pool.end()
    throw error
  }
}

class Postgresql implements Engine {
  readonly engine = 'postgresql'
  readonly #pool: pg.Pool
  readonly #waiting: number
  #names = new Map<string, string>()
  #named = 0

  constructor(pool: pg.Pool, waiting: number) {
    this.#pool = pool
    this.#waiting = waiting
  }

  ask(text: string, parameters: readonly Parameter[]): Promise<Answer> {
    return this.#with((client) => this.#statement(client, text, parameters))
  }

  askScript(text: string): Promise<Answer> {
    return this.#with(async (client) => {
      try {
        return await runScript(client, text)
      } catch (error) {
        await client.query('rollback')
        throw error
      }
    })
  }

  async hold(): Promise<Held> {
    const client = await this.#take()
    const begin = () => void client.query('begin').catch(() => {}) // what follows on the connection fails the same way
    return {
      ask: (text, parameters, opening) => {
        if (opening) begin()
        return this.#statement(client, text, parameters)
      },
      askScript: (text, opening) => {
        if (opening) begin()
        return runScript(client, text)
      },
      end: async (how) => (await told(client.query(how))).command,
      release: (broken) => client.release(broken),
    }
  }

  /** Later statements take new names; the old ones end with their connections. */
  forget(): void {
    this.#names = new Map()
  }

  close(): Promise<void> {
    return this.#pool.end()
  }

  async #statement(client: pg.PoolClient, text: string, parameters: readonly Parameter[]): Promise<Answer> {
    const { rows, rowCount } = await told(client.query({ name: this.#nameOf(text), text, values: parameters as Parameter[], types }))
    return { rows, touched: rowCount ?? 0 }
  }

  #nameOf(text: string): string | undefined {
    const known = this.#names.get(text)
    if (known !== undefined || this.#names.size >= STATEMENTS || text.length > STATEMENT_CHARACTERS) return known
    const name = `p${++this.#named}`
    this.#names.set(text, name)
    return name
  }

  async #with<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#take()
    let broken = false
    try {
      return await work(client)
    } catch (error) {
      broken = isBroken(error)
      throw error
    } finally {
      client.release(broken)
    }
  }

  #take(): Promise<pg.PoolClient> {
    if (this.#pool.waitingCount >= this.#waiting) {
      throw new DatabaseFailure('database-busy', `${this.#waiting} calls wait for the database already`)
    }
    return told(this.#pool.connect())
  }
}

async function runScript(client: pg.PoolClient, text: string): Promise<Answer> {
  const results: pg.QueryResult | pg.QueryResult[] = await told(client.query({ text, types }))
  const withRows = [results].flat().findLast((result) => result.fields.length > 0)
  return { rows: withRows?.rows ?? [], touched: 0 }
}

/** Tells the connection is of no more use: the failure did not come from the server, or the server said good-bye (class 57P, 08). */
const isBroken = (error: unknown): boolean =>
  error instanceof DatabaseFailure && (!/^[0-9A-Z]{5}$/.test(error.code) || /^(57P|08)/.test(error.code))

async function told<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError || !(error instanceof Error)) throw error
    const { code, constraint, table, routine } = error as pg.DatabaseError
    throw new DatabaseFailure(code ?? 'connection-failed', error.message, {
      constraint,
      table,
      routine,
      cause: code === undefined ? error : undefined,
    })
  }
}
