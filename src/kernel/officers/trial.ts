/** What tests of officers stand on: a database in memory, a vault in a folder of its own, a clock that is moved by hand. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateSync } from 'otplib'
import type { Sealing } from '../capability.ts'
import { movableClock } from '../clock.ts'
import { migrate, readMigrations } from '../database/migrate.ts'
import { openDatabase } from '../database/open.ts'
import type { Writer } from '../database/port.ts'
import { newId } from '../identity.ts'
import type { KeyRing } from '../keys.ts'
import { sealing, unsealing } from '../sealing.ts'
import { openVault, vaultMigrations } from '../vault/index.ts'
import { addAccount, createSessions, type NewAccount, OFFICER_MIGRATIONS, prepareCredentials } from './index.ts'

export const TRIAL_PASSWORD = 'quay lantern copper 41'

/** In memory unless the address of a PostgreSQL is given. */
export async function openTrial(url?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-officers-'))
  const database = await openDatabase(url === undefined ? { folder: 'memory' } : { url })
  const vault = openVault(join(folder, 'vault'), randomBytes(32))
  const keys = { digest: randomBytes(32) } as unknown as KeyRing
  const clock = movableClock(new Date('2026-03-01T08:00:00.000Z'))
  await migrate(database, [
    { name: 'kernel', migrations: readMigrations(new URL('../migrations/', import.meta.url)) },
    { name: 'vault', migrations: vaultMigrations },
    { name: 'officer-accounts', migrations: readMigrations(OFFICER_MIGRATIONS) },
  ])
  const sealed = (writing: Writer): Sealing => sealing({ vault, keys }, writing)

  return {
    database,
    vault,
    keys,
    clock,
    sealed,
    sessions: createSessions({ database, vault: unsealing({ vault, keys }), clock }),
    /** Adds an account with a known password; answers its id and how to compute its codes. */
    async officer(account: Partial<NewAccount> & { sign_in_name: string; password?: string; totp_secret?: string }) {
      const id = newId(clock.now())
      const { password = TRIAL_PASSWORD, totp_secret, ...fields } = account
      const prepared = await prepareCredentials({ password, ...(totp_secret && { totp_secret }) })
      const whole = {
        name: account.sign_in_name,
        member: 'esp',
        unit: 'madrid',
        roles: ['desk'],
        clearance: 1,
        language: 'en',
        ...fields,
      } as const
      const made = await database.transaction((writing) =>
        addAccount({ writing, vault: sealed(writing), now: clock.now() }, id, whole, prepared),
      )
      return { id, ...made, code: () => codeOf(made.totp_uri, clock.now()) }
    },
    async close() {
      await database.close()
      await vault.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** What an authenticator application shows. */
export const codeOf = (totp_uri: string, now: Date): string =>
  generateSync({ secret: new URL(totp_uri).searchParams.get('secret')!, epoch: Math.floor(now.getTime() / 1000) })
