/**
 * Builds what a start finds missing or older than its sources: the pages, and the program of a node in one file. Five processes read one file
 * with all that was compiled before, instead of 1,700 modules each. What it is made of, and when: docs/decisions/0011.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const ROOT = join(import.meta.dirname, '..')
const PROGRAMS = join(ROOT, 'var', 'programs')
const KEPT_PROGRAMS = 3
/** They find files beside themselves, or choose them while they run. */
const LEFT_OUTSIDE = [/^@electric-sql\//, /^@cedar-policy\//, /^i18n-iso-countries$/]

/** The program of a node as its sources are now; it may not be built yet. */
export function programFile(): string {
  const hash = createHash('sha256').update(process.version)
  for (const file of ['package-lock.json', ...filesUnder('src'), ...filesUnder('demo')]) {
    const { size, mtimeMs } = statSync(join(ROOT, file))
    hash.update(`${file} ${size} ${mtimeMs}\n`)
  }
  return join(PROGRAMS, hash.digest('hex').slice(0, 24), 'node.js')
}

/** Whether the pages are missing or older than what they are made of. */
export function pagesAreStale(): boolean {
  const built = join(ROOT, 'web', 'dist', 'index.html')
  if (!existsSync(built)) return true
  const { mtimeMs, size } = statSync(built)
  return (
    size === 0 ||
    ['package-lock.json', ...filesUnder('web'), ...filesUnder('src')].some((file) => statSync(join(ROOT, file)).mtimeMs > mtimeMs)
  )
}

/** Paths from the root, sorted; built pages left out. */
function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(ROOT.length + 1))
    .filter((file) => !file.startsWith(join('web', 'dist')))
    .sort()
}

async function buildPages(): Promise<void> {
  const { build } = await import('vite')
  await build({ root: join(ROOT, 'web'), logLevel: 'warn' })
}

/** Written beside its place and renamed; of the programs of other sources the newest few stay, for what may still be running. */
async function buildProgram(file: string): Promise<void> {
  const { build } = await import('vite')
  const place = join(file, '..')
  const making = `${place}.${process.pid}`
  try {
    await build({
      root: ROOT,
      configFile: false,
      publicDir: false,
      logLevel: 'warn',
      plugins: [{ name: 'places-of-sources', enforce: 'pre', transform: (code, id) => placed(code, id) }],
      ssr: { noExternal: true, external: [], target: 'node' },
      build: {
        ssr: join(ROOT, 'demo', 'node.ts'),
        outDir: making,
        emptyOutDir: true,
        target: 'node24',
        minify: true,
        rolldownOptions: { external: LEFT_OUTSIDE, output: { entryFileNames: 'node.js', chunkFileNames: '[name]-[hash].js' } },
      },
    })
    if (!existsSync(place)) renameSync(making, place)
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
  const others = readdirSync(PROGRAMS)
    .map((name) => ({ name, made_ms: statSync(join(PROGRAMS, name)).mtimeMs }))
    .sort((a, b) => b.made_ms - a.made_ms)
  for (const { name } of others.slice(KEPT_PROGRAMS)) rmSync(join(PROGRAMS, name), { recursive: true, force: true })
}

/** A module in the program still finds the files that lie beside its source. */
function placed(code: string, id: string): string | undefined {
  if (!/\bimport\.meta\.(url|dirname)\b/.test(code)) return undefined
  return code
    .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
    .replaceAll('import.meta.dirname', JSON.stringify(join(id, '..')))
}

if (import.meta.main) {
  const wanted = process.argv.slice(2)
  mkdirSync(PROGRAMS, { recursive: true })
  if (wanted.includes('program')) await buildProgram(programFile())
  if (wanted.includes('pages')) await buildPages()
}
