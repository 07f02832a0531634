/** The whole story in one language of the asking side: check, hit, request, answer, receipts and time limits on both sides. */
import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Browser } from 'playwright-core'
import { directionOf, type Language } from '../../web/language/languages.ts'
import * as deeds from './deeds.ts'
import type { Network } from './network.ts'
import { read } from './node-api.ts'
import { beginShift, checkField, demandNoFaults, demandNoOverflow, goTo, type Seat, settled, signIn, takeSeat } from './seat.ts'
import { type Step, until } from './steps.ts'

export interface Scene {
  readonly network: Network
  readonly browser: Browser
  /** Takes a picture where pictures are wanted. */
  readonly picture: (seat: Seat, name: string) => Promise<void>
}

/** Who says what about the specimen. */
export const ANSWERS = { mar: 'hit', esp: 'no-hit', fra: 'no-hit', sen: 'no-hit', sec: 'no-hit' }
const PLACE = 'Almería, Muelle 2'
const EIGHT_HOURS_MS = 8 * 3_600_000
const ASKED = 'The holder says she reported it herself. Who reported it, when, and what is known of its use since?'
const ANSWERED = 'سُرق جواز السفر في طنجة يوم 3 مارس، والشكاية مسجلة باسم صاحبته.'

/** A file of its own for each story, of bytes that no text survives. */
export const fileOf = (language: Language): deeds.Attachment => ({
  name: `محضر الشكاية ${language}.pdf`,
  mimeType: 'application/pdf',
  buffer: Buffer.concat([
    Buffer.from('%PDF-1.4\n'),
    Buffer.from(Array.from({ length: 60_000 }, (_, i) => (i * 31 + language.charCodeAt(0)) % 256)),
  ]),
})

/** Plays it: the Spanish side in `language`, the Moroccan side in Arabic. By keyboard alone where the front line of the desk asks. */
export async function crossBorder(step: Step, { network, browser, picture }: Scene, language: Language): Promise<void> {
  const [esp, mar] = [network.node('esp'), network.node('mar')]
  const seats: Seat[] = []
  const seated = async (seat: Promise<Seat>) => {
    const taken = await seat
    seats.push(taken)
    return taken
  }
  const whole = async (seat: Seat) => {
    await settled(seat)
    await demandNoOverflow(seat.page)
  }

  const front = await step('the first page of the Spanish node opens and says that it is a demonstration', async () => {
    const seat = await seated(takeSeat(browser, { node: esp, role: 'front-line', language }))
    await seat.page.getByText(seat.say('session:demonstration_why')).waitFor()
    return seat
  })
  await step(`${front.name}, front line, signs in with one click`, () => signIn(front))
  if (directionOf(language) === 'rtl') {
    await step('the page is written from right to left', async () => {
      const direction = await front.page.evaluate<string>('document.documentElement.dir + " " + getComputedStyle(document.body).direction')
      if (direction !== 'rtl rtl') throw new Error(`the direction is ${direction}`)
    })
  }
  await step('purpose and place are chosen once and stand in the frame', async () => {
    await beginShift(front, 'border-control', PLACE)
    await front.page.getByText(PLACE).filter({ visible: true }).waitFor()
    await whole(front)
    await picture(front, `check-${language}`)
  })
  await step('the ICAO specimen is pasted, understood and asked', () => deeds.checkByPaste(front))
  await step('a hit of Morocco: action, owner, reference, reasons; all others say no hit', async () => {
    await deeds.demandAnswersOf(front, ANSWERS, async () => {
      await goTo(front, 'checks')
      await deeds.checkByPaste(front)
    })
    await deeds.demandHit(front)
    await front.page.getByText(front.say('checks:hit.desk')).waitFor()
    await whole(front)
    await picture(front, `hit-front-line-${language}`)
  })
  const check = deeds.checkShown(front)
  await step('both nodes know of it: Spain has five answers, Morocco who asked about its record and what for', async () => {
    const kept = await read(esp, 'front-line', 'checks.read-one', { check })
    const states = Object.fromEntries(kept.answers.map(({ partner, state }) => [partner, state]))
    if (!kept.complete || !isDeepStrictEqual(states, ANSWERS)) throw new Error(`Spain has ${JSON.stringify(states)}`)
    const { rows } = await read(mar, 'supervisor', 'registers.find-notices', { limit: 50 })
    const told = rows.find(
      ({ reference, by_member, at }) => reference === deeds.RECORD && by_member === 'esp' && at >= kept.asked_at.slice(0, 16),
    )
    if (!told?.shown || told.purpose !== 'border-control' || told.by_unit !== 'border-post')
      throw new Error(`Morocco was told ${JSON.stringify(rows[0])}`)
  })

  const desk = await step('a Spanish desk officer signs in and checks the document from the keyboard alone', async () => {
    const seat = await seated(takeSeat(browser, { node: esp, role: 'desk', language }))
    await signIn(seat)
    await beginShift(seat, 'investigation', 'Madrid')
    // away from the checks, so that the key has to lead there
    await goTo(seat, 'directory')
    const check = async () => {
      await seat.page.keyboard.press('c')
      await seat.page.waitForURL('**/checks')
      await until('the cursor stands in the field', () => checkField(seat).evaluate((field) => field.matches(':focus')))
      await deeds.checkByScanner(seat)
    }
    await check()
    await deeds.demandAnswersOf(seat, ANSWERS, check)
    await deeds.demandHit(seat)
    await whole(seat)
    await picture(seat, `hit-desk-${language}`)
    return seat
  })
  await step('Tab leads to the one next step, Enter takes it, and the request is filled in from the hit', async () => {
    await tabTo(desk, desk.say('hit.ask'))
    await desk.page.keyboard.press('Enter')
    await desk.page.waitForURL('**/exchange/new?*')
    await deeds.demandPrefilled(desk)
    await whole(desk)
    await picture(desk, `request-${language}`)
  })
  const ours = await step('the owner is asked, to be answered within 8 hours', () =>
    deeds.sendRequest(desk, { text: ASKED, reply_class: 'urgent-direct' }),
  )
  await step('Spain shows the receipt: delivered, 8 hours running, Morocco has the ball', async () => {
    await deeds.demandStep(desk, 'delivered')
    const card = deeds.messageCard(desk, 'request')
    await card.locator('[data-tone=calm]').waitFor()
    await card.getByText(desk.say('terms:reply-class.urgent-direct')).first().waitFor()
    await card.getByText(desk.say('message.ball')).waitFor()
    await deeds.demandReceipt(desk, 'request', 'MA')
    await whole(desk)
    await picture(desk, `case-delivered-${language}`)
  })
  const asked = await step('both nodes count the same 8 hours from the same receipt', async () => {
    const [sent] = (await read(esp, 'desk', 'exchange.read-case', { case: ours })).requests
    const { rows } = await read(mar, 'desk', 'exchange.find-inbox', { limit: 100 })
    const came = rows.find(({ request }) => request === sent!.id)
    if (!came?.case) throw new Error('it is not in the inbox of Morocco')
    const [received] = (await read(mar, 'desk', 'exchange.read-case', { case: came.case })).requests
    const limits = [sent!, received!].map(({ delivered_at, due_at }) => ({ delivered_at, due_at }))
    const [first, second] = limits
    if (JSON.stringify(first) !== JSON.stringify(second)) throw new Error(`different limits: ${JSON.stringify(limits)}`)
    if (Date.parse(first!.due_at!) - Date.parse(first!.delivered_at!) !== EIGHT_HOURS_MS)
      throw new Error(`not 8 hours: ${JSON.stringify(first)}`)
    if (received!.state !== 'delivered' || received!.direction !== 'in' || received!.partner !== 'esp')
      throw new Error(JSON.stringify(received))
    await demandJournalled(network, 'esp', sent!.id, ['post.sent', 'post.delivered'])
    await demandJournalled(network, 'mar', sent!.id, ['post.received'])
    return { request: sent!.id, theirs: came.case }
  })

  const moroccan = await step('a Moroccan desk officer signs in, in Arabic, and opens it from the inbox', async () => {
    const seat = await seated(takeSeat(browser, { node: mar, role: 'desk', language: 'ar' }))
    await signIn(seat)
    await deeds.openFromInbox(seat, { from: 'ES', about: asked.theirs })
    await seat.page.getByText(ASKED).waitFor()
    await seat.page.getByText(deeds.RECORD).first().waitFor()
    await deeds.demandStep(seat, 'opened', { asking: true })
    await deeds.messageCard(seat, 'request').locator('[data-tone=calm]').waitFor()
    await whole(seat)
    await picture(seat, `morocco-opened-${language}`)
    return seat
  })
  await step('Spain sees that a person has opened it', () => deeds.demandStep(desk, 'opened', { asking: true }))
  const file = fileOf(language)
  await step('Morocco answers, with an attachment', async () => {
    await deeds.answerRequest(moroccan, { to: 'ES', text: ANSWERED, file })
    await deeds.demandStep(moroccan, 'answered', { asking: true })
    await moroccan.page.locator('[data-tone=kept]').first().waitFor()
    await deeds.demandReceipt(moroccan, 'answer', 'ES')
    await whole(moroccan)
    await picture(moroccan, `morocco-answered-${language}`)
  })
  await step('the answer appears in Spain by itself, its limit kept', async () => {
    await deeds.demandStep(desk, 'answered', { limit_ms: 45_000 })
    await deeds.messageCard(desk, 'answer').getByText(ANSWERED).waitFor()
    await deeds.messageCard(desk, 'request').locator('[data-tone=kept]').waitFor()
    await whole(desk)
    await picture(desk, `case-answered-${language}`)
  })
  await step('the attachment comes down with the very bytes that were sent', async () => {
    const bytes = await deeds.fetchAttachment(desk, file.name)
    if (!bytes.equals(file.buffer)) throw new Error(`${bytes.length} bytes, ${sha256(bytes)} and not ${sha256(file.buffer)}`)
  })
  await step('both nodes hold the same end: answered in time, the answer received, the file by its hash', async () => {
    const [spain, morocco] = await Promise.all([
      read(esp, 'desk', 'exchange.read-case', { case: ours }),
      read(mar, 'desk', 'exchange.read-case', { case: asked.theirs }),
    ])
    const ends = [spain, morocco].map(({ requests, messages }) => {
      const { state, limit, delivered_at, opened_at, due_at, final_at, ball } = requests.find(({ id }) => id === asked.request)!
      const answer = messages.rows.find(({ kind }) => kind === 'answer')!
      return {
        state,
        limit,
        delivered_at,
        opened_at,
        due_at,
        final_at,
        ball,
        answer: answer.id,
        files: answer.attachments.map((one) => one.sha256),
      }
    })
    if (JSON.stringify(ends[0]) !== JSON.stringify(ends[1]))
      throw new Error(`they differ:\n${ends.map((end) => JSON.stringify(end)).join('\n')}`)
    const [{ state, limit, answer, files }] = ends as [(typeof ends)[number]]
    if (state !== 'answered' || limit !== 'kept' || files.join() !== sha256(file.buffer)) throw new Error(JSON.stringify(ends[0]))
    await demandJournalled(network, 'mar', answer, ['post.sent', 'post.delivered'])
    await demandJournalled(network, 'esp', answer, ['post.received'])
  })
  await step('no page threw, complained, or called anything but its own node', async () => demandNoFaults(seats))
  await step('they leave', async () => {
    for (const seat of seats) await seat.leave()
  })
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Throws unless the journal of a node tells these events of a statement; the last ones may still be on their way. */
export const demandJournalled = (network: Network, id: string, statement: string, events: readonly string[]): Promise<true> => {
  let told: string[] = []
  return until(
    () => `the journal of ${id} tells ${events.join(', ')} of ${statement}; it tells ${told.join(', ') || 'nothing'}`,
    async () => {
      const { rows } = await read(network.node(id), 'data-protection', 'oversight.find-journal', {
        subject: `statement:${statement}`,
        limit: 50,
      })
      told = rows.map(({ event }) => event)
      return events.every((event) => told.includes(event)) || undefined
    },
  )
}

const MOST_TABS = 80
/** Presses Tab until the button of this name has the focus. */
async function tabTo({ page }: Seat, name: string): Promise<void> {
  for (let i = 0; i < MOST_TABS; i++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate<string>(
      `document.activeElement?.matches('button, a') ? document.activeElement.innerText.trim() : ''`,
    )
    if (focused === name) return
  }
  throw new Error(`"${name}" is not reached by ${MOST_TABS} Tabs`)
}
