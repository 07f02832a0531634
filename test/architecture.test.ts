/** The house holds: arrows between floors, a pure lib, each capability's tables its own, captions, and documents that name what exists. */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, matchesGlob, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../', import.meta.url))

/** What the checks read: every file by its path from the root, so that a planted violation is one entry more. */
interface House {
  readonly files: ReadonlyMap<string, string>
  /** Every path that exists, folders among them. */
  readonly paths: readonly string[]
  /** Packages that the product depends on. */
  readonly dependencies: readonly string[]
}

// highest first: each floor imports itself and what stands below it
const FLOORS = ['main', 'capabilities', 'server', 'kernel', 'wire', 'lib']

const isCode = (path: string) => /^src\/.*(?<!\.d)\.ts$/.test(path)
const isTest = (path: string) => path.endsWith('.test.ts')
const inSrc = ({ files }: House) => [...files].filter(([path]) => isCode(path))
const product = (house: House) => inSrc(house).filter(([path]) => !isTest(path))

const floorOf = (path: string) => path.split('/')[1]!
const capabilityOf = (path: string) => /^src\/capabilities\/([^/]+)\//.exec(path)?.[1]

/** The text without its comments; strings stay. Each text once: a planted violation leaves all others as they were. */
const uncommented = once((text) =>
  text.replace(
    /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (_, string: string | undefined) => string ?? ' ',
  ),
)

function once(change: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const after = change(text)
    known.set(text, after)
    return after
  }
}

// 'from' in quotes is a word, and no clause
const IMPORT = /(?:(?<!['"])\bfrom|\bimport)\s*\(?\s*(['"])([^'"\n]+)\1/g

/** What a file imports, types too: a path from the root, or the name of a package or of a part of Node. */
function importsOf(path: string, text: string): string[] {
  return [...uncommented(text).matchAll(IMPORT)].map(([, , said]) => {
    if (said!.startsWith('#')) return `src/${said!.slice(1)}`
    return said!.startsWith('.') ? normalize(join(dirname(path), said!)) : said!
  })
}

const isLocal = (target: string) => /^(src|test|web|demo|bench|types|vectors|examples|docs)\//.test(target) || target === 'package.json'

/** Arrows that point back or sideways. */
function arrowFaults(house: House): string[] {
  return inSrc(house).flatMap(([path, text]) =>
    importsOf(path, text).flatMap((target) => {
      const arrow = `${path} → ${target}`
      if (!target.startsWith('src/')) {
        const reaches_out = isLocal(target) && !isTest(path) && target !== 'package.json'
        return reaches_out ? [`${arrow}: out of src`] : []
      }
      // a test may boot a whole node
      if (isTest(path)) return []
      if (FLOORS.indexOf(floorOf(path)) > FLOORS.indexOf(floorOf(target))) return [`${arrow}: back`]
      const [here, there] = [capabilityOf(path), capabilityOf(target)]
      return here && there && here !== there ? [`${arrow}: sideways`] : []
    }),
  )
}

/** Files of src that import what does not exist, or a package that the product does not depend on. */
function unknownImports(house: House): string[] {
  const known = new Set(house.paths)
  const declared = house.files.keys().toArray()
  return product(house).flatMap(([path, text]) =>
    importsOf(path, text)
      .filter((target) => {
        if (target.startsWith('node:')) return false
        if (isLocal(target)) return !known.has(target) && !declared.includes(target)
        return !house.dependencies.some((name) => target === name || target.startsWith(`${name}/`))
      })
      .map((target) => `${path} → ${target}`),
  )
}

/** Import circles, each by its files in alphabetical order (strongly connected components, after Tarjan). */
function circles(house: House): string[] {
  const graph = new Map(inSrc(house).map(([path, text]) => [path, importsOf(path, text)]))
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const found: string[] = []
  function visit(path: string) {
    order.set(path, order.size)
    lowest.set(path, order.get(path)!)
    open.push(path)
    for (const target of graph.get(path)!) {
      if (!graph.has(target)) continue
      if (target === path) found.push(path)
      if (!order.has(target)) visit(target)
      if (open.includes(target)) lowest.set(path, Math.min(lowest.get(path)!, lowest.get(target)!))
    }
    if (lowest.get(path) !== order.get(path)) return
    const circle = open.splice(open.indexOf(path))
    if (circle.length > 1) found.push(circle.sort().join(' ⇄ '))
  }
  for (const path of graph.keys()) if (!order.has(path)) visit(path)
  return found
}

/** Parts of Node that neither wait, nor keep, nor reach anything. */
const PURE_PARTS = ['node:crypto', 'node:url', 'node:zlib']
const IMPURE: readonly (readonly [string, RegExp])[] = [
  ['the clock', /\bDate\.now\b|\bnew Date\(\s*\)|\bnew Date\b(?!\s*\()|\bDate\(\s*\)|\bperformance\b|\bhrtime\b/],
  ['a timer', /\bset(Timeout|Interval|Immediate)\b|\bqueueMicrotask\b/],
  ['the network', /\bfetch\(|\bWebSocket\b|\bXMLHttpRequest\b/],
  ['the process', /\bprocess\.|\bglobalThis\b|\bconsole\./],
  ['a module by a computed name', /\brequire\(|\bimport\(\s*[^'"\s]/],
]
const CHANCE =
  /\bMath\.random\b|\brandom(Bytes|UUID|Int|Fill|FillSync)\b|\bgetRandomValues\b|\bgenerateKey(Pair)?(Sync)?\b|\bgeneratePrime\b/

/** What of lib is not a pure function of its arguments; chance belongs to sealing. */
function impurities(house: House): string[] {
  return product(house)
    .filter(([path]) => path.startsWith('src/lib/'))
    .flatMap(([path, text]) => {
      const code = uncommented(text)
      const parts = importsOf(path, text).filter((target) => target.startsWith('node:') && !PURE_PARTS.includes(target))
      return [
        ...parts.map((part) => `${path}: ${part}`),
        ...IMPURE.filter(([, pattern]) => pattern.test(code)).map(([what]) => `${path}: ${what}`),
        ...(CHANCE.test(code) && !path.startsWith('src/lib/envelope/') ? [`${path}: chance`] : []),
      ]
    })
}

const uncommentedSql = (text: string) => text.replace(/--[^\n]*/g, ' ')
const createdTables = (text: string) =>
  [...uncommentedSql(text).matchAll(/\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?([a-z_]+)/gi)].map(([, table]) => table!)

/** Each table with the capability whose migration makes it, or `kernel`. */
function owners({ files }: House): Map<string, string> {
  return new Map(
    [...files]
      .filter(([path]) => path.startsWith('src/') && !isTest(path) && /\.(sql|ts)$/.test(path))
      .flatMap(([path, text]) => createdTables(text).map((table) => [table, capabilityOf(path) ?? 'kernel'] as const)),
  )
}

/** Tables named in SQL: after the words that take one, commas followed. */
function touchedTables(text: string): { table: string; writes: boolean }[] {
  const code = uncommentedSql(text)
  const after =
    /\b(from|join|into|update|table|using|on|references|truncate)\s+(?:only\s+|if\s+(?:not\s+)?exists\s+|lateral\s+)?([a-z_]+(?:\s+(?:as\s+)?[a-z]\w*)?(?:\s*,\s*[a-z_]+(?:\s+(?:as\s+)?[a-z]\w*)?)*)/gi
  return [...code.matchAll(after)].flatMap(([whole, word, list], i, all) => {
    const before = code.slice(Math.max(0, all[i]!.index - 8), all[i]!.index)
    const writes = /^(into|update|truncate|table)$/i.test(word!) || /\bdelete\s+$/i.test(before)
    return list!.split(',').map((one) => ({ table: one.trim().split(/\s+/)[0]!.toLowerCase(), writes, whole }))
  })
}

/** Oversight looks at the kernel's tables, and writes two of them: a failed message is tried again, an erased entry is blanked. */
const OVERSIGHT_WRITES = ['inbox', 'journal_entry']

/** Capabilities that touch tables of others, make tables without their own name, or speak SQL outside their store. */
function tableFaults(house: House): string[] {
  const owner = owners(house)
  const of_capabilities = [...house.files].filter(([path]) => capabilityOf(path) && !isTest(path) && /\.(sql|ts)$/.test(path))
  return of_capabilities.flatMap(([path, text]) => {
    const capability = capabilityOf(path)!
    const speaks = path.endsWith('.sql') || /\bsql`/.test(text)
    const code = path.endsWith('.sql') ? uncommentedSql(text) : uncommented(text)
    const words = new Set(code.match(/\w+/g))
    const named = [...owner].filter(([table, by]) => by !== 'kernel' && by !== capability && words.has(table))
    const touched = speaks ? touchedTables(path.endsWith('.sql') ? text : code) : []
    const of_kernel = touched.filter(({ table, writes }) => {
      if (owner.get(table) !== 'kernel') return false
      return capability !== 'oversight' || (writes && !OVERSIGHT_WRITES.includes(table))
    })
    const misnamed = createdTables(text).filter((table) => !table.startsWith(`${capability}_`))
    const misplaced = speaks && !/\/(store(\/[^/]+)?\.ts|store\.ts|migrations\/[^/]+\.sql)$/.test(path)
    return [
      ...named.map(([table, by]) => `${path}: ${table} of ${by}`),
      ...of_kernel.map(({ table, writes }) => `${path}: ${writes ? 'writes' : 'reads'} ${table} of the kernel`),
      ...misnamed.map((table) => `${path}: ${table} is not named after ${capability}`),
      ...(misplaced ? [`${path}: SQL outside the store`] : []),
    ]
  })
}

/** Files whose first line is not their caption; a test is captioned by its names. */
function captionless({ files }: House): string[] {
  return [...files].flatMap(([path, text]) => {
    if (!path.startsWith('src/') || isTest(path)) return []
    const opening = text.replace(/^#!.*\n/, '')
    if (/\.(ts|tsx)$/.test(path)) return /^\/\*\*(?: |\n \* )\S.{8,}/.test(opening) ? [] : [path]
    if (path.endsWith('.sql')) return /^-- \S.{8,}/.test(opening) ? [] : [path]
    if (path.endsWith('.cedar')) return /^\/\/ \S.{8,}/.test(opening) ? [] : [path]
    return []
  })
}

const NAMED = /`((?:\.?\/)?(?:src|web|test|types|vectors|docs|demo|bench|examples|\.ci)\/[^`\s]*|[A-Z]+\.md|package\.json[^`\s]*)`/g
const LINKED = /\]\((?!https?:|mailto:|#)([^)\s]+)\)/g

/** Paths that a document names and that do not exist; `<…>` stands for any name, `{a,b}` and `*` as in a shell. */
function deadPaths({ files, paths }: House): string[] {
  return [...files]
    .filter(([path]) => path.endsWith('.md'))
    .flatMap(([path, text]) => {
      const said = [...text.matchAll(NAMED)].map(([, name]) => name!.replace(/^\.?\//, ''))
      const linked = [...text.matchAll(LINKED)].map(([, name]) => normalize(join(dirname(path), name!)))
      return [...said, ...linked]
        .map((name) =>
          name
            .replace(/#.*$/, '')
            .replace(/:\d+$/, '')
            .replace(/\/$/, '')
            .replace(/<[^>]*>/g, '*'),
        )
        .filter((name) => name !== '' && !paths.some((known) => known === name || (/[*{]/.test(name) && matchesGlob(known, name))))
        .map((name) => `${path}: ${name}`)
    })
}

const LANGUAGES = ['en', 'fr', 'ar', 'es'] as const
type Terms = Readonly<Record<string, Readonly<Record<string, string>>>>
type Pages = Readonly<Record<(typeof LANGUAGES)[number], Terms>>

const rowsOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => /^\| (?!-|word|code)/.test(line))
    .map((line) =>
      line
        .slice(2, -2)
        .split(' | ')
        .map((cell) => cell.trim()),
    )

/** What the glossary says otherwise than the pages, names twice, or names in code where there is none. */
function glossaryFaults({ files }: House, pages: Pages): string[] {
  const text = files.get('docs/words.md') ?? ''
  const code = [...files].filter(([path]) => path !== 'docs/words.md').flat()
  const rows = rowsOf(text)
  const terms = rows.filter(([first]) => first!.startsWith('`'))
  const words = rows.filter(([first]) => !first!.startsWith('`'))
  const columns = [0, 1, 2, 3].map((i) => words.map((row) => row[i]!))
  return [
    ...words.filter((row) => row.length !== 6).map(([word]) => `${word}: not six columns`),
    ...columns.flatMap((column) => column.filter((word, i) => column.indexOf(word) !== i)).map((word) => `${word}: twice`),
    ...words.flatMap(([word, , , , , names = '']) =>
      [...names.matchAll(/`([^`]+)`/g)]
        .map(([, name]) => name!.replace(/\(.*\)$/, ''))
        .filter((name) => !code.some((said) => said.includes(name)))
        .map((name) => `${word}: no ${name} in the code`),
    ),
    ...terms.flatMap(([key, ...said]) => {
      const [group, name] = key!.replaceAll('`', '').split('.')
      return LANGUAGES.filter((language, i) => pages[language][group!]?.[name!] !== said[i]).map((language) => `${key} in ${language}`)
    }),
  ]
}

function readHouse(): House {
  const held = globSync(
    [
      'src/**/*',
      'types/**/*',
      'docs/**/*',
      'web/**/*',
      'test/**/*',
      'demo/**/*',
      'bench/**/*',
      'examples/**/*',
      'vectors/**/*',
      '.ci/**/*',
      '*',
    ],
    { cwd: ROOT, exclude: ['node_modules', 'web/dist', 'var'] },
  )
  const read = held.filter((path) => /^src\/.*\.(ts|sql|cedar)$|\.md$/.test(path))
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: Record<string, string> }
  return {
    files: new Map(read.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')])),
    paths: held,
    dependencies: Object.keys(dependencies),
  }
}

const house = readHouse()
const pages = Object.fromEntries(
  LANGUAGES.map((language) => [language, JSON.parse(readFileSync(join(ROOT, `web/language/${language}/terms.json`), 'utf8')) as Terms]),
) as unknown as Pages

describe('the house as it stands', () => {
  test('it is all there to be read', () => {
    expect(product(house).length).toBeGreaterThan(150)
    for (const floor of FLOORS) expect(product(house).some(([path]) => floorOf(path) === floor)).toBe(true)
    expect(owners(house).get('exchange_case')).toBe('exchange')
    expect(owners(house).get('journal_entry')).toBe('kernel')
  })
  test('main → capabilities → server → kernel → wire → lib: never back, never sideways', () => expect(arrowFaults(house)).toEqual([]))
  test('every import exists, and every package is one that the product depends on', () => expect(unknownImports(house)).toEqual([]))
  test('no import circle', () => expect(circles(house)).toEqual([]))
  test('lib is pure, and chance is in the envelope alone', () => expect(impurities(house)).toEqual([]))
  test('each capability touches its own tables only', () => expect(tableFaults(house)).toEqual([]))
  test('every file begins with its caption', () => expect(captionless(house)).toEqual([]))
  test('documents name what exists', () => expect(deadPaths(house)).toEqual([]))
  test('the glossary says what the pages say, each word once, each name as in the code', () => {
    expect(rowsOf(house.files.get('docs/words.md')!).length).toBeGreaterThan(100)
    expect(glossaryFaults(house, pages)).toEqual([])
  })
})

describe('a planted violation is noticed', () => {
  const CAPTION = '/** A caption of some length. */\n'
  const planted = (files: Record<string, string>): House => ({
    ...house,
    files: new Map([...house.files, ...Object.entries(files).map(([path, text]) => [path, CAPTION + text] as const)]),
  })
  const added = (check: (house: House) => string[], files: Record<string, string>) => {
    const before = new Set(check(house))
    return check(planted(files)).filter((fault) => !before.has(fault))
  }

  test.each([
    ['src/lib/planted.ts', "import { Refusal } from '#wire/refusal.ts'", 'back'],
    ['src/lib/planted.ts', "import type { Refusal } from '../wire/refusal.ts'", 'back'],
    ['src/wire/planted.ts', "export { sql } from '#kernel/database/sql.ts'", 'back'],
    ['src/kernel/planted.ts', "const load = () => import('#server/index.ts')", 'back'],
    ['src/kernel/planted.ts', "import { checks } from '#capabilities/checks/index.ts'", 'back'],
    ['src/server/planted.ts', "import '#main/config.ts'", 'back'],
    ['src/server/planted.ts', "type Checks = import('#capabilities/checks/index.ts').Checks", 'back'],
    ['src/capabilities/checks/planted.ts', "import { mayBeShown } from '#capabilities/registers/rules.ts'", 'sideways'],
    ['src/capabilities/checks/planted.ts', "import type { Hit } from '../registers/query.ts'", 'sideways'],
    ['src/capabilities/checks/planted.ts', "import { openNode } from '#main/open-node.ts'", 'back'],
    ['src/kernel/planted.ts', "import { network } from '../../test/federation/network.ts'", 'out of src'],
  ])('%s: %s', (path, text, fault) => {
    const found = added(arrowFaults, { [path]: text })
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(fault)
  })

  test('an import of what does not exist, or of a package for development', () => {
    expect(added(unknownImports, { 'src/kernel/planted.ts': "import { x } from './nowhere.ts'" })).toHaveLength(1)
    expect(added(unknownImports, { 'src/kernel/planted.ts': "import { test } from 'vitest'" })).toHaveLength(1)
    expect(added(unknownImports, { 'src/kernel/planted.ts': "import { request } from 'undici'" })).toEqual([])
  })

  test('a circle of two, of three by types alone, and a file that imports itself', () => {
    const two = { 'src/kernel/a.ts': "import { b } from './b.ts'", 'src/kernel/b.ts': "import { a } from '#kernel/a.ts'" }
    expect(added(circles, two)).toEqual(['src/kernel/a.ts ⇄ src/kernel/b.ts'])
    const three = {
      'src/wire/a.ts': "import type { B } from './b.ts'",
      'src/wire/b.ts': "export type { C } from './c.ts'",
      'src/wire/c.ts': "type A = import('./a.ts').A",
    }
    expect(added(circles, three)).toEqual(['src/wire/a.ts ⇄ src/wire/b.ts ⇄ src/wire/c.ts'])
    expect(added(circles, { 'src/wire/a.ts': "import { b } from './a.ts'" })).toEqual(['src/wire/a.ts'])
    expect(added(circles, { 'src/wire/a.ts': "// import { b } from './a.ts'" })).toEqual([])
  })

  test.each([
    "import { readFileSync } from 'node:fs'",
    "import { connect } from 'node:net'",
    "import http from 'node:http'",
    "import { execFile } from 'node:child_process'",
    'const now = Date.now()',
    'const now = new Date()',
    'const now = new Date( )',
    'const now = performance.now()',
    'const one = Math.random()',
    "import { randomBytes } from 'node:crypto'",
    'crypto.getRandomValues(bytes)',
    'await fetch(address)',
    'setTimeout(work, 1)',
    'const home = process.env.HOME',
  ])('lib is not pure any more: %s', (text) => {
    expect(added(impurities, { 'src/lib/planted.ts': text })).toHaveLength(1)
    expect(added(impurities, { 'src/kernel/planted.ts': text })).toEqual([])
  })

  test('what is pure stays allowed: a stated time, chance in the envelope, words in comments', () => {
    expect(added(impurities, { 'src/lib/planted.ts': 'const at = new Date(ms) // not Date.now()' })).toEqual([])
    expect(added(impurities, { 'src/lib/envelope/planted.ts': "import { randomBytes } from 'node:crypto'" })).toEqual([])
    expect(added(impurities, { 'src/lib/envelope/planted.ts': 'const at = new Date()' })).toHaveLength(1)
  })

  test.each([
    ['checks', 'select * from registers_record', 'registers_record of registers'],
    ['checks', 'select 1 from checks_check c join exchange_case e on true', 'exchange_case of exchange'],
    ['checks', 'select 1 from checks_check c, registers_key', 'registers_key of registers'],
    ['checks', 'select row from journal_entry', 'reads journal_entry of the kernel'],
    ['checks', 'select 1 from checks_check c, officer o', 'reads officer of the kernel'],
    ['checks', "update outbox set state = 'waiting'", 'writes outbox of the kernel'],
    ['checks', 'delete from inbox', 'writes inbox of the kernel'],
    ['oversight', 'delete from outbox', 'writes outbox of the kernel'],
    ['oversight', 'insert into officer (id) values (1)', 'writes officer of the kernel'],
  ])('%s: %s', (capability, text, fault) => {
    const path = `src/capabilities/${capability}/store/planted.ts`
    expect(added(tableFaults, { [path]: `const rows = sql\`${text}\`` })).toEqual([`${path}: ${fault}`])
  })

  test('oversight may look at the kernel, a capability may use its own tables, in its store', () => {
    const fine = { 'src/capabilities/oversight/store/planted.ts': 'sql`select 1 from journal_entry j join officer o on o.id = j.actor`' }
    expect(added(tableFaults, fine)).toEqual([])
    expect(added(tableFaults, { 'src/capabilities/checks/store/planted.ts': 'sql`delete from checks_check`' })).toEqual([])
    expect(added(tableFaults, { 'src/capabilities/checks/rules/planted.ts': 'sql`select 1`' })).toHaveLength(1)
    const path = 'src/capabilities/checks/migrations/9999-planted.sql'
    const migration = {
      ...house,
      files: new Map([...house.files, [path, '-- A caption.\ncreate table registry (id int);\nalter table outbox add x int;']]),
    }
    expect(tableFaults(migration).filter((fault) => fault.startsWith(path))).toEqual([
      `${path}: writes outbox of the kernel`,
      `${path}: registry is not named after checks`,
    ])
  })

  test('a glossary that says otherwise than the pages, names a thing twice, or names what is not there', () => {
    const words = house.files.get('docs/words.md')!
    const changed = (from: string, to: string) =>
      glossaryFaults({ ...house, files: new Map([...house.files, ['docs/words.md', words.replace(from, to)]]) }, pages)
    expect(changed('| Analyste |', '| Analyse |')).toEqual(['`role.analyst` in fr'])
    expect(changed('| check |', '| case |')).toEqual(['case: twice'])
    expect(changed('`NetworkId`', '`NetworkName`')).toEqual(['network: no NetworkName in the code'])
  })

  test('a file without a caption, a document with a dead path', () => {
    const bare = { ...house, files: new Map([...house.files, ['src/lib/planted.ts', 'export const one = 1\n']]) }
    expect(captionless(bare)).toContain('src/lib/planted.ts')
    const dead = (text: string) => added(deadPaths, { 'docs/planted.md': text })
    expect(dead('See `src/kernel/nowhere.ts`.')).toEqual(['docs/planted.md: src/kernel/nowhere.ts'])
    expect(dead('See [there](../src/kernel/nowhere.ts).')).toEqual(['docs/planted.md: src/kernel/nowhere.ts'])
    expect(dead('See `src/kernel/post/{door,nowhere}.ts` and `NOWHERE.md`.')).toEqual(['docs/planted.md: NOWHERE.md'])
    expect(
      dead('See `src/kernel/post/`, `types/<capability>/<name>/v1/schema.json`, `src/lib/*` and [here](../src/lib/bytes.ts).'),
    ).toEqual([])
  })
})
