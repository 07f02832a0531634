/** Long files of ties: taken, or refused with the line, in bounded memory; in the whole depth with ten million rows. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { sized, whole } from '../../../test/depth.ts'
import { runMeasured, writeEdges } from '../../../test/large-edges.ts'

const folder = mkdtempSync(join(tmpdir(), 'portolan-large-'))
afterAll(() => rmSync(folder, { recursive: true }))
const cli = new URL('../cli.ts', import.meta.url).pathname
const file = join(folder, 'edges.csv')

const ROWS = sized(200_000, 10_000_000)
const NODES = sized(20_000, 1_000_000)
/** What is read is kept as two numbers a row, and each id once: it does not grow with the file as text does. */
const REFUSED_MB = sized(300, 700)
const TAKEN_MB = sized(500, 1_500)
const PATIENCE_MS = sized(120_000, 1_500_000)

test('a file whose last row is broken is refused with its line, and nothing is printed', { timeout: PATIENCE_MS }, () => {
  const bytes = writeEdges(file, { rows: ROWS, nodes: NODES, broken: true })
  const { status, stdout, stderr, peak_mb } = runMeasured(cli, ['graph', 'measures', '--edges', file], PATIENCE_MS)
  if (whole) console.log(`${ROWS} rows in ${bytes} bytes, the last broken: refused, ${peak_mb} MB resident at most`)
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toContain(`line ${ROWS + 1}: the row is shorter than the first line. Nothing was measured.`)
  expect(peak_mb).toBeLessThan(REFUSED_MB)
})

test('a whole one is measured', { timeout: PATIENCE_MS }, () => {
  const rows = sized(50_000, 1_000_000)
  const bytes = writeEdges(file, { rows, nodes: rows / 10 })
  const { status, stdout, stderr, peak_mb } = runMeasured(cli, ['graph', 'measures', '--edges', file, '--sources', '1'], PATIENCE_MS)
  if (whole) console.log(`${rows} rows in ${bytes} bytes: measured, ${peak_mb} MB resident at most`)
  expect([status, stderr]).toEqual([0, ''])
  const head = /"graph":(\{.*?\}),"nodes"/s.exec(stdout.slice(0, 20_000))?.[1] ?? stdout.slice(0, 2_000)
  expect(head).toContain('"edges"')
  expect(peak_mb).toBeLessThan(TAKEN_MB)
})
