/** Training needs from the question to the order: Spain asks, Morocco's analyst and supervisor answer, Spain reads what it comes to. */
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Language } from '../../web/language/languages.ts'
import type { Scene } from './cross-border.ts'
import { read } from './node-api.ts'
import { demandNoFaults, demandNoOverflow, goTo, type Seat, settled, signIn, TELEPHONE, takeSeat, WIDE } from './seat.ts'
import { type Step, until } from './steps.ts'

/** Without it a PDF is looked at no further than its first letters. */
const has_poppler = spawnSync('pdftotext', ['-v'], { timeout: 30_000 }).status === 0
const TITLES: Readonly<Record<string, string>> = { en: 'Training needs 2027', fr: 'Besoins de formation 2027', ar: 'احتياجات التدريب 2027' }
const OWN: Readonly<Record<string, string>> = {
  en: 'Interviewing through an interpreter',
  fr: 'Auditions avec interprète',
  ar: 'المقابلة بواسطة مترجم',
}
const DARKWEB = 'Emerging threats, cryptocurrencies and the dark web among them'
const FORGERY = 'Recognition and verification of authentic documents'

export async function trainingNeeds(step: Step, { network, browser, picture }: Scene, language: Language): Promise<void> {
  const [esp, mar] = [network.node('esp'), network.node('mar')]
  const seats: Seat[] = []
  const seated = async (node: typeof esp, role: string, own: Language) => {
    const seat = await takeSeat(browser, { node, role, language: own })
    await signIn(seat)
    seats.push(seat)
    return seat
  }
  const whole = async (seat: Seat) => {
    await settled(seat)
    await demandNoOverflow(seat.page)
  }
  const title = TITLES[language]!
  const textbox = ({ page }: Seat, name: string) => page.getByRole('textbox', { name, exact: true })

  const spain = await step('a supervisor in Spain makes a survey; an empty one says what is missing and stays', async () => {
    const seat = await seated(esp, 'supervisor', language)
    const { page, say } = seat
    await goTo(seat, 'training')
    await page.getByRole('heading', { name: say('training:title'), level: 1 }).waitFor()
    await page
      .getByRole('link', { name: say('training:list.ask') })
      .first()
      .click()
    await page.getByRole('button', { name: say('training:new.send') }).click()
    await page.getByText(say('training:new.no_topics')).waitFor()
    return seat
  })
  const survey = await step('with published topics and one of its own, sent to all partners after asking once more', async () => {
    const { page, say } = spain
    await textbox(spain, say('training:new.name')).fill(title)
    await textbox(spain, say('training:new.due')).fill('31.12.2027')
    for (const topic of [DARKWEB, FORGERY]) await page.getByRole('checkbox', { name: topic }).check()
    await textbox(spain, say('training:new.own')).fill(OWN[language]!)
    await page.getByRole('button', { name: say('training:new.add') }).click()
    await whole(spain)
    await picture(spain, `training-new-${language}`)
    await page.getByRole('button', { name: say('training:new.send') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('training:new.send') })
      .click()
    await page.waitForURL(/training\/[0-9a-f-]{36}$/)
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
    return new URL(page.url()).pathname.split('/')[2]!
  })

  const need = async (seat: Seat, topic: string, officers: string, urgency: string) => {
    const { page, say } = seat
    await page.getByRole('button', { name: say('training:need.add_to', { topic }) }).click()
    const line = page.getByRole('group', { name: topic })
    await line.getByRole('textbox', { name: say('training:need.officers') }).fill(officers)
    await line.getByRole('combobox', { name: say('training:need.urgency') }).selectOption(urgency)
  }
  const save = async ({ page, say }: Seat) => {
    await page.getByRole('button', { name: say('training:survey.save') }).click()
    await page.getByText(say('training:survey.saved')).waitFor()
  }

  await step('an analyst in Morocco says what the unit needs, on a telephone, in Arabic', async () => {
    await until('the survey has come', async () =>
      (await read(mar, 'analyst', 'training.find-surveys', { limit: 50, offset: 0 })).surveys.some(({ id }) => id === survey),
    )
    const seat = await seated(mar, 'analyst', 'ar')
    await seat.page.setViewportSize(TELEPHONE)
    await seat.page.goto(`${mar.url}/training/${survey}`)
    await need(seat, DARKWEB, '40', '4')
    await need(seat, FORGERY, '25', '2')
    await whole(seat)
    await picture(seat, `training-unit-telephone-${language}`)
    await save(seat)
    await seat.page.setViewportSize(WIDE)
  })
  await step('its supervisor sees both units, and answers for the country', async () => {
    const seat = await seated(mar, 'supervisor', 'fr')
    const { page, say } = seat
    await goTo(seat, 'training')
    await page.getByRole('row').filter({ hasText: title }).click()
    await need(seat, DARKWEB, '10', '2')
    await page.getByRole('checkbox', { name: `${OWN[language]}: ${say('training:need.irrelevant')}` }).check()
    await save(seat)
    await page.getByText('analysis · spoc').waitFor()
    await page.getByRole('cell', { name: '50', exact: true }).waitFor()
    await whole(seat)
    await picture(seat, `training-country-${language}`)
    await page.getByRole('button', { name: say('training:survey.answer'), exact: true }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('training:survey.answer'), exact: true })
      .click()
    await page.getByRole('button', { name: say('training:survey.answer_again') }).waitFor()
  })
  await step('Spain reads the order, beside who answered and what it hangs on, wide and narrow', async () => {
    const { page, say } = spain
    await until('the answer has come', async () =>
      (await read(esp, 'supervisor', 'training.read-results', { survey, late: false })).asked.some(
        ({ member, counted }) => member === 'mar' && counted,
      ),
    )
    await page.goto(`${esp.url}/training/${survey}/results`)
    await page.getByText(say('training:results.ours')).waitFor()
    const rows = page.getByRole('row')
    await rows.nth(1).getByText(DARKWEB).waitFor()
    await rows.nth(2).getByText(FORGERY).waitFor()
    await whole(spain)
    await picture(spain, `training-results-${language}`)
    await page.setViewportSize(TELEPHONE)
    await whole(spain)
    await picture(spain, `training-results-telephone-${language}`)
    await page.setViewportSize(WIDE)
  })
  for (const form of ['pdf', 'docx', 'xlsx'] as const)
    await step(`the report comes as ${form.toUpperCase()}`, async () => {
      const { page, say } = spain
      await page.getByRole('combobox', { name: say('document.form') }).selectOption(form)
      const [download] = await Promise.all([
        page.waitForEvent('download', { timeout: 60_000 }),
        page.getByRole('button', { name: say('document.act'), exact: true }).click(),
      ])
      const bytes = readFileSync((await download.path())!)
      if (bytes.subarray(0, 4).toString('latin1') !== (form === 'pdf' ? '%PDF' : 'PK\u0003\u0004')) throw new Error(`no ${form}`)
      if (form !== 'pdf' || !has_poppler) return
      const text = execFileSync('pdftotext', [(await download.path())!, '-'], { encoding: 'utf8', timeout: 60_000 })
      for (const wanted of [language === 'ar' ? 'الأولوية' : 'Priority', '14.15', DARKWEB.slice(0, 16)])
        if (!text.includes(wanted)) throw new Error(`${wanted} is not in it:\n${text.slice(0, 2_000)}`)
    })
  await step('closed, it takes no answer any more', async () => {
    const { page, say } = spain
    await page.goto(`${esp.url}/training/${survey}`)
    await page.getByRole('button', { name: say('training:survey.to_closed') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('training:survey.to_closed') })
      .click()
    await page.getByRole('button', { name: say('training:survey.to_open') }).waitFor()
    demandNoFaults(seats)
    for (const seat of seats) await seat.leave()
  })
}
