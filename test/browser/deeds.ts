/** What officers do in the pages of checks and requests, by the words that they read. */
import { readFileSync } from 'node:fs'
import type { Locator } from 'playwright-core'
import { stories } from '../../demo/population/stories.ts'
import { checkField, goTo, PATIENCE_MS, paste, type Seat, settled } from './seat.ts'
import { until } from './steps.ts'
import { stateName } from './words.ts'

const story = stories().find(({ id }) => id === 'stolen-passport')!
/** The specimen of ICAO Doc 9303-4, appendix A; Morocco's register says that it is stolen. */
export const SPECIMEN = story.asked[0]!
export const SPECIMEN_LINES = SPECIMEN.split('\n') as [string, string]
export const SPECIMEN_NUMBER = 'L898902C3'
export const RECORD = story.contents.reference
export const ACTION = story.contents.action_to_take

/** Pastes the zone, waits until it is understood, and asks by the button. */
export async function checkByPaste(seat: Seat): Promise<void> {
  const { page, say } = seat
  await paste(page, checkField(seat), SPECIMEN)
  await page.getByText(say('checks:seen.zone'), { exact: true }).waitFor()
  await page.getByText('ERIKSSON, ANNA MARIA').waitFor()
  await page.getByText(say('checks:seen.digits_agree')).waitFor()
  await page
    .getByRole('main')
    .getByRole('button', { name: say('checks:check'), exact: true })
    .click()
  await page.waitForURL('**/checks/*-*')
}

/** Types the zone line by line as a scanner on a keyboard wedge does: each line ends with Enter, the last one asks. */
export async function checkByScanner(seat: Seat): Promise<void> {
  for (const line of SPECIMEN_LINES) {
    await seat.page.keyboard.type(line)
    await seat.page.keyboard.press('Enter')
  }
  await seat.page.waitForURL('**/checks/*-*')
}

/** The id of the check whose answers are shown. */
export const checkShown = ({ page }: Seat): string => new URL(page.url()).pathname.split('/')[2]!

/** A partner's row among the answers to a check. */
export const answerRow = ({ page, say }: Seat, member: string): Locator =>
  page
    .getByRole('list', { name: say('checks:answer.partners') })
    .getByRole('listitem')
    .filter({ hasText: member.toUpperCase() })

/** Waits until the rows of these members say these answers. */
export async function demandAnswers(seat: Seat, wanted: Readonly<Record<string, string>>): Promise<void> {
  for (const [member, answer] of Object.entries(wanted))
    await answerRow(seat, member)
      .getByText(seat.say(`terms:check-answer.${answer}`), { exact: true })
      .waitFor()
}

const TRIES = 4
/**
 * Waits for these answers. A node that a busy machine kept from answering in time says "no answer", rightly: the document is then checked
 * anew by `again`, a few times. `down` are the members that can not answer. Answers how often it was checked.
 */
export async function demandAnswersOf(
  seat: Seat,
  wanted: Readonly<Record<string, string>>,
  again: () => Promise<void>,
  down: readonly string[] = [],
): Promise<number> {
  for (let tries = 1; ; tries++) {
    const rows = answerRow(seat, '')
    const [late, waiting] = (['no-answer', 'waiting'] as const).map((code) =>
      rows.getByText(seat.say(`terms:check-answer.${code}`), { exact: true }),
    )
    await rows.first().waitFor()
    await until('nobody is waited for', async () => (await waiting!.count()) === 0)
    if ((await late!.count()) <= down.length || tries === TRIES) {
      await demandAnswers(seat, wanted)
      return tries
    }
    await again()
  }
}

/** The answer that stands over all others. */
export async function demandOverall({ page, say }: Seat, answer: string): Promise<Locator> {
  const word = page
    .getByRole('main')
    .getByRole('status')
    .getByText(say(`terms:check-answer.${answer}`), { exact: true })
  await word.waitFor()
  return word
}

/** The card of Morocco's record, with all that it has to say. */
export async function demandHit(seat: Seat): Promise<Locator> {
  const { page, say, language } = seat
  await demandOverall(seat, 'hit')
  const card = page.getByRole('article').filter({ hasText: RECORD })
  await card.getByText(say(`terms:action-to-take.${ACTION.code}`), { exact: true }).waitFor()
  for (const text of [
    ACTION.words!,
    stateName(language, 'MA'),
    story.contents.contact!,
    say('terms:document-status.stolen'),
    say('hit.lead'),
  ])
    await card.getByText(text).first().waitFor()
  // the reasons: what met, on both sides, and how well
  for (const fact of ['document-number', 'issuer']) {
    const row = card.getByRole('row').filter({ has: page.getByRole('rowheader', { name: say(`fact.${fact}`), exact: true }) })
    await row.getByText(say('terms:match.same'), { exact: true }).waitFor()
  }
  const number = card.getByRole('row').filter({ has: page.getByRole('rowheader', { name: say('fact.document-number'), exact: true }) })
  if ((await number.getByText(SPECIMEN_NUMBER, { exact: true }).count()) !== 2) throw new Error('the number does not stand on both sides')
  return card
}

/** Fills what the hit could not know, looks over, sends; answers the case's id. */
export async function sendRequest(seat: Seat, { text, reply_class }: { text: string; reply_class: string }): Promise<string> {
  const { page, say } = seat
  const form = page.getByRole('form', { name: say('exchange:new.title') })
  await form.getByRole('textbox', { name: say('exchange:request.text') }).fill(text)
  await form.getByRole('radio', { name: say(`terms:reply-class.${reply_class}`), exact: true }).check()
  await form.getByRole('button', { name: say('exchange:new.go'), exact: true }).click()
  const dialogue = page.getByRole('dialog', { name: say('exchange:new.confirm', { count: 1 }) })
  await dialogue.getByText(stateName(seat.language, 'MA')).waitFor()
  await dialogue.getByRole('button', { name: say('exchange:new.act'), exact: true }).click()
  await page.waitForURL('**/exchange/cases/*')
  return new URL(page.url()).pathname.split('/')[3]!
}

/** Throws unless the form knows what the hit knew. */
export async function demandPrefilled({ page, say, language }: Seat): Promise<void> {
  const form = page.getByRole('form', { name: say('exchange:new.title') })
  await form.getByText(say('exchange:new.from_hit')).waitFor()
  const ticked = async (name: string) => {
    const box = form.getByRole('checkbox', { name })
    await box.waitFor()
    if (!(await box.isChecked())) throw new Error(`not ticked: ${name}`)
  }
  await ticked(stateName(language, 'MA'))
  await ticked(say('exchange:question.behind-hit'))
  const value = (label: string) =>
    form
      .getByRole('textbox', { name: say(label) })
      .first()
      .inputValue()
  const number = await value('exchange:subject.number')
  if (number !== SPECIMEN_NUMBER) throw new Error(`the number of the document is "${number}"`)
  const reason = await value('exchange:request.reason')
  if (!reason.includes(RECORD)) throw new Error(`the reason does not name the record: "${reason}"`)
}

/** The card of a message in the open case, the newest of its kind. */
export const messageCard = ({ page, say }: Seat, kind: string): Locator =>
  page.getByRole('article', { name: say(`exchange:message-kind.${kind}`), exact: true }).last()

/** Waits until the request of the open case stands at a step; reads the case again only where `asking`. */
export async function demandStep(seat: Seat, state: string, { asking = false, limit_ms = PATIENCE_MS } = {}): Promise<void> {
  const { page, say } = seat
  const here = messageCard(seat, 'request')
    .locator('[aria-current=step]')
    .getByText(say(`terms:message-state.${state}`), { exact: true })
  await until(
    `the request is shown as ${state}`,
    async () => {
      if (await here.isVisible()) return true
      if (asking) {
        await page.getByRole('button', { name: say('exchange:case.reload') }).click()
        await settled(seat)
      }
      return false
    },
    limit_ms,
  )
}

/** Opens what came in about a case from the inbox, stating a purpose where none is known yet. */
export async function openFromInbox(seat: Seat, { from, about }: { from: string; about: string }): Promise<void> {
  const { page, say, language } = seat
  await goTo(seat, 'exchange')
  const rows = page.getByRole('list', { name: say('exchange:list.inbox') }).getByRole('link')
  await rows
    .and(page.locator(`[data-case="${about}"]`))
    .filter({ hasText: stateName(language, from) })
    .first()
    .click()
  const gate = page.getByRole('heading', { name: say('exchange:purpose.title') })
  const shown = messageCard(seat, 'request')
  await gate.or(shown).first().waitFor()
  if (await gate.isVisible()) {
    await page.getByRole('radio', { name: say('terms:purpose.investigation'), exact: true }).check()
    await page.getByRole('button', { name: say('exchange:purpose.open') }).click()
  }
  await shown.waitFor()
  await settled(seat)
}

export interface Attachment {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** Answers the request finally: what stands behind the hit, and a file. */
export async function answerRequest(seat: Seat, { to, text, file }: { to: string; text: string; file: Attachment }): Promise<void> {
  const { page, say, language } = seat
  const partner = stateName(language, to)
  await messageCard(seat, 'request')
    .getByRole('button', { name: say('exchange:answer.open'), exact: true })
    .click()
  const form = page.getByRole('form', { name: say('exchange:answer.title', { partner }) })
  const fact = form.getByRole('group', { name: say('exchange:question.behind-hit') })
  await fact.getByRole('textbox', { name: say('exchange:answer.fact_text') }).fill(text)
  await form.getByLabel(say('exchange:field.files_choose')).and(page.locator('input')).setInputFiles(file)
  await form.getByText(file.name).waitFor()
  await form.getByRole('button', { name: say('exchange:answer.go'), exact: true }).click()
  const dialogue = page.getByRole('dialog', { name: say('exchange:answer.confirm', { partner }) })
  await dialogue.getByText(say('exchange:answer.happens_files', { count: 1 })).waitFor()
  await dialogue.getByRole('button', { name: say('exchange:answer.act'), exact: true }).click()
  await form.waitFor({ state: 'detached' })
}

/** Fetches the file of the answer as an officer does, and answers its bytes. */
export async function fetchAttachment(seat: Seat, name: string): Promise<Buffer> {
  const { page, say } = seat
  const button = messageCard(seat, 'answer').getByRole('button', { name: say('exchange:file.fetch_named', { name }) })
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
  if (download.suggestedFilename() !== name) throw new Error(`the file comes as "${download.suggestedFilename()}"`)
  return readFileSync((await download.path())!)
}

/** The receipts that the facts of the open case list for what was sent. */
export async function demandReceipt({ page, say, language }: Seat, kind: string, to: string): Promise<void> {
  await page
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name: say(`exchange:message-kind.${kind}`), exact: true }) })
    .filter({ hasText: stateName(language, to) })
    .filter({ hasText: say('exchange:delivery.delivered') })
    .first()
    .waitFor()
}
