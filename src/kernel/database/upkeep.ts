/** Vacuums the embedded database, which has no background processes to do it: one table a turn, only where the counts ask for it. */
import type { Answer } from './transactions.ts'

interface Kept {
  askScript(text: string): Promise<Answer>
  /** Rows written since the opening. */
  touched(): number
}

const ENOUGH_ROWS = 1_000

/** The table that needs it most, by autovacuum's own measure (PostgreSQL, section 24.1.6); flushing first makes the counts current. */
const NEEDIEST = `select pg_stat_force_next_flush();
  select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
  where n_dead_tup > 500 + 0.2 * n_live_tup or n_mod_since_analyze > 500 + 0.2 * n_live_tup
  order by n_dead_tup + n_mod_since_analyze desc limit 1`

/** Looks every `every_ms` while there are writes; answers the function that stops it. */
export function startUpkeep(database: Kept, every_ms: number): () => void {
  let seen = 0
  let busy = false
  const look = async () => {
    if (busy || database.touched() - seen < ENOUGH_ROWS) return
    busy = true
    try {
      const { rows } = await database.askScript(NEEDIEST)
      const neediest = rows[0] as { name: string } | undefined
      if (neediest === undefined) seen = database.touched()
      else await database.askScript(`vacuum (analyze) ${neediest.name}`)
    } catch (error) {
      seen = database.touched()
      if ((error as { code?: string }).code !== 'database-closed')
        process.emitWarning(`the upkeep of the database failed: ${String(error)}`)
    } finally {
      busy = false
    }
  }
  const timer = setInterval(look, every_ms).unref()
  return () => clearInterval(timer)
}
