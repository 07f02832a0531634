/** The same story with Morocco's process killed in the middle: what is known is shown, what is sent waits, and all of it arrives. */
import { ANSWERS, demandJournalled, fileOf, type Scene } from './cross-border.ts'
import * as deeds from './deeds.ts'
import { read } from './node-api.ts'
import { beginShift, demandNoFaults, demandNoOverflow, goTo, type Seat, settled, signIn, takeSeat } from './seat.ts'
import type { Step } from './steps.ts'

const ASKED = 'Asked while your node was away: is the theft confirmed?'
const ANSWERED = 'نعم، السرقة مؤكدة.'
/** The longest pause between two attempts to deliver is a minute. */
const DELIVERY_MS = 75_000

export async function partnerDown(step: Step, { network, browser, picture }: Scene): Promise<void> {
  const [esp, mar] = [network.node('esp'), network.node('mar')]
  const seats: Seat[] = []
  const desk = await step('a Spanish desk officer checks the specimen and has a hit of Morocco', async () => {
    const seat = await takeSeat(browser, { node: esp, role: 'desk', language: 'en' })
    seats.push(seat)
    await signIn(seat)
    await beginShift(seat, 'investigation', 'Madrid')
    await deeds.checkByPaste(seat)
    await deeds.demandAnswersOf(seat, ANSWERS, async () => {
      await goTo(seat, 'checks')
      await deeds.checkByPaste(seat)
    })
    await deeds.demandHit(seat)
    return seat
  })
  await step("SIGKILL strikes Morocco's node process", () => network.kill('mar'))
  const front = await step('a front-line officer checks the same: no answer from Morocco, and the others answer undelayed', async () => {
    const seat = await takeSeat(browser, { node: esp, role: 'front-line', language: 'en' })
    seats.push(seat)
    await signIn(seat)
    await beginShift(seat, 'border-control', 'Almería')
    await deeds.checkByPaste(seat)
    await deeds.demandAnswersOf(
      seat,
      { ...ANSWERS, mar: 'no-answer' },
      async () => {
        await goTo(seat, 'checks')
        await deeds.checkByPaste(seat)
      },
      ['mar'],
    )
    return seat
  })
  await step('that is not called "no hit": the answer over all is "no answer", with the partner by name', async () => {
    await deeds.demandOverall(front, 'no-answer')
    await front.page.getByText(front.say('checks:answer.no_answer', { names: 'Morocco' })).waitFor()
    await settled(front)
    await demandNoOverflow(front.page)
    await picture(front, 'no-answer')
    const { answers } = await read(esp, 'front-line', 'checks.read-one', { check: deeds.checkShown(front) })
    const took = Object.fromEntries(answers.map(({ partner, state, took_ms }) => [partner, { state, took_ms }]))
    if (took.mar?.state !== 'no-answer' || took.fra?.state !== 'no-hit') throw new Error(JSON.stringify(took))
  })
  const ours = await step('the desk asks Morocco all the same, from the hit it had', async () => {
    await desk.page
      .getByRole('article')
      .getByRole('button', { name: desk.say('hit.ask') })
      .click()
    await desk.page.waitForURL('**/exchange/new?*')
    await deeds.demandPrefilled(desk)
    return deeds.sendRequest(desk, { text: ASKED, reply_class: 'urgent-direct' })
  })
  const request = await step('the request is shown as waiting, its time limit not begun, and the node says the same', async () => {
    await deeds.demandStep(desk, 'waiting')
    const card = deeds.messageCard(desk, 'request')
    await card.getByText(desk.say('exchange:delivery.waiting')).first().waitFor()
    await card.getByText(desk.say('exchange:request.limit_waits')).first().waitFor()
    await card.getByText(desk.say('exchange:request.waits_here')).waitFor()
    await picture(desk, 'case-waiting')
    const [one] = (await read(esp, 'desk', 'exchange.read-case', { case: ours })).requests
    if (one!.state !== 'waiting' || one!.delivered_at !== null || one!.due_at !== null) throw new Error(JSON.stringify(one))
    return one!.id
  })
  await step('the network page says that Morocco does not answer', async () => {
    await goTo(desk, 'network')
    const row = desk.page
      .getByRole('list', { name: desk.say('network:part.partners') })
      .getByRole('listitem')
      .filter({ hasText: 'Morocco' })
    await row.getByText(desk.say('network:state_since.not-answering', { time: '' }).trim()).waitFor()
    await picture(desk, 'network-partner-down')
  })
  await step("Morocco's node is started again on what the kill left", () => network.restart('mar'))
  await step('the request is delivered without anybody doing anything, and its 8 hours begin', async () => {
    await desk.page.goto(`${esp.url}/exchange/cases/${ours}?list=cases`)
    await deeds.demandStep(desk, 'delivered', { limit_ms: DELIVERY_MS })
    await deeds.messageCard(desk, 'request').locator('[data-tone=calm]').waitFor()
    await demandJournalled(network, 'esp', request, ['post.sent', 'post.delivered'])
    await demandJournalled(network, 'mar', request, ['post.received'])
  })
  const file = fileOf('en')
  await step('Morocco opens and answers it', async () => {
    const { rows } = await read(mar, 'desk', 'exchange.find-inbox', { limit: 100 })
    const came = rows.filter((row) => row.request === request && row.kind === 'request')
    if (came.length !== 1) throw new Error(`it stands ${came.length} times in the inbox`)
    const seat = await takeSeat(browser, { node: mar, role: 'desk', language: 'ar' })
    seats.push(seat)
    await signIn(seat)
    await deeds.openFromInbox(seat, { from: 'ES', about: came[0]!.case! })
    await seat.page.getByText(ASKED).waitFor()
    await deeds.answerRequest(seat, { to: 'ES', text: ANSWERED, file })
  })
  await step('Spain has the answer, its attachment, and a limit that was kept', async () => {
    await deeds.demandStep(desk, 'answered', { asking: true })
    await deeds.messageCard(desk, 'answer').getByText(ANSWERED).waitFor()
    if (!(await deeds.fetchAttachment(desk, file.name)).equals(file.buffer)) throw new Error('other bytes')
    const { requests, messages } = await read(esp, 'desk', 'exchange.read-case', { case: ours })
    if (requests[0]!.state !== 'answered' || requests[0]!.limit !== 'kept') throw new Error(JSON.stringify(requests))
    if (messages.rows.filter(({ kind }) => kind === 'answer').length !== 1) throw new Error('the answer is there more than once')
  })
  await step('a check is answered by Morocco again', async () => {
    await goTo(front, 'checks')
    await deeds.checkByPaste(front)
    await deeds.demandAnswersOf(front, ANSWERS, async () => {
      await goTo(front, 'checks')
      await deeds.checkByPaste(front)
    })
    await deeds.demandHit(front)
  })
  await step('no page threw, complained, or called anything but its own node', async () => demandNoFaults(seats))
  await step('they leave', async () => {
    for (const seat of seats) await seat.leave()
  })
}
