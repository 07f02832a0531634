/**
 * Every page in all four languages, on both windows, in light and dark: accessible (axe), and never wider than its window. In the ordinary depth each
 * language of a page is looked at in one of the four looks, and each look of a page in one of the languages; in the whole depth each in each.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Request } from 'playwright-core'
import { DEMO_TEAM } from '../../demo/teams.ts'
import { LANGUAGES, type Language } from '../../web/language/languages.ts'
import { whole } from '../depth.ts'
import { chartsLeft } from './charts.ts'
import type { Scene } from './cross-border.ts'
import { RECORD } from './deeds.ts'
import { read } from './node-api.ts'
import { listsLeft } from './screening.ts'
import { beginShift, demandNoFaults, demandNoOverflow, PATIENCE_MS, type Seat, signIn, TELEPHONE, takeSeat, WIDE } from './seat.ts'
import { type Step, until } from './steps.ts'
import { wordsOf } from './words.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const GRAVE = ['serious', 'critical']
/** Rules whose findings axe always calls minor or moderate: what they find is not asked for, so they are not run. */
const RULES_OF_LESS = `axe._audit.rules.flatMap(({ id, impact }) => impact && !${JSON.stringify(GRAVE)}.includes(impact) ? [[id, { enabled: false }]] : [])`

const LOOKS = [
  { name: 'wide-light', viewport: WIDE, colorScheme: 'light' },
  { name: 'wide-dark', viewport: WIDE, colorScheme: 'dark' },
  { name: 'telephone-dark', viewport: TELEPHONE, colorScheme: 'dark' },
  { name: 'telephone-light', viewport: TELEPHONE, colorScheme: 'light' },
] as const
type Look = (typeof LOOKS)[number]

/** The looks at one page in one language: each further page and each further language begins with the next one. */
const looksAt = (page: number, language: Language): readonly Look[] =>
  whole ? LOOKS : [LOOKS[(page + LANGUAGES.indexOf(language)) % LOOKS.length]!]

/** All that a team's page shows. */
const TEAM_PARTS = [
  '',
  '/work',
  '/work/events',
  '/work/picture',
  '/work/results',
  '/work/desk',
  '/work/returns',
  '/planner',
  '/planner/areas',
  '/desk',
  '/post',
  '/verify',
  '/members',
  '/log',
]

/** The work of a forum. */
const FORUM_PARTS = [
  '',
  '/board/political',
  '/board/strategic',
  '/board/technical',
  '/meetings',
  '/declarations',
  '/commitments',
  '/consultations',
  '/groups',
  '/groups/instrument',
  '/groups/tracked',
  '/assessment',
  '/priorities',
  '/plans',
  '/thread',
  '/overlaps',
  '/all/groups',
  '/drafts',
]

/** Where each role goes; the addresses of single things are those of the stories before. */
async function addressesOf({ network }: Scene): Promise<Readonly<Record<string, readonly string[]>>> {
  const esp = network.node('esp')
  const [checks, cases, records, entries] = await Promise.all([
    read(esp, 'front-line', 'checks.find-many', { limit: 50 }),
    read(esp, 'supervisor', 'exchange.find-cases', { limit: 50, text: 'L898902C3' }),
    read(esp, 'supervisor', 'registers.find-many', { limit: 1 }),
    read(esp, 'data-protection', 'oversight.find-journal', { event: 'post.delivered', limit: 1 }),
  ])
  const withHit = checks.rows.find(({ counts }) => counts.hit > 0)
  const withSilence = checks.rows.find(({ counts }) => counts.no_answer > 0)
  const answered = cases.rows.find(({ open }) => open === 0)
  const record = records.rows[0]!
  const lists = await listsLeft({ network } as Scene)
  const charts = await chartsLeft({ network })
  const { spaces } = await read(esp, 'supervisor', 'operations.find-spaces', { limit: 50, offset: 0 })
  const team = spaces.find(({ title }) => title?.text === DEMO_TEAM)
  const { surveys } = await read(esp, 'supervisor', 'training.find-surveys', { limit: 1, offset: 0 })
  const { forums } = await read(esp, 'supervisor', 'strategy.find-forums', { limit: 1, offset: 0 })
  const stated = forums[0]
    ? (
        await read(esp, 'supervisor', 'strategy.find-things', {
          forum: forums[0].id,
          kinds: ['meeting', 'declaration', 'consultation'],
          limit: 200,
          offset: 0,
        })
      ).things.filter(({ withdrawn }) => !withdrawn)
    : []
  const patrols = team
    ? (await read(esp, 'supervisor', 'operations.find-things', { space: team.id, kinds: ['patrol', 'powers-card'], limit: 200, offset: 0 }))
        .things
    : []
  const [patrol, card] = ['patrol', 'powers-card'].map((kind) => patrols.find((one) => one.kind === kind && !one.withdrawn))
  const desks = await read(esp, 'desk', 'checks.find-many', { state: 'hit', limit: 1 })
  const measured = (await read(esp, 'data-protection', 'registers.find-measurements', { limit: 1 })).rows.map(
    ({ id }) => `/registers/measurements/${id}`,
  )
  return {
    'front-line': [
      '/checks',
      ...[withHit, withSilence].flatMap((check) => (check ? [`/checks/${check.id}`] : [])),
      '/directory',
      '/exchange',
    ],
    desk: [
      '/screening',
      ...lists.map((list) => `/screening/${list}`),
      ...desks.rows.flatMap(({ id }) => [`/checks/${id}`, `/exchange/new?check=${id}&partner=mar&hit=${RECORD}`]),
    ],
    analyst: ['/picture', '/picture/sources', '/analysis', ...charts.slice(0, 2).map((chart) => `/analysis/${chart}`)],
    supervisor: [
      '/checks',
      '/checks/unit',
      '/screening/unit',
      '/operations',
      '/operations/new',
      '/picture/seizures',
      ...(team ? TEAM_PARTS.map((part) => `/operations/${team.id}${part}`) : []),
      '/strategy',
      '/strategy/new',
      '/strategy/texts',
      '/training',
      '/training/new',
      ...surveys.flatMap(({ id }) => [`/training/${id}`, `/training/${id}/results`]),
      ...(team && patrol ? [`/operations/${team.id}/patrol/${patrol.id}`] : []),
      ...(team && card ? [`/operations/${team.id}/card/${card.id}`] : []),
      ...(forums[0] ? FORUM_PARTS.map((part) => `/strategy/${forums[0]!.id}${part}`) : []),
      ...(['meeting', 'declaration', 'consultation'] as const).flatMap((kind) => {
        const one = stated.find((thing) => thing.kind === kind)
        return one ? [`/strategy/${forums[0]!.id}/${kind}s/${one.id}`] : []
      }),
      '/coincidences',
      '/coincidences/settled',
      '/coincidences/compared',
      '/coincidences/counts',
      '/exchange',
      '/exchange?list=cases',
      ...(answered ? [`/exchange/cases/${answered.id}?list=cases`] : []),
      '/exchange/new',
      '/exchange/statistics',
      '/registers',
      '/registers/new',
      '/registers/reviews',
      '/registers/hits',
      '/registers/imports',
      '/registers/sharing',
      '/registers/thresholds',
      '/registers/measurements',
      ...measured,
      `/registers/record/${record.id}`,
      `/registers/record/${record.id}/change`,
      '/directory',
      '/directory/members/mar',
      '/directory/own',
      '/network',
      '/journal/unit',
      '/journal/things',
      '/journal/statistics',
      '/account',
    ],
    'data-protection': [
      '/screening/member',
      '/analysis/member',
      '/journal/entries',
      ...entries.rows.map(({ id }) => `/journal/entries/${id}`),
      '/journal/accesses',
      '/journal/erasures',
      '/journal/teams',
      '/journal/things',
      '/journal/checkpoints',
      '/network/links',
      '/registers/sharing',
      '/registers/thresholds',
      '/registers/measurements',
      ...measured,
    ],
    administrator: [
      '/officers',
      '/officers/new',
      '/officers/roles',
      '/officers/changes',
      '/officers/tokens',
      '/network',
      '/network/node',
      '/network/outbox',
      '/network/failed',
      '/no-such-page',
    ],
  }
}

/** Two seats beside each other, and the languages that each goes through one after the other. */
const SIDES: readonly (readonly [Language, Language])[] = [
  ['en', 'fr'],
  ['ar', 'es'],
]
const PURPOSE: Readonly<Record<string, string>> = {
  'front-line': 'border-control',
  desk: 'investigation',
  analyst: 'investigation',
  supervisor: 'investigation',
}

/**
 * Goes through all pages, in two languages beside each other and then in the other two; each page is one step of two languages. Of a page that another
 * role has shown before it is asked that it opens, and fits. A page is opened by its address in English, and in the whole depth in all languages;
 * else from the page before, as by a link.
 */
export async function looks(step: Step, scene: Scene): Promise<void> {
  const addresses = await step('the addresses of what the stories left are known', () => addressesOf(scene))
  const shown = new Set<string>()
  let first = 2
  for (const [role, paths] of Object.entries(addresses)) {
    const seats = await step(`${role}: signing in`, () =>
      inAll(
        SIDES,
        ([language]) => language,
        (side) => enter(scene, role, side),
      ),
    )
    const seen = new Set(role === 'front-line' || whole ? [] : paths.filter((path) => shown.has(path)))
    for (const path of paths) shown.add(path)
    for (const pass of [0, 1] as const) {
      const languages = SIDES.map((side) => side[pass])
      const readings = await inAll(
        seats,
        ({ language }) => language,
        (seat, i) => inLanguage(seat, languages[i]!),
      )
      for (const [i, path] of paths.entries()) {
        const look = async (reading: Reading) => {
          await open(reading, path, whole || reading.language === 'en')
          if (seen.has(path)) await demandFits(reading)
          else await demandLooks(reading, scene, `${nameOf(path)}-${role}-${reading.language}`, looksAt(first + i, reading.language))
        }
        // a page that is wrong keeps no other from being looked at
        await step(`${role}: ${path.replace(ID, '…')}${seen.has(path) ? ' opens too' : ''} (${languages.join(', ')})`, () =>
          inAll(readings, ({ language }) => language, look),
        ).catch(() => undefined)
      }
    }
    first += paths.length
    await step(`${role}: no page threw, complained, or called anything but its own node`, async () => demandNoFaults(seats)).catch(
      () => undefined,
    )
    for (const seat of seats) await seat.leave()
  }
}

/** A seat whose page is at rest when nothing is loaded any more, and in which axe is at hand. */
interface Reading extends Seat {
  /** Scripts, styles and fonts on their way. */
  readonly loads: Set<Request>
}

/** Signs in and begins a shift; the pages of the front line before that are looked at in both languages of its side. */
async function enter(scene: Scene, role: string, side: readonly [Language, Language]): Promise<Reading> {
  const seat = await takeSeat(scene.browser, { node: scene.network.node('esp'), role, language: side[0] })
  const { page } = seat
  const loads = new Set<Request>()
  page.on('request', (request) => {
    if (['script', 'stylesheet', 'font'].includes(request.resourceType())) loads.add(request)
  })
  for (const end of ['requestfinished', 'requestfailed'] as const) page.on(end as 'requestfinished', (request) => loads.delete(request))
  page.on('framenavigated', () => loads.clear())
  // in every document of this page
  await page.addInitScript({ content: AXE })
  const reading: Reading = { ...seat, loads }
  const looked = async (name: string, number: number, there: () => Promise<void>) => {
    if (role !== 'front-line') return
    // last the own language, in which it goes on
    for (const language of [...side].reverse()) {
      const now = await inLanguage(reading, language)
      await there()
      await demandLooks(now, scene, `${name}-${language}`, looksAt(number, language))
    }
  }
  await looked('sign-in', 0, () => page.getByRole('heading', { level: 1 }).first().waitFor())
  await signIn(seat)
  await looked('shift', 1, () => page.getByRole('dialog').waitFor())
  if (PURPOSE[role]) await beginShift(seat, PURPOSE[role], 'Madrid')
  return reading
}

/** The same seat, loaded anew in this language: the choice stays on the device. */
async function inLanguage(seat: Reading, language: Language): Promise<Reading> {
  const { page, node } = seat
  await page.evaluate(`localStorage.setItem('portolan.language', ${JSON.stringify(language)})`)
  await page.goto(node.url)
  await page.locator(`html[lang=${language}]`).waitFor()
  await calm(seat)
  return { ...seat, language, say: wordsOf(language) }
}

/** Opens a page by its address, or from the page that is shown as a link does. */
async function open(reading: Reading, path: string, byAddress: boolean): Promise<void> {
  const { page, node } = reading
  if (byAddress) await page.goto(`${node.url}${path}`)
  else await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)})`)
  await calm(reading)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
}

/** Does it for all at once and waits for all; throws what went wrong in any, by language. */
async function inAll<T, U>(all: readonly T[], languageOf: (one: T) => Language, run: (one: T, i: number) => Promise<U>): Promise<U[]> {
  const outcomes = await Promise.allSettled(all.map(run))
  const wrong = outcomes.flatMap((outcome, i) => (outcome.status === 'rejected' ? [`${languageOf(all[i]!)}: ${outcome.reason}`] : []))
  if (wrong.length > 0) throw new Error(wrong.join('\n'))
  return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<U>).value)
}

const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
const nameOf = (path: string) =>
  path
    .replace(ID, 'one')
    .replace(/^\/|[?].*/g, '')
    .replaceAll('/', '-')

/** Until nothing has been moving for some frames: a colour on its way to another one is neither. */
const AT_REST = `new Promise((resolve) => {
  const end = performance.now() + 2000
  let calm = 0
  const look = () => {
    const moving = document.getAnimations().some((each) => each.playState === 'running' && each.effect?.getComputedTiming().endTime !== Infinity)
    calm = moving ? 0 : calm + 1
    if (calm >= 3 || performance.now() > end) resolve()
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})`

/** Two frames, and what the page had queued before the second. */
const IDLE = `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(document.fonts.status)))))`

/** Until nothing is called or loaded any more, the page has nothing left to do, and what it did then called nothing either. */
async function calm({ page, calls, loads }: Reading): Promise<void> {
  const under_way = () => [...calls, ...loads]
  await until(
    () =>
      `the calls of ${page.url()} have ended: ${under_way()
        .map((call) => call.url())
        .join(' ')}`,
    async () => {
      for (let i = 0; i < 2; i++) if (under_way().length > 0 || (await page.evaluate(IDLE)) !== 'loaded') return false
      return under_way().length === 0
    },
    PATIENCE_MS,
    25,
  )
  await page.evaluate(AT_REST)
}

/** Throws where the page is wider than either window. */
async function demandFits(seat: Reading): Promise<void> {
  for (const viewport of [WIDE, TELEPHONE]) {
    await seat.page.setViewportSize(viewport)
    await calm(seat)
    await demandNoOverflow(seat.page)
  }
  await seat.page.setViewportSize(WIDE)
}

async function demandLooks(seat: Reading, { picture }: Scene, name: string, looks: readonly Look[]): Promise<void> {
  const { page } = seat
  const wrong: string[] = []
  const overflows = (look: string) => demandNoOverflow(page).catch((failure: Error) => wrong.push(`${look}: ${failure.message}`))
  for (const look of looks) {
    await page.emulateMedia({ colorScheme: look.colorScheme })
    await page.setViewportSize(look.viewport)
    await page.locator(`html[data-mantine-color-scheme=${look.colorScheme}]`).waitFor()
    await calm(seat)
    await overflows(look.name)
    // in the whole depth the light look of the same window has told all but the colours
    wrong.push(...(await violations(seat, whole && look.colorScheme === 'dark')).map((violation) => `${look.name}: ${violation}`))
    await picture(seat, `${name}-${look.name}`)
  }
  // no language makes a page wider than a window of either size
  for (const viewport of [WIDE, TELEPHONE].filter((one) => !looks.some((look) => look.viewport === one))) {
    await page.setViewportSize(viewport)
    await calm(seat)
    await overflows(`${viewport.width} px`)
  }
  await page.setViewportSize(WIDE)
  if (wrong.length > 0) throw new Error(wrong.slice(0, 12).join('\n'))
}

interface Finding {
  readonly id: string
  readonly impact: string
  readonly help: string
  readonly nodes: readonly { readonly html: string; readonly summary: string }[]
}

/** Rules that depend on colours: all that a dark page can break that a light one does not. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

/** What axe finds serious or critical. */
async function violations({ page }: Seat, colours: boolean): Promise<string[]> {
  const some = JSON.stringify({ resultTypes: ['violations'], ...(colours && { runOnly: COLOUR_RULES }) })
  const options = `{ ...${some}, rules: Object.fromEntries(${RULES_OF_LESS}) }`
  const found = await page.evaluate<Finding[]>(`axe.run(document, ${options}).then(({ violations }) =>
    violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, nodes: nodes.slice(0, 3).map((node) => ({ html: node.html.slice(0, 200), summary: node.failureSummary })) })))`)
  return found
    .filter(({ impact }) => GRAVE.includes(impact))
    .map(
      ({ id, impact, help, nodes }) =>
        `${id} (${impact}): ${help}\n${nodes.map(({ html, summary }) => `  ${html}\n  ${summary.replace(/\s+/g, ' ')}`).join('\n')}`,
    )
}

/** Throws what axe finds serious or critical on the page as it stands. */
export async function axe(page: Seat['page']): Promise<void> {
  await page.evaluate(AXE)
  const found = await violations({ page } as Seat, false)
  if (found.length > 0) throw new Error(`${page.url()}\n${found.join('\n')}`)
}
