/** The command that counts published figures, as it is called. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'portolan-picture-'))
afterAll(() => rmSync(folder, { recursive: true }))

const cli = new URL('../cli.ts', import.meta.url).pathname
function run(text: string, ...args: string[]) {
  const file = join(folder, 'figures.csv')
  writeFileSync(file, text)
  return spawnSync(process.execPath, [cli, 'picture', 'totals', '--frontex', file, ...args], { encoding: 'utf8', timeout: 60_000 })
}
const HEAD = 'month,route,border_type,nationality_iso3,detections\n'

test('prints what the figures come to, and a range where some are suppressed', () => {
  const text = `${HEAD}2023-01,Central Mediterranean Route,Sea,TUN,10\n2023-02,Central Mediterranean Route,Sea,TUN,<5\n2022-02,Other,Land,TUN,7\n`
  const { status, stdout, stderr } = run(text)
  expect([status, stderr]).toEqual([0, ''])
  expect(JSON.parse(stdout)).toMatchObject({
    measure: 'detections',
    total: null,
    at_least: 17,
    at_most: 21,
    suppressed: 1,
    routes: [
      { route: 'central-mediterranean', name: 'Central Mediterranean Route', total: null, at_least: 10, at_most: 14 },
      { route: 'other', total: 7 },
    ],
    years: [
      { year: '2022', total: 7 },
      { year: '2023', total: null },
    ],
  })
  expect(JSON.parse(run(text, '--route', 'Central Mediterranean', '--month', '2023-01').stdout)).toMatchObject({ total: 10, figures: 1 })
})

test('says why it refuses, and prints nothing', () => {
  const refused = (text: string, ...args: string[]) => {
    const { status, stdout, stderr } = run(text, ...args)
    expect([status, stdout]).toEqual([1, ''])
    return stderr
  }
  expect(refused('month,route,nationality,detections\n')).toContain(
    'line 1: the headings are of no known format; the nearest, frontex, lacks: border type',
  )
  const row = '2023-01,Other,Sea,TUN,10\n'
  expect(refused(HEAD + row + row)).toContain('line 3: repeated line 2\nNothing was counted.')
  expect(JSON.parse(run(HEAD + row + row, '--leave-out-repeated').stdout)).toMatchObject({ total: 10, file: { rows: 2, repeated: 1 } })
  expect(refused(HEAD + row, '--route', 'nowhere')).toContain('no row is of that route; there are: Other')
  expect(refused('iso3,year,population\nTUN,2023,5\n')).toContain('this is population, not frontex')
  expect(run(HEAD + row, '--year', '23')).toMatchObject({ status: 2, stdout: '' })
  expect(run(HEAD, '--help').stdout).toContain('not persons')
})
