/** The command that verifies a bundle, as it is called. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Bundle, encodeBundle } from '#wire/bundle.ts'

const folder = mkdtempSync(join(tmpdir(), 'portolan-bundle-'))
afterAll(() => rmSync(folder, { recursive: true }))

const cli = new URL('../cli.ts', import.meta.url).pathname
function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'bundle', ...args], { encoding: 'utf8', timeout: 60_000 })
  return { status, stderr, lines: stdout.split('\n').filter(Boolean) }
}
const { cases } = JSON.parse(readFileSync(new URL('../../../vectors/bundle/own.json', import.meta.url), 'utf8')) as {
  cases: { title: string; trusted?: string; bundle: Bundle }[]
}
const file = join(folder, 'statement.bundle')
function written(title: string) {
  const { bundle, trusted } = cases.find((one) => one.title === title)!
  writeFileSync(file, encodeBundle(bundle))
  return trusted ? ['--roster-hash', trusted] : []
}

test('one line of JSON a statement, and 0 where all is proven and the roster compared', () => {
  const hash = written('proven, by the first roster as compared')
  const { status, stderr, lines } = run('verify', file, ...hash)
  expect([status, stderr, lines.length]).toEqual([0, '', 1])
  expect(JSON.parse(lines[0]!)).toMatchObject({
    ok: true,
    reasons: [],
    from: { member: 'tun', unit: 'spoc' },
    name: 'Tunisia',
    said_at: '2026-03-01T09:00:00.000Z',
    signature: 'ok',
    roster: 'ok',
    journal: 'entry',
    body: { text: 'Déclaration commune – إعلان مشترك' },
  })
  const alone = run('verify', file)
  expect([alone.status, alone.lines.length]).toEqual([3, 1])
  expect(alone.stderr).toContain(hash[1])
})

test('1 where a statement is not proven or the bundle not believed', () => {
  const bad = run('verify', file, ...written('signed by a key after its end'))
  expect([bad.status, JSON.parse(bad.lines[0]!).reasons]).toEqual([1, ['key-time']])
  const other = run('verify', file, ...written('another network compared'))
  expect([other.status, other.lines]).toEqual([1, ['{"refused":"roster-other","ok":false}']])
})

test('2 for what is no command', () => {
  for (const args of [['verify'], ['show', file], ['verify', file, '--roster-hash', 'AB'], ['verify', join(folder, 'none')]])
    expect([args, run(...args).status]).toEqual([args, 2])
})
