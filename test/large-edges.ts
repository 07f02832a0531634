/** A real file of ties of any length, written piece by piece; and what a program that reads it takes of memory at most. */
import { spawnSync } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'

/** Rows of `source,target`; with `broken`, the last one lacks its end. Some tie a node to itself, some repeat. Answers its bytes. */
export function writeEdges(file: string, { rows, nodes, broken = false }: { rows: number; nodes: number; broken?: boolean }): number {
  const open = openSync(file, 'w')
  let bytes = 0
  try {
    let piece = ['source,target\n']
    const flush = () => {
      bytes += writeSync(open, piece.join(''))
      piece = []
    }
    // a congruential row of numbers: the same file on every machine, and no memory of it
    let state = 1
    const next = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state % nodes
    }
    for (let i = 0; i < rows; i++) {
      const ends = `n${next()},n${next()}\n`
      piece.push(broken && i === rows - 1 ? 'n1\n' : ends)
      if (piece.length === 50_000) flush()
    }
    flush()
  } finally {
    closeSync(open)
  }
  return bytes
}

const PEAK = 'peak resident kB: '
// the high water mark of this program alone: getrusage's begins with that of the process that started it
const TELLS = `import { readFileSync } from 'node:fs'
process.on('exit', () => process.stderr.write('\\n${PEAK}' + /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]))`

/** Runs the command line to its end; `peak_mb` is of the whole process, threads included. */
export function runMeasured(cli: string, args: readonly string[], timeout: number) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(TELLS)}`, cli, ...args],
    { encoding: 'utf8', timeout, maxBuffer: 1 << 30 },
  )
  const [said = '', peak = 'NaN'] = stderr.split(`\n${PEAK}`)
  return { status, stdout, stderr: said, peak_mb: Math.round(Number(peak.trim()) / 1024) }
}
