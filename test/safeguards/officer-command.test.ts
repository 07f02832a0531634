/** `portolan officer`: whoever holds a node's folder makes the first administrators, and has to say why from then on. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { sql } from '#kernel/database/sql.ts'
import { codeOf } from '#kernel/officers/trial.ts'
import { capabilities } from '#main/capabilities.ts'
import { Usage } from '#main/commands/arguments.ts'
import { officerCommand } from '#main/commands/officer.ts'
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

/** What the command prints, or the usage that it answers with. */
async function officer(...args: string[]): Promise<{ id?: string; password?: string; totp_uri?: string; usage?: string }> {
  const printed = vi.spyOn(process.stdout, 'write').mockImplementation(() => true)
  try {
    await officerCommand([...args, '--config', config])
    return JSON.parse(String(printed.mock.lastCall?.[0])) as { id: string; password: string; totp_uri: string }
  } catch (thrown) {
    if (thrown instanceof Usage) return { usage: thrown.message }
    throw thrown
  } finally {
    printed.mockRestore()
  }
}
const administrator = (name: string) => ['add', '--sign-in', name, '--name', name, '--role', 'administrator', '--unit', 'it']

test('two administrators are made at the command line; the third, and new credentials, need a reason that the journal keeps', async () => {
  for (const name of ['first', 'second']) expect(await officer(...administrator(name))).toMatchObject({ password: expect.any(String) })
  expect(await officer(...administrator('third'))).toEqual({ usage: expect.stringContaining('--reason') })
  expect(await officer('reset', '--sign-in', 'first')).toEqual({ usage: expect.stringContaining('--reason') })
  expect(await officer(...administrator('third'), '--reason', 'the second has left')).toMatchObject({ password: expect.any(String) })
  const reset = await officer('reset', '--sign-in', 'first', '--reason', 'telephone lost, the other on leave')
  expect(await officer('reset', '--sign-in', 'nobody', '--reason', 'x')).toEqual({ usage: expect.stringContaining('no account') })

  const open = await openNode({ ...readConfig(config), capabilities, loops: { manual: true } })
  try {
    const code = codeOf(reset.totp_uri!, new Date())
    expect(await open.sessions.signIn({ name: 'first', password: reset.password!, code, address: '192.0.2.1' })).toMatchObject({ ok: true })
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
