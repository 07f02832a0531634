/** An officer's seat: one browser context, with what its pages did wrong, and what an officer does in it. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Browser, Locator, Page, Request } from 'playwright-core'
import type { DemoNode } from '../../demo/network-file.ts'
import type { Language } from '../../web/language/languages.ts'
import { LANGUAGE_NAMES, localeOf } from '../../web/language/languages.ts'
import { until } from './steps.ts'
import { type Say, wordsOf } from './words.ts'

export interface Seat {
  readonly page: Page
  readonly node: DemoNode
  readonly role: string
  /** The officer's name as the node lists it. */
  readonly name: string
  readonly language: Language
  readonly say: Say
  /** Errors that the pages threw, and calls to anything but the own node. */
  readonly faults: string[]
  /** Calls of the API that are under way, streams aside. */
  readonly calls: Set<Request>
  leave(): Promise<void>
}

export const WIDE = { width: 1440, height: 900 }
export const TELEPHONE = { width: 390, height: 844 }
export const PATIENCE_MS = 30_000

/** Where the seats of the story are kept that is being played: stories may be played beside each other. */
export const seatsOfStory = new AsyncLocalStorage<Set<Seat>>()
const outside = new Set<Seat>()
/** Seats that are taken now in this story, for a picture of each when a step fails. */
export const taken = (): Set<Seat> => seatsOfStory.getStore() ?? outside

export interface Wish {
  readonly node: DemoNode
  readonly role: string
  readonly language: Language
  readonly telephone?: boolean
}

/** Opens the node's first page in a browser of its own language, and nothing else. */
export async function takeSeat(browser: Browser, { node, role, language, telephone = false }: Wish): Promise<Seat> {
  const context = await browser.newContext({
    locale: localeOf(language, 'latn').split('-u-')[0]!,
    timezoneId: 'Europe/Madrid',
    viewport: telephone ? TELEPHONE : WIDE,
    acceptDownloads: true,
    ...(telephone && { isMobile: true, hasTouch: true, deviceScaleFactor: 2 }),
  })
  context.setDefaultTimeout(PATIENCE_MS)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: node.url })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`))
  page.on('console', (message) => {
    // a refused call is told as such here; what the page makes of it is asserted
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(`console: ${message.text()}`)
  })
  const calls = new Set<Request>()
  const seats = taken()
  let leaving = false
  page.on('framenavigated', () => {
    // what a page called goes with the page; a new address of the same one is no leaving
    if (leaving) calls.clear()
    leaving = false
  })
  // listened to, never intercepted
  page.on('request', (request) => {
    const { protocol, origin, pathname } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== node.url) faults.push(`call to ${request.url()}`)
    if (request.isNavigationRequest()) leaving = true
    if (pathname.startsWith('/api/') && !pathname.endsWith('/stream')) calls.add(request)
  })
  for (const end of ['requestfinished', 'requestfailed'] as const) page.on(end as 'requestfinished', (request) => calls.delete(request))
  const seat: Seat = {
    page,
    node,
    role,
    name: node.officers.find((officer) => officer.role === role)!.name,
    language,
    say: wordsOf(language),
    faults,
    calls,
    async leave() {
      seats.delete(seat)
      await context.close()
    },
  }
  seats.add(seat)
  await page.goto(node.url)
  return seat
}

/** One click on the listed officer, in the language of the seat. */
export async function signIn({ page, say, language, name }: Seat): Promise<void> {
  // chosen by hand, so that the officer's own language does not take its place
  await page.getByRole('button', { name: LANGUAGE_NAMES[language], exact: true }).click()
  await page.getByRole('heading', { name: say('session:title'), exact: true }).waitFor()
  await page.getByText(say('session:demonstration'), { exact: true }).waitFor()
  await page.getByRole('button', { name }).click()
  await page.getByText(say('demo.banner')).waitFor()
  if ((await page.evaluate<string>('document.documentElement.lang')) !== language) throw new Error('another language than the chosen one')
}

/** Purpose and place of the shift, in the dialogue that opens by itself for the front line. */
export async function beginShift({ page, say, role }: Seat, purpose: string, place: string): Promise<void> {
  if (role !== 'front-line') await page.getByRole('button', { name: say('shift.unset') }).click()
  const dialogue = page.getByRole('dialog', { name: say('shift.title') })
  await dialogue.getByRole('radio', { name: say(`terms:purpose.${purpose}`), exact: true }).check()
  await dialogue.getByRole('textbox', { name: say('shift.place') }).fill(place)
  await dialogue.getByRole('button', { name: say('shift.start') }).click()
  await dialogue.waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: `${say('shift.label')} ${say(`terms:purpose.${purpose}`)}` }).waitFor()
}

/** Goes to a capability by the navigation that this window shows. */
export async function goTo(seat: Seat, capability: string): Promise<void> {
  const { page, say } = seat
  await page
    .getByRole('navigation', { name: say('frame.navigation') })
    .getByRole('link', { name: say(`capability.${capability}`), exact: true })
    .filter({ visible: true })
    .click()
  await settled(seat)
}

/** The field of a check. */
export const checkField = ({ page, say }: Seat): Locator => page.getByRole('textbox', { name: say('checks:field.label') })

/** Puts a text on the clipboard and pastes it. */
export async function paste(page: Page, into: Locator, text: string): Promise<void> {
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`)
  await into.click()
  await page.keyboard.press('ControlOrMeta+V')
}

const QUIET_MS = 250
/** Waits until nothing has been called for a moment and the letters are there. */
export async function settled({ page, calls }: Seat): Promise<void> {
  let quiet_since = Date.now()
  await until(
    () => `the calls of ${page.url()} have ended: ${[...calls].map((call) => call.url()).join(' ')}`,
    async () => {
      if (calls.size > 0) quiet_since = Date.now()
      return Date.now() - quiet_since > QUIET_MS && (await page.evaluate<boolean>(`document.fonts.status === 'loaded'`))
    },
    PATIENCE_MS,
  )
}

/** Throws where the page is wider than its window, and says what stands out. */
export async function demandNoOverflow(page: Page): Promise<void> {
  const wide = await page.evaluate<string[]>(`(() => {
    const root = document.documentElement
    if (root.scrollWidth <= root.clientWidth) return []
    const out = [...document.querySelectorAll('body *')].filter((each) => {
      const { left, right, width } = each.getBoundingClientRect()
      return width > 0 && (right > root.clientWidth + 1 || left < -1)
    })
    return [
      root.scrollWidth + ' px in ' + root.clientWidth + ', scrolled by ' + window.scrollX,
      ...out.slice(0, 24).map((each) => {
        const { left, right } = each.getBoundingClientRect()
        return Math.round(left) + ' to ' + Math.round(right) + ' ' + getComputedStyle(each).position + ' ' + each.cloneNode(false).outerHTML.slice(0, 160)
      }),
    ]
  })()`)
  if (wide.length > 0) throw new Error(`wider than its window at ${page.url()}:\n${wide.join('\n')}`)
}

/** Throws where the pages threw, complained, or called anybody but their own node. */
export function demandNoFaults(seats: readonly Seat[]): void {
  const faults = seats.flatMap(({ name, faults: found }) => found.map((fault) => `${name}: ${fault}`))
  if (faults.length > 0) throw new Error([...new Set(faults)].slice(0, 10).join('\n'))
}
