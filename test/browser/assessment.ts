/** A threat assessment from the call to the report: Spain has the chair, Morocco drafts in French and states in Arabic, both endorse a priority. */
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Language } from '../../web/language/languages.ts'
import type { Scene } from './cross-border.ts'
import { read } from './node-api.ts'
import { demandNoFaults, demandNoOverflow, goTo, type Seat, settled, signIn, TELEPHONE, takeSeat, WIDE } from './seat.ts'
import { type Step, until } from './steps.ts'

const has_poppler = spawnSync('pdftotext', ['-v'], { timeout: 30_000 }).status === 0
const FORUM: Readonly<Record<string, string>> = { en: 'Forum on threats', ar: 'منتدى التهديدات' }
const TITLE: Readonly<Record<string, string>> = { en: 'Threats 2026', ar: 'التهديدات 2026' }
const LIMITS: Readonly<Record<string, string>> = { en: 'Figures are national and differ', ar: 'الأرقام وطنية ومختلفة' }
const UNIT = 'armes saisies'
const SECRET = 'Trois ateliers au nord'

export async function threatAssessment(step: Step, { network, browser, picture }: Scene, language: Language): Promise<void> {
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
  const inForm = (seat: Seat) => seat.page.getByRole('dialog')
  const text = (seat: Seat, field: string) => inForm(seat).getByRole('textbox', { name: seat.say(`strategy:field.${field}`), exact: true })
  const pick = (seat: Seat, field: string, value: string) =>
    inForm(seat)
      .getByRole('combobox', { name: seat.say(`strategy:field.${field}`), exact: true })
      .selectOption(value)
  const say = async (seat: Seat, what = 'strategy:act.state') => {
    await inForm(seat)
      .getByRole('button', { name: seat.say(what), exact: true })
      .click()
    await inForm(seat).waitFor({ state: 'detached' })
  }
  const add = (seat: Seat, kind: string) =>
    seat.page.getByRole('button', { name: seat.say('strategy:act.add', { kind: seat.say(`strategy:kind.${kind}`) }), exact: true }).click()
  const title = TITLE[language]!

  const spain = await step('a supervisor in Spain opens a forum with Morocco', async () => {
    const seat = await seated(esp, 'supervisor', language)
    const { page } = seat
    await goTo(seat, 'strategy')
    await page.goto(`${esp.url}/strategy/new`)
    await page.getByRole('textbox', { name: seat.say('strategy:field.title'), exact: true }).fill(FORUM[language]!)
    await page.getByRole('combobox', { name: /Morocco|المغرب/ }).waitFor()
    const parts = page.getByRole('combobox').filter({ has: page.locator('option[value="observer"]') })
    for (let i = 0; i < (await parts.count()); i++) await parts.nth(i).selectOption('none')
    await page.getByRole('combobox', { name: /Morocco|المغرب/ }).selectOption('participant')
    await page.getByRole('button', { name: seat.say('strategy:list.open') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: seat.say('strategy:list.open') })
      .click()
    await page.waitForURL(/strategy\/[0-9a-f-]{36}$/)
    return seat
  })
  const forum = new URL(spain.page.url()).pathname.split('/')[2]!
  const at = (node: typeof esp, path: string) => `${node.url}/strategy/${forum}/${path}`
  const things = async (node: typeof esp, ...kinds: string[]) =>
    (await read(node, 'supervisor', 'strategy.find-things', { forum, kinds: kinds as never, limit: 200, offset: 0 })).things

  await step('calls for contributions on two crime areas; an empty call says what is missing', async () => {
    const { page, say: words } = spain
    await page.goto(at(esp, 'assessment'))
    await page.getByText(words('assessment:none'), { exact: true }).waitFor()
    await add(spain, 'assessment')
    await inForm(spain)
      .getByRole('button', { name: words('strategy:act.state'), exact: true })
      .click()
    await inForm(spain).getByText(words('fault.required')).first().waitFor()
    await text(spain, 'title').fill(title)
    await inForm(spain).getByLabel(words('strategy:field.due')).fill('2028-01-31T12:00')
    await text(spain, 'from').fill('01.01.2026')
    await text(spain, 'until').fill('31.12.2026')
    for (const area of ['firearms', 'cybercrime'])
      await inForm(spain)
        .getByRole('checkbox', { name: words(`terms:crime-area.${area}`), exact: true })
        .check()
    await pick(spain, 'combiner', 'product')
    await say(spain)
    await page.getByRole('heading', { name: title }).first().waitFor()
  })
  await step('an analyst in Morocco drafts the answer on firearms in French, on a telephone', async () => {
    await until('the call has come', async () => (await things(mar, 'assessment')).length > 0)
    const seat = await seated(mar, 'analyst', 'fr')
    await seat.page.setViewportSize(TELEPHONE)
    await seat.page.goto(at(mar, 'assessment/answer'))
    await seat.page
      .getByRole('button', { name: `${seat.say('assessment:give_answer')}: ${seat.say('terms:crime-area.firearms')}`, exact: true })
      .click()
    await text(seat, 'counting_unit').fill(UNIT)
    for (const [component, value] of Object.entries({ magnitude: '4', likelihood: '3', vulnerability: '2', impact: '1' }))
      await pick(seat, component, value)
    await text(seat, 'text').fill(SECRET)
    await text(seat, 'limitations').fill('Le sud n’est pas compté')
    await say(seat, 'strategy:act.draft')
    await seat.page.getByRole('button', { name: new RegExp(seat.say('assessment:draft_of', { unit: 'analysis' })) }).waitFor()
    await whole(seat)
    await picture(seat, `assessment-answer-telephone-${language}`)
    await seat.page.setViewportSize(WIDE)
  })
  const morocco = await step('its supervisor looks at the draft and states it, in Arabic', async () => {
    const seat = await seated(mar, 'supervisor', 'ar')
    await seat.page.goto(at(mar, 'assessment/answer'))
    await seat.page.getByRole('button', { name: new RegExp(seat.say('assessment:draft_of', { unit: 'analysis' })) }).click()
    await say(seat)
    await seat.page.getByText(seat.say('assessment:stated'), { exact: true }).first().waitFor()
    await whole(seat)
    await picture(seat, `assessment-answer-${language}`)
    return seat
  })
  await step('the chair sees the picture with the country in it, wide and narrow', async () => {
    const { page, say: words } = spain
    await until('the contribution has come', async () => (await things(esp, 'contribution')).length > 0)
    await page.goto(at(esp, 'assessment'))
    await page
      .getByRole('region', { name: words('assessment:components') })
      .getByText(UNIT)
      .waitFor()
    // 4 · 3 · 2 · 1
    await page.getByRole('cell', { name: '24', exact: true }).first().waitFor()
    await whole(spain)
    await picture(spain, `assessment-picture-${language}`)
    await page.setViewportSize(TELEPHONE)
    await whole(spain)
    await picture(spain, `assessment-picture-telephone-${language}`)
    await page.setViewportSize(WIDE)
  })
  await step('writes what limits it, and publishes', async () => {
    const { page, say: words } = spain
    await page.goto(at(esp, 'assessment/chapters'))
    await page.getByText(words('assessment:no_limits')).waitFor()
    await add(spain, 'chapter')
    await text(spain, 'title').fill(LIMITS[language]!)
    await text(spain, 'text').fill(LIMITS[language]!)
    await pick(spain, 'public', 'yes')
    await say(spain, 'strategy:act.put')
    await page.getByText(words('assessment:is_public')).waitFor()
    for (const state of ['adopted', 'published']) {
      await page.goto(at(esp, 'assessment'))
      await page.getByRole('button', { name: words('strategy:act.change_of', { what: title }), exact: true }).click()
      await pick(spain, 'state', state)
      await say(spain)
    }
  })
  await step('the reports come in Arabic: the restricted one with the country, the public one without', async () => {
    const { page, say: words } = spain
    await page.goto(at(esp, 'assessment/adoption'))
    const take = async (label: string) => {
      const button = page.getByRole('button', { name: words(label), exact: true })
      await button.waitFor()
      const box = page.locator('section').filter({ has: button }).last()
      await box.getByRole('combobox', { name: words('document.form') }).selectOption('pdf')
      await box.getByRole('combobox', { name: words('document.language') }).selectOption('ar')
      const [download] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), button.click()])
      const path = (await download.path())!
      if (readFileSync(path).subarray(0, 4).toString('latin1') !== '%PDF') throw new Error('no PDF')
      return has_poppler ? execFileSync('pdftotext', [path, '-'], { encoding: 'utf8', timeout: 60_000 }) : undefined
    }
    const restricted = await take('assessment:take_restricted')
    const open = await take('assessment:take_public')
    if (restricted === undefined || open === undefined) return
    for (const [wanted, there] of [
      ['armes', true],
      ['مقيد', true],
      ['التهديدات', true],
    ] as const)
      if (restricted.includes(wanted) !== there) throw new Error(`${wanted} in the restricted one:\n${restricted.slice(0, 3_000)}`)
    if (open.includes('armes') || open.includes('المغرب')) throw new Error(`a country in the public one:\n${open.slice(0, 3_000)}`)
    if (!open.includes('التهديدات')) throw new Error(`not in Arabic:\n${open.slice(0, 2_000)}`)
  })
  await step('takes the strategy of 2024 over, and both members endorse a priority', async () => {
    const { page, say: words } = spain
    await page.goto(at(esp, 'priorities/strategies'))
    await page.getByRole('button', { name: /2024/ }).first().click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: words('assessment:strategies.confirm'), exact: true })
      .click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await until('the priorities have come', async () => (await things(mar, 'priority')).length === 11)
    const drugs = language === 'ar' ? 'الاتجار بالمخدرات' : 'Drug trafficking'
    for (const seat of [spain, morocco]) {
      await seat.page.goto(at(seat.node, 'priorities'))
      await seat.page.getByRole('button', { name: `${seat.say('assessment:priorities.position')}: ${drugs}`, exact: true }).click()
      await say(seat)
    }
    await until('both positions are there', async () => (await things(esp, 'position')).length === 2)
    await page.getByRole('button', { name: `${words('assessment:priorities.change')}: ${drugs}`, exact: true }).click()
    await pick(spain, 'tier', '1')
    await pick(spain, 'state', 'endorsed')
    await say(spain)
    await page
      .getByRole('region', { name: words('assessment:priorities.tier.1') })
      .getByText(words('strategy:code.endorsed'))
      .waitFor()
    await whole(spain)
    await picture(spain, `priorities-${language}`)
  })
  await step('who does what is laid out as a map of overlaps and gaps', async () => {
    const { page, say: words } = spain
    await page.goto(at(esp, 'overlaps'))
    await page.getByText(words('assessment:overlaps.none'), { exact: true }).waitFor()
    for (const body of ['INTERPOL', 'Europol']) {
      await add(spain, 'function')
      await text(spain, 'organisation').fill(body)
      await pick(spain, 'function', 'databases')
      await inForm(spain)
        .getByRole('checkbox', { name: words('terms:crime-area.firearms'), exact: true })
        .check()
      await inForm(spain)
        .getByRole('checkbox', { name: words('strategy:code.europe'), exact: true })
        .check()
      await say(spain, 'strategy:act.put')
    }
    await page.getByText(words('assessment:overlaps.found_overlaps', { number: '1' })).waitFor()
    await whole(spain)
    await picture(spain, `overlaps-${language}`)
    demandNoFaults(seats)
    for (const seat of seats) await seat.leave()
  })
}
