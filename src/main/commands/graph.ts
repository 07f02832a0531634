/** `portolan graph measures`: the measures of a network from a file of its ties, for anyone to check. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { pathSumsByThreads } from '#kernel/graph-threads.ts'
import {
  BOUNDS,
  createEdgeReader,
  type EdgeColumns,
  type EdgeFault,
  graphOf,
  type Measures,
  measuresOf,
  type ReadEdges,
  sourcesFor,
} from '#lib/graph/index.ts'
import { demand, readArguments, Usage } from './arguments.ts'

const HELP = `portolan graph measures --edges E.csv [--directed] [--sources N] [--seed N]
                        [--source COLUMN] [--target COLUMN] [--weight COLUMN] [--only COLUMN=VALUE]

Reads ties from a CSV in UTF-8 whose first line names the columns source, target and, where ties have one, weight (or the columns said),
and prints { "graph": {…}, "nodes": [{ "id", "degree", "betweenness", "closeness", "eigenvector", "pagerank", "effective_size", "core",
"community" }] }, normalised as networkx does by default. --only keeps the rows whose column has that value.

The same tie in several rows is one tie, its weights added; where there is no column of weights every tie weighs 1 however often it is said.
Undirected, a,b and b,a are the same. A tie of a node with itself is dropped for all measures and counted in self_loops; its node stays.
A weight is a number above 0. At most ${BOUNDS.rows.toLocaleString('en')} rows, ${BOUNDS.nodes.toLocaleString('en')} nodes, ${BOUNDS.id_bytes} bytes an id.

  measure          weights  what it is
  degree           no       ties / (n−1); directed: in and out together
  betweenness      no       share of shortest paths through it over all pairs of others
  closeness        no       by ties that come in, with the share that reaches it (wf_improved)
  eigenvector      no       by ties that come in, Euclidean length 1, gone round until 1e-12 a node; null where it never settles
  pagerank         yes      damping .85, sum 1, until nothing moves by 1e-13
  effective_size   no       Burt; null without ties
  core             no       largest k of a k-core; directed: in and out together
  community        yes      modularity at resolution 1 (Louvain with seed, each part connected), directions not counted; 0 is the largest

Of the whole: density; components, clustering, transitivity, diameter and average distance (of the largest component), degree centralisation
(Freeman) with directions not counted; modularity with weights. Above 10,000 nodes (or 40,000,000,000 nodes × ties) betweenness and closeness
are counted from sources drawn by chance: "sampled" says how many and the widest half interval of 95 per cent of betweenness, "seed" the seed.
--sources draws so many, --sources all takes every node.
`

const PIECE = 1 << 20

export async function graphCommand(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    edges: { type: 'string' },
    directed: { type: 'boolean', default: false },
    sources: { type: 'string' },
    seed: { type: 'string', default: '1' },
    source: { type: 'string', default: 'source' },
    target: { type: 'string', default: 'target' },
    weight: { type: 'string', default: 'weight' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return 0
  }
  if (positionals.length !== 1 || positionals[0] !== 'measures') throw new Usage('say: graph measures')
  const seed = wholeNumber(values.seed, 'seed', 0)
  const most =
    values.sources === undefined ? undefined : values.sources === 'all' ? BOUNDS.nodes : wholeNumber(values.sources, 'sources', 1)
  const columns = { source: values.source, target: values.target, weight: values.weight }
  const read = readEdges(demand(values.edges, 'edges'), columns, onlyOf(values.only))
  if (typeof read === 'string') {
    process.stderr.write(`portolan graph: ${read}\n`)
    return 1
  }
  const graph = graphOf(read.ids.size, read, { is_directed: values.directed })
  const sources = sourcesFor(graph, { seed, most })
  const paths = await pathSumsByThreads(graph, sources, { with_squares: sources.length < graph.nodes })
  print(measuresOf(graph, sources, paths, { seed }), read)
  return 0
}

function wholeNumber(text: string, name: string, least: number): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (!(number >= least && number < 2 ** 31)) throw new Usage(`--${name} is a whole number from ${least} on`)
  return number
}

function onlyOf(text: string | undefined) {
  if (text === undefined) return undefined
  const at = text.indexOf('=')
  if (at < 1) throw new Usage('--only is COLUMN=VALUE')
  return { column: text.slice(0, at), value: text.slice(at + 1) }
}

/** What the file says, or the sentence that refuses it. */
function readEdges(path: string, columns: EdgeColumns, only: { column: string; value: string } | undefined): ReadEdges | string {
  const reader = createEdgeReader({ columns, only })
  const file = openSync(path, 'r')
  try {
    const piece = new Uint8Array(PIECE)
    for (;;) {
      const length = readSync(file, piece, 0, PIECE, null)
      if (length === 0 || !reader.push(piece.subarray(0, length))) break
    }
  } finally {
    closeSync(file)
  }
  const result = reader.end()
  if (result.ok) return result.edges
  const { reason, line, column } = result
  return `${path}, line ${line}: ${SENTENCES[reason]}${column === undefined ? '' : `: ${column}`}. Nothing was measured.`
}

const SENTENCES: Readonly<Record<EdgeFault, string>> = {
  empty: 'the file is empty; its first line has to name the columns source and target',
  'not-utf-8': 'the text is not in UTF-8',
  'column-missing': 'the first line does not name the column',
  'column-twice': 'the first line names a column twice',
  'no-rows': 'there are no ties',
  'cells-missing': 'the row is shorter than the first line',
  'cells-extra': 'the row is longer than the first line (a comma within a cell wants quotes)',
  'id-missing': 'source or target is empty',
  'id-too-long': `an id is longer than ${BOUNDS.id_bytes} bytes`,
  'weight-not-above-zero': 'the weight is not a number above 0',
  'quote-not-closed': 'a quote is opened and not closed',
  'quote-misplaced': 'a quote stands inside a cell (it begins and ends a cell, and is doubled within)',
  'row-too-long': 'the row is longer than 65,536 bytes',
  'too-many-rows': `more than ${BOUNDS.rows.toLocaleString('en')} rows, which is as many as are read`,
  'too-many-nodes': `more than ${BOUNDS.nodes.toLocaleString('en')} nodes or ${BOUNDS.ids_bytes.toLocaleString('en')} bytes of ids, which is as many as are read`,
}

/** Writes the answer piece by piece: of millions of nodes it would be no string. */
function print({ graph, nodes }: Measures, { ids, self_loops }: ReadEdges) {
  let text = `{\n"graph": ${JSON.stringify({ ...graph, self_loops })},\n"nodes": [`
  for (let v = 0; v < graph.nodes; v++) {
    text += `${v === 0 ? '\n' : ',\n'}${JSON.stringify({
      id: ids.textOf(v),
      degree: nodes.degree[v],
      betweenness: nodes.betweenness[v],
      closeness: nodes.closeness[v],
      eigenvector: nodes.eigenvector ? nodes.eigenvector[v] : null,
      pagerank: nodes.pagerank[v],
      // JSON writes null for what is no number
      effective_size: nodes.effective_size[v],
      core: nodes.core[v],
      community: nodes.community[v],
    })}`
    if (text.length < PIECE) continue
    writeAll(text)
    text = ''
  }
  writeAll(`${text}\n]\n}\n`)
}

function writeAll(text: string) {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at)
    } catch (error) {
      // a pipe that is full is tried again; its reader sets the pace
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}
