/** What goes wrong in a database, told the same way by both engines. */

/**
 * A failed statement, transaction or connection. `code` is the SQLSTATE (PostgreSQL, appendix A) where the server spoke, else one of
 * `database-busy`, `database-closed`, `folder-in-use`, `transaction-idle`, `migration-changed`. Never shown abroad: the message may quote data.
 */
export class DatabaseFailure extends Error {
  readonly code: string
  readonly constraint: string | undefined
  readonly table: string | undefined
  readonly routine: string | undefined

  constructor(code: string, message: string, at: { constraint?: string; table?: string; routine?: string; cause?: unknown } = {}) {
    super(message, at.cause === undefined ? undefined : { cause: at.cause })
    this.name = 'DatabaseFailure'
    this.code = code
    this.constraint = at.constraint
    this.table = at.table
    this.routine = at.routine
  }
}

/** Tells a unique constraint refused the row (SQLSTATE 23505); with `constraint`, that very one. */
export const isDuplicate = (error: unknown, constraint?: string): error is DatabaseFailure =>
  error instanceof DatabaseFailure && error.code === '23505' && (constraint === undefined || error.constraint === constraint)

/** Tells the same transaction may succeed when tried again: serialisation failure, deadlock, or a plan outdated by a migration. */
export const isPassing = (error: unknown): boolean =>
  error instanceof DatabaseFailure && (error.code === '40001' || error.code === '40P01' || isOutdatedPlan(error))

/** Tells a prepared statement met a table that a migration has changed since. */
export const isOutdatedPlan = (error: unknown): boolean =>
  error instanceof DatabaseFailure && error.code === '0A000' && error.routine === 'RevalidateCachedQuery'
