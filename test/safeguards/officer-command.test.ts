/** `portolan officer`: whoever holds a node's folder makes the first administrators, and has to say why from then on. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '#kernel/database/sql.ts'
import { codeOf } from '#kernel/officers/trial.ts'
import { capabilities } from '#main/capabilities.ts'
import { readConfig } from '#main/config.ts'
import { openNode } from '#main/open-node.ts'
import { found } from '../../demo/found.ts'

const base = mkdtempSync(join(tmpdir(), 'portolan-officer-'))
let config: string
beforeAll(() => {
  config = found(base, { id: 'drill', title: 'Drill' }, [
    { id: 'esp', name: 'Spain', kind: 'state', officers_port: 21_998, partners_port: 21_999 },
  ]).esp!
})
afterAll(() => rmSync(base, { recursive: true }))

const CLI = join(import.meta.dirname, '../../src/main/cli.ts')
const officer = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'officer', ...args, '--config', config], { encoding: 'utf8' })
  return { status, stderr, made: status === 0 ? (JSON.parse(stdout) as { id: string; password: string; totp_uri: string }) : undefined }
}
const administrator = (name: string) => ['add', '--sign-in', name, '--name', name, '--role', 'administrator', '--unit', 'it']

test('two administrators are made at the command line; the third, and new credentials, need a reason that the journal keeps', async () => {
  for (const name of ['first', 'second']) expect(officer(...administrator(name))).toMatchObject({ status: 0 })
  const refused = officer(...administrator('third'))
  expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('--reason')])
  expect(officer('reset', '--sign-in', 'first').status).toBe(2)
  expect(officer(...administrator('third'), '--reason', 'the second has left').status).toBe(0)
  const reset = officer('reset', '--sign-in', 'first', '--reason', 'telephone lost, the other on leave')
  expect(reset.status).toBe(0)
  expect(officer('reset', '--sign-in', 'nobody', '--reason', 'x').status).toBe(2)

  const open = await openNode({ ...readConfig(config), capabilities, loops: { manual: true } })
  try {
    const { password, totp_uri } = reset.made!
    const code = codeOf(totp_uri, new Date())
    expect(await open.sessions.signIn({ name: 'first', password, code, address: '192.0.2.1' })).toMatchObject({ ok: true })
    const entries = await open.node.database.many<{ event: string; row: Uint8Array }>(
      sql`select event, row from journal_entry where actor = 'command-line' order by id`,
    )
    const told = entries.map(({ event, row }) => ({ event, ...(JSON.parse(Buffer.from(row).toString()).detail as object) }))
    expect(told).toMatchObject([
      { event: 'officers.added-by-command-line', administrators: 0, roles: 'administrator', member: 'esp' },
      { event: 'officers.added-by-command-line', administrators: 1 },
      { event: 'officers.added-by-command-line', administrators: 2, reason: 'the second has left' },
      { event: 'officers.reset-by-command-line', administrators: 3, reason: 'telephone lost, the other on leave' },
    ])
  } finally {
    await open.close()
  }
})
