/** The command that measures a network, as it is called. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { pathSumsByThreads } from '#kernel/graph-threads.ts'
import { pathSumsInParts } from '#lib/graph/index.ts'
import { karateClub } from '#lib/graph/known-networks.ts'

const folder = mkdtempSync(join(tmpdir(), 'portolan-graph-'))
afterAll(() => rmSync(folder, { recursive: true }))

const cli = new URL('../cli.ts', import.meta.url).pathname
function run(edges: string, ...args: string[]) {
  const file = join(folder, 'edges.csv')
  writeFileSync(file, edges)
  return spawnSync(process.execPath, [cli, 'graph', 'measures', '--edges', file, ...args], { encoding: 'utf8', timeout: 60_000 })
}

test('prints the whole and each node, in the order of the file', () => {
  const { status, stdout, stderr } = run('source,target,weight\nأحمد,b,2\nb,"c, d",1\nb,أحمد,1\nz,z,1\n')
  expect([status, stderr]).toEqual([0, ''])
  const { graph, nodes } = JSON.parse(stdout)
  expect(graph).toMatchObject({ nodes: 4, edges: 2, components: 2, self_loops: 1, weighted: true, sampled: null, seed: 1 })
  expect(nodes.map(({ id }: { id: string }) => id)).toEqual(['أحمد', 'b', 'c, d', 'z'])
  expect(Object.keys(nodes[0])).toEqual([
    'id',
    'degree',
    'betweenness',
    'closeness',
    'eigenvector',
    'pagerank',
    'effective_size',
    'core',
    'community',
  ])
  expect(nodes[1]).toMatchObject({ degree: 2 / 3, betweenness: 1 / 3, effective_size: 2, core: 1 })
  expect(nodes[3]).toMatchObject({ degree: 0, effective_size: null, core: 0 })
  const directed = JSON.parse(run('source,target\na,b\nb,c\n', '--directed').stdout)
  expect(directed.graph).toMatchObject({ edges: 2, directed: true, density: 1 / 3 })
  expect(directed.nodes[0].eigenvector).toBeNull()
})

test('says why it refuses, and prints nothing', () => {
  expect(run('from,to\na,b\n')).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining('line 1: the first line does not name the column: source. Nothing was measured.'),
  })
  expect(run('source,target\na,b\n', '--sources', '0')).toMatchObject({ status: 2, stdout: '' })
  expect(run('source,target\na,b\n', '--help').stdout).toContain('normalised as networkx does by default')
})

test('threads count the same to the last digit', async () => {
  const graph = karateClub()
  const sources = Int32Array.from({ length: graph.nodes }, (_, v) => v)
  expect(await pathSumsByThreads(graph, sources, { threads: 3, with_squares: true })).toEqual(pathSumsInParts(graph, sources, true))
})
