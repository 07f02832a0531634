/** The front line on a telephone: the whole flow of a check in a window of 390 pixels, with one thumb. */
import { stories } from '../../demo/population/stories.ts'
import { ANSWERS, type Scene } from './cross-border.ts'
import * as deeds from './deeds.ts'
import { beginShift, checkField, demandNoFaults, demandNoOverflow, type Seat, settled, signIn, TELEPHONE, takeSeat } from './seat.ts'
import type { Step } from './steps.ts'

/** What a thumb hits without looking (WCAG 2.2, 2.5.5). */
const THUMB_PX = 44
const WANTED = stories().find(({ id }) => id === 'wanted-person')!
/** Held by nobody in the demonstration. */
const NOBODYS = 'passport QX7700417'

export async function telephone(step: Step, { network, browser, picture }: Scene): Promise<void> {
  const seat = await step('the Spanish node opens on a telephone, and one tap signs the front line in', async () => {
    const taken = await takeSeat(browser, { node: network.node('esp'), role: 'front-line', language: 'en', telephone: true })
    await demandNoOverflow(taken.page)
    await signIn(taken)
    return taken
  })
  const { page, say } = seat
  const ask = async (text: string) => {
    await checkField(seat).tap()
    await checkField(seat).fill(text)
    await page
      .getByRole('main')
      .getByRole('button', { name: say('checks:check'), exact: true })
      .tap()
    await page.waitForURL('**/checks/*-*')
  }
  const anew = async () => {
    await page
      .getByRole('main')
      .getByRole('link', { name: say('checks:new'), exact: true })
      .first()
      .tap()
    await page.waitForURL('**/checks')
  }
  const answered = (wanted: Readonly<Record<string, string>>, text: string) =>
    deeds.demandAnswersOf(seat, wanted, async () => {
      await anew()
      await ask(text)
    })

  await step('the shift begins; nothing but the field and its button is on the page', async () => {
    await beginShift(seat, 'border-control', 'Almería')
    await settled(seat)
    await demandNoOverflow(page)
    const controls = await page
      .getByRole('main')
      .locator('button:visible, a:visible, input:visible, textarea:visible, select:visible')
      .count()
    if (controls !== 2) throw new Error(`${controls} controls`)
    await demandThumb(seat, say('checks:check'))
    await picture(seat, 'telephone-check')
  })
  await step('the specimen is asked, and the hit with its action fills the screen', async () => {
    await ask(deeds.SPECIMEN)
    await answered(ANSWERS, deeds.SPECIMEN)
    await deeds.demandHit(seat)
    await settled(seat)
    await demandNoOverflow(page)
    const word = await deeds.demandOverall(seat, 'hit')
    const box = (await word.boundingBox())!
    if (box.y < 0 || box.y + box.height > TELEPHONE.height)
      throw new Error(`the word stands at ${Math.round(box.y)} of ${TELEPHONE.height}`)
    const action = page
      .getByRole('main')
      .getByRole('status')
      .getByText(say(`terms:action-to-take.${deeds.ACTION.code}`), { exact: true })
    const below = (await action.boundingBox())!
    if (below.y + below.height > TELEPHONE.height) throw new Error('what to do stands below the screen')
    await picture(seat, 'telephone-hit')
  })
  await step('the next traveller, by name and in the other script: wanted in Morocco', async () => {
    const text = WANTED.asked[0]!
    await anew()
    await ask(text)
    await answered({ ...ANSWERS, mar: 'hit' }, text)
    const card = page.getByRole('article').filter({ hasText: WANTED.contents.reference })
    await card.getByText(say(`terms:action-to-take.${WANTED.contents.action_to_take.code}`), { exact: true }).waitFor()
    await card.getByText('بن خدو').first().waitFor()
    // how near the two scripts come is said in one of two ways
    await card
      .getByText(say('terms:match.transliteration'))
      .or(card.getByText(say('terms:match.transliteration-near')))
      .first()
      .waitFor()
    await settled(seat)
    await demandNoOverflow(page)
    await picture(seat, 'telephone-hit-name')
  })
  await step('a document that nobody holds: no hit, and who was asked', async () => {
    await anew()
    await ask(NOBODYS)
    await answered({ esp: 'no-hit', mar: 'no-hit', fra: 'no-hit', sen: 'no-hit', sec: 'no-hit' }, NOBODYS)
    await deeds.demandOverall(seat, 'no-hit')
    await page.getByText(say('checks:answer.no_hit', { count: 5 })).waitFor()
    await settled(seat)
    await demandNoOverflow(page)
    await picture(seat, 'telephone-no-hit')
  })
  await step('no page threw, complained, or called anything but its own node', async () => demandNoFaults([seat]))
  await step('the officer leaves', () => seat.leave())
}

async function demandThumb({ page }: Seat, name: string): Promise<void> {
  const box = (await page.getByRole('main').getByRole('button', { name, exact: true }).boundingBox())!
  if (box.height < THUMB_PX || box.y + box.height > TELEPHONE.height)
    throw new Error(`"${name}" is ${Math.round(box.height)} px high and ends at ${Math.round(box.y + box.height)}`)
}
