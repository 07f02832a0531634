/** Every page in both directions, on both windows, in light and dark: accessible (axe), and never wider than its window. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { DEMO_TEAM } from '../../demo/teams.ts'
import type { Language } from '../../web/language/languages.ts'
import { chartsLeft } from './charts.ts'
import type { Scene } from './cross-border.ts'
import { RECORD } from './deeds.ts'
import { read } from './node-api.ts'
import { listsLeft } from './screening.ts'
import { beginShift, demandNoFaults, demandNoOverflow, type Seat, settled, signIn, TELEPHONE, takeSeat, WIDE } from './seat.ts'
import type { Step } from './steps.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const GRAVE = ['serious', 'critical']

const LOOKS = [
  { name: 'wide-light', viewport: WIDE, colorScheme: 'light' },
  { name: 'wide-dark', viewport: WIDE, colorScheme: 'dark' },
  { name: 'telephone-dark', viewport: TELEPHONE, colorScheme: 'dark' },
  { name: 'telephone-light', viewport: TELEPHONE, colorScheme: 'light' },
] as const

/** All that a team's page shows. */
const TEAM_PARTS = ['', '/work', '/work/events', '/work/picture', '/work/results', '/work/desk', '/post', '/verify', '/members', '/log']

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
    analyst: ['/analysis', ...charts.slice(0, 2).map((chart) => `/analysis/${chart}`)],
    supervisor: [
      '/checks',
      '/checks/unit',
      '/screening/unit',
      '/operations',
      '/operations/new',
      ...(team ? TEAM_PARTS.map((part) => `/operations/${team.id}${part}`) : []),
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

const SIDES: readonly Language[] = ['en', 'ar']
const PURPOSE: Readonly<Record<string, string>> = {
  'front-line': 'border-control',
  desk: 'investigation',
  analyst: 'investigation',
  supervisor: 'investigation',
}

/** Goes through all pages, in English and in Arabic beside each other; each page is one step of both languages in four looks. */
export async function looks(step: Step, scene: Scene): Promise<void> {
  const addresses = await step('the addresses of what the stories left are known', () => addressesOf(scene))
  for (const [role, paths] of Object.entries(addresses)) {
    const seats = await step(`${role}: signing in`, () => inAll(SIDES, (language) => enter(scene, role, language)))
    for (const path of paths) {
      const look = async (seat: Seat) => {
        await seat.page.goto(`${seat.node.url}${path}`)
        await seat.page.getByRole('heading', { level: 1 }).first().waitFor()
        await demandLooks(seat, scene, `${nameOf(path)}-${role}-${seat.language}`)
      }
      // a page that is wrong keeps no other from being looked at
      await step(`${role}: ${path.replace(ID, '…')}`, () => inAll(seats, look)).catch(() => undefined)
    }
    await step(`${role}: no page threw, complained, or called anything but its own node`, async () => demandNoFaults(seats)).catch(
      () => undefined,
    )
    for (const seat of seats) await seat.leave()
  }
}

async function enter(scene: Scene, role: string, language: Language): Promise<Seat> {
  const seat = await takeSeat(scene.browser, { node: scene.network.node('esp'), role, language })
  if (role === 'front-line') await demandLooks(seat, scene, `sign-in-${language}`)
  await signIn(seat)
  if (role === 'front-line') {
    await seat.page.getByRole('dialog').waitFor()
    await demandLooks(seat, scene, `shift-${language}`)
  }
  if (PURPOSE[role]) await beginShift(seat, PURPOSE[role], 'Madrid')
  return seat
}

/** Does it for all at once and waits for all; throws what went wrong in any, by language. */
async function inAll<T extends Language | Seat, U>(all: readonly T[], run: (one: T) => Promise<U>): Promise<U[]> {
  const outcomes = await Promise.allSettled(all.map(run))
  const wrong = outcomes.flatMap((outcome, i) => {
    const one = all[i]!
    return outcome.status === 'rejected' ? [`${typeof one === 'string' ? one : one.language}: ${outcome.reason}`] : []
  })
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

async function demandLooks(seat: Seat, { picture }: Scene, name: string): Promise<void> {
  const { page } = seat
  const wrong: string[] = []
  await settled(seat)
  await page.evaluate(AXE)
  for (const look of LOOKS) {
    const resized = page.viewportSize()!.width !== look.viewport.width
    await page.emulateMedia({ colorScheme: look.colorScheme })
    await page.setViewportSize(look.viewport)
    await page.locator(`html[data-mantine-color-scheme=${look.colorScheme}]`).waitFor()
    if (resized) await settled(seat)
    await page.evaluate(AT_REST)
    await demandNoOverflow(page).catch((failure: Error) => wrong.push(`${look.name}: ${failure.message}`))
    wrong.push(...(await violations(seat, look.colorScheme === 'dark')).map((violation) => `${look.name}: ${violation}`))
    await picture(seat, `${name}-${look.name}`)
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
  const options = JSON.stringify({ resultTypes: ['violations'], ...(colours && { runOnly: COLOUR_RULES }) })
  const found = await page.evaluate<Finding[]>(`axe.run(document, ${options}).then(({ violations }) =>
    violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, nodes: nodes.slice(0, 3).map((node) => ({ html: node.html.slice(0, 200), summary: node.failureSummary })) })))`)
  return found
    .filter(({ impact }) => GRAVE.includes(impact))
    .map(
      ({ id, impact, help, nodes }) =>
        `${id} (${impact}): ${help}\n${nodes.map(({ html, summary }) => `  ${html}\n  ${summary.replace(/\s+/g, ' ')}`).join('\n')}`,
    )
}
