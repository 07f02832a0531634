/** How a start refuses: in a sentence, not a stack of calls. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { lockFolder } from '#kernel/database/folder-lock.ts'

test('a second start of a network that runs says so, says how to start another one, and changes nothing', async () => {
  const base = mkdtempSync(join(tmpdir(), 'portolan-start-'))
  const running = lockFolder(base)
  onTestFinished(() => {
    running.release()
    rmSync(base, { recursive: true, force: true })
  })
  const second = spawn(process.execPath, [join(import.meta.dirname, 'start.ts'), '--folder', base, '--offset', '300', '--fresh'])
  let said = ''
  for (const stream of [second.stdout, second.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()))
  const code = await new Promise((resolve) => second.once('close', resolve))
  expect(code).toBe(1)
  expect(said).toContain(`runs already, started by process ${process.pid}. Open http://127.0.0.1:7710`)
  expect(said).toContain('npm start -- --folder')
  expect(said).not.toMatch(/^\s+at |locked/m)
  expect(readdirSync(base).sort()).toEqual(['holder', 'lock'])
})
