/** Names: a hit says part by part what met what, two officers change from where on a name is one, and a third measures what that is worth. */
import type { Locator } from 'playwright-core'
import { stories } from '../../demo/population/stories.ts'
import { ANSWERS, type Scene } from './cross-border.ts'
import * as deeds from './deeds.ts'
import { perform, read } from './node-api.ts'
import { beginShift, checkField, demandNoFaults, demandNoOverflow, goTo, type Seat, settled, signIn, takeSeat } from './seat.ts'
import { type Step, until } from './steps.ts'

const WANTED = stories().find(({ id }) => id === 'wanted-person')!
/** A purpose for which nobody else in these stories asks. */
const PURPOSE = 'threat-analysis'
const NARROW = 0.93
const TITLE = 'Medición de noviembre'

export async function names(step: Step, { network, browser, picture }: Scene): Promise<void> {
  const [esp, mar] = [network.node('esp'), network.node('mar')]
  const seats: Seat[] = []
  const seated = async (role: string, language: 'en' | 'ar') => {
    const seat = await takeSeat(browser, { node: esp, role, language })
    seats.push(seat)
    await signIn(seat)
    return seat
  }
  const whole = async (seat: Seat) => {
    await settled(seat)
    await demandNoOverflow(seat.page)
  }
  const thresholdOf = async (node: typeof esp, purpose: string) =>
    (await read(node, 'supervisor', 'registers.read-thresholds', {})).rows.find((row) => row.purpose === purpose)!

  const desk = await step('a Spanish desk officer asks about a person wanted in Morocco, by name', async () => {
    const seat = await seated('desk', 'en')
    await beginShift(seat, 'wanted-person', 'Madrid')
    const check = async () => {
      await goTo(seat, 'checks')
      await seat.page.goto(`${esp.url}/checks`)
      await checkField(seat).fill(WANTED.asked[0]!)
      await seat.page
        .getByRole('main')
        .getByRole('button', { name: seat.say('checks:check'), exact: true })
        .click()
      await seat.page.waitForURL('**/checks/*-*')
    }
    await check()
    await deeds.demandAnswersOf(seat, { ...ANSWERS, mar: 'hit' }, check)
    return seat
  })
  await step('the parts that met bear one number, one line and one colour on both sides, and a list says by what rule', async () => {
    const card = desk.page.getByRole('article').filter({ hasText: WANTED.contents.reference })
    const marks = await marksOf(card)
    const numbers = new Set(marks.flatMap(({ number }) => (number === '' ? [] : [number])))
    if (numbers.size < 2) throw new Error(`${numbers.size} parts met`)
    for (const number of numbers) {
      const both = marks.filter((mark) => mark.number === number)
      const looks = new Set(both.map(({ look, colour, line }) => `${look} ${colour} ${line}`))
      if (both.length !== 2 || looks.size !== 1) throw new Error(`number ${number}: ${JSON.stringify(both)}`)
    }
    const reasons = card.getByRole('list', { name: desk.say('names.reasons') }).getByRole('listitem')
    if ((await reasons.count()) < numbers.size) throw new Error(`${await reasons.count()} reasons`)
    // both names as they are, each in the direction and the voice of its letters
    const spelt = card
      .locator('bdi[translate=no]')
      .filter({ has: desk.page.locator('mark') })
      .or(card.locator('bdi[translate=no][lang]'))
    if ((await spelt.count()) < 4) throw new Error('not all names are marked')
    for (const name of await spelt.all())
      if ((await name.getAttribute('dir')) !== 'auto') throw new Error(`no direction: ${await name.innerText()}`)
    await card.locator('bdi[lang=ar]').first().waitFor({ state: 'attached' })
    await whole(desk)
    await picture(desk, 'marked-names')
  })
  await step('how sure it is stands there as a word and a figure that is never certain, with the threshold of Morocco', async () => {
    const card = desk.page.getByRole('article').filter({ hasText: WANTED.contents.reference })
    const { threshold } = await thresholdOf(mar, 'wanted-person')
    await card.getByText(desk.say('hit.from', { threshold: threshold.toFixed(2) })).waitFor()
    await card.getByText(desk.say('strength.strong'), { exact: true }).waitFor()
    const figure = await card.getByText(/^0\.\d\d of 1$/).innerText()
    if (Number(figure.slice(0, 4)) >= 1) throw new Error(figure)
    await card.getByText(desk.say('hit.lead')).waitFor()
  })

  const supervisor = await step('a supervisor proposes a narrower threshold, and cannot confirm it', async () => {
    const seat = await seated('supervisor', 'en')
    const { page, say } = seat
    await page.goto(`${esp.url}/registers/thresholds`)
    await page
      .getByRole('button', { name: say('registers:thresholds.propose_for', { purpose: say(`terms:purpose.${PURPOSE}`) }), exact: true })
      .click()
    const dialogue = page.getByRole('dialog')
    await dialogue.getByRole('textbox', { name: say('registers:thresholds.from') }).fill(String(NARROW))
    await dialogue.getByRole('textbox', { name: say('registers:thresholds.reason') }).fill('Too many false hits in the last analysis.')
    await picture(seat, 'threshold-proposal')
    await dialogue.getByRole('button', { name: say('registers:thresholds.propose'), exact: true }).click()
    await page.getByText(say('registers:thresholds.other')).waitFor()
    if ((await page.getByRole('button', { name: say('registers:thresholds.confirm'), exact: true }).count()) > 0)
      throw new Error('the proposer is offered to confirm')
    await whole(seat)
    await picture(seat, 'thresholds-proposed')
    const { threshold } = await thresholdOf(esp, PURPOSE)
    if (threshold === NARROW) throw new Error('it holds already')
    return seat
  })
  const protection = await step('the data protection officer confirms it, in Arabic; from then on it holds', async () => {
    const seat = await seated('data-protection', 'ar')
    const { page, say } = seat
    await page.goto(`${esp.url}/registers/thresholds`)
    await page.getByRole('button', { name: say('registers:thresholds.confirm'), exact: true }).click()
    const dialogue = page.getByRole('dialog')
    await dialogue.getByRole('button', { name: say('registers:thresholds.confirm'), exact: true }).click()
    await dialogue.waitFor({ state: 'hidden' })
    const row = await until('the threshold holds', async () => {
      const now = await thresholdOf(esp, PURPOSE)
      return now.threshold === NARROW && now
    })
    if (!row.proposed_by || !row.confirmed_by || row.proposed_by === row.confirmed_by) throw new Error(JSON.stringify(row))
    await whole(seat)
    await picture(seat, 'thresholds-confirmed')
    return seat
  })
  await step('an officer who asks for that purpose sees that Spain counts names from there on, and Morocco from its own', async () => {
    const subjects = [{ person: { names: [{ text: 'Youssef Benkhaddou' }] } }]
    const { check } = await perform(esp, 'desk', 'checks.run', { subjects, purpose: PURPOSE }, PURPOSE)
    await until('the check is complete', async () => (await read(esp, 'desk', 'checks.read-one', { check })).complete)
    await desk.page.goto(`${esp.url}/checks/${check}`)
    const others = await thresholdOf(mar, PURPOSE)
    for (const [member, threshold] of [
      ['esp', NARROW],
      ['mar', others.threshold],
    ] as const)
      await deeds
        .answerRow(desk, member)
        .getByText(desk.say('checks:answer.threshold', { threshold: threshold.toFixed(2) }))
        .waitFor()
    await whole(desk)
  })

  await step('she measures the comparison on pairs that say that they are synthetic', async () => {
    const { page, say } = protection
    await page.goto(`${esp.url}/registers/measurements`)
    await page.getByText(say('registers:measure.synthetic_text')).waitFor()
    await page.getByRole('button', { name: say('registers:measure.run'), exact: true }).click()
    await page.waitForURL('**/measurements/*-*')
    await page.getByRole('figure').waitFor()
    await page.getByText(say('registers:measure.source_synthetic')).waitFor()
    await page.getByText(say('demo.mark'), { exact: true }).first().waitFor()
    await whole(protection)
    await picture(protection, 'measurement')
  })
  await step('moving the threshold by key changes the figures, and the pairs that change side are shown with their reasons', async () => {
    const { page, say } = protection
    const recall = page.getByRole('definition').first()
    const before = await recall.innerText()
    const slider = page.getByRole('slider').first()
    await slider.focus()
    // to the narrow end, whichever side that is
    await page.keyboard.press('End')
    await until('the figures follow', async () => (await recall.innerText()) !== before)
    const row = page.getByRole('row').filter({ hasText: say('terms:purpose.identify-dead') })
    await row.getByRole('button').first().click()
    const pair = page.getByRole('list', { name: say('names.reasons') }).first()
    await pair.waitFor()
    await page.getByText(say('registers:measure.becomes_no_hit')).first().waitFor()
    await whole(protection)
    await picture(protection, 'measured-pairs')
  })
  await step('saved under a title, a supervisor sees it, and cannot delete it', async () => {
    const { page, say } = protection
    await page.getByRole('textbox', { name: say('registers:measure.title') }).fill(TITLE)
    await page.getByRole('button', { name: say('registers:measure.save'), exact: true }).click()
    await page.getByText(say('registers:measure.kept_until')).waitFor()
    await supervisor.page.goto(`${esp.url}/registers/measurements`)
    await supervisor.page.getByText(TITLE).first().click()
    await supervisor.page.getByRole('figure').waitFor()
    if ((await supervisor.page.getByRole('button', { name: supervisor.say('registers:measure.remove'), exact: true }).count()) > 0)
      throw new Error('a supervisor is offered to delete it')
    await whole(supervisor)
  })
  await step('the journal tells who proposed, confirmed and measured', async () => {
    for (const event of [
      'registers.propose-threshold',
      'registers.confirm-threshold',
      'registers.begin-measurement',
      'registers.keep-measurement',
    ]) {
      const { rows } = await read(esp, 'data-protection', 'oversight.find-journal', { event, limit: 1 })
      if (rows.length === 0) throw new Error(`nothing of ${event}`)
    }
  })
  await step('no page threw, complained, or called anything but its own node', async () => demandNoFaults(seats))
  await step('they leave', async () => {
    for (const seat of seats) await seat.leave()
  })
}

interface Mark {
  readonly number: string
  readonly look: string
  readonly colour: string
  readonly line: string
}

/** The marks in the two names of a card, as they are drawn. */
const marksOf = (card: Locator): Promise<Mark[]> =>
  card.locator('mark').evaluateAll((marks) =>
    marks.map((mark) => {
      const { look = '', colour = '' } = (mark as unknown as { dataset: Record<string, string> }).dataset
      const style = (globalThis as unknown as { getComputedStyle(element: unknown): Record<string, string> }).getComputedStyle(mark)
      return { number: mark.querySelector('span')?.textContent ?? '', look, colour, line: style.textDecorationStyle ?? '' }
    }),
  )
