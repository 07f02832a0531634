/** The strategic picture: published totals followed to their lines, bad files told as such, suppressed counts that stay ranges, seizures stated and seen by a partner. */
import type { Scene } from './cross-border.ts'
import { axe } from './looks.ts'
import { read } from './node-api.ts'
import { beginShift, demandNoFaults, demandNoOverflow, goTo, type Seat, settled, signIn, TELEPHONE, takeSeat, WIDE } from './seat.ts'
import { type Step, until } from './steps.ts'

const HEAD = 'month,route,border_type,nationality_iso3,detections\r\n'
const ROW = '2025-01,Black Sea Route,Sea,TUR'

/** Plays it in English and in Arabic. */
export async function strategicPicture(step: Step, scene: Scene): Promise<void> {
  const esp = scene.network.node('esp')
  await step('the published totals and the statements of three members are there', () =>
    until(
      'both have arrived',
      async () => {
        const { rows } = await read(esp, 'analyst', 'picture.find-datasets', {})
        const { statements } = await read(esp, 'analyst', 'picture.find-seizures', {})
        return rows.length >= 4 && new Set(statements.map(({ member }) => member)).size >= 3
      },
      120_000,
    ),
  )
  for (const language of ['en', 'ar'] as const) {
    const seat = await step(`an analyst opens the picture (${language})`, async () => {
      const seat = await takeSeat(scene.browser, { node: esp, role: 'analyst', language })
      await signIn(seat)
      await beginShift(seat, 'threat-analysis', 'Madrid')
      await goTo(seat, 'picture')
      await seat.page.getByRole('heading', { name: seat.say('picture:title'), level: 1 }).waitFor()
      await settled(seat)
      return seat
    })
    await overview(step, scene, seat)
    await files(step, scene, seat)
    await step(`no page threw or called anybody but its own node (${language})`, async () => demandNoFaults([seat]))
    await seat.leave()
    await stated(step, scene, language)
  }
}

async function overview(step: Step, { picture }: Scene, seat: Seat): Promise<void> {
  const { page, say, language } = seat
  const number = (value: number) => new Intl.NumberFormat(language === 'ar' ? 'ar-u-nu-latn' : 'en').format(value)
  await step('Frontex 2023: 381,319 on all routes, 158,026 in the Central Mediterranean', async () => {
    await page.getByRole('combobox', { name: say('picture:choose.year') }).selectOption('2023')
    const table = page.getByRole('region', { name: say('picture:routes.label') })
    await table.getByRole('row', { name: new RegExp(`${say('picture:routes.all')}.*${number(381_319)}`) }).waitFor()
    await table.getByRole('row', { name: new RegExp(`${say('picture:route.central-mediterranean')}.*${number(158_026)}`) }).waitFor()
    await whole(seat)
    await picture(seat, `picture-${language}`)
  })
  await step('a number leads to its lines, its licence and its counting rule', async () => {
    await page
      .getByRole('button', { name: number(158_026), exact: true })
      .first()
      .click()
    await page.getByRole('heading', { name: say('picture:behind.title') }).waitFor()
    const lines = page.getByRole('region', { name: say('picture:behind.lines') })
    await lines.getByRole('row').nth(12).waitFor()
    await page.getByText(say('picture:rule.detections')).first().waitFor()
    await whole(seat)
    await picture(seat, `picture-behind-${language}`)
    await page.getByRole('button', { name: say('picture:behind.close') }).click()
  })
  await step('a route alone: its changes of level, and a forecast with what it was worth', async () => {
    await page
      .getByRole('region', { name: say('picture:routes.label') })
      .getByRole('button', { name: say('picture:route.central-mediterranean') })
      .click()
    await page.getByText(say('picture:forecast.worth')).first().waitFor()
    const worth = page.getByRole('row', { name: new RegExp(escaped(say('picture:method.seasonal-naive'))) }).first()
    if (!/\d/.test(await worth.innerText())) throw new Error('no error beside the forecast')
    await page.locator('ol li').filter({ hasText: '2014' }).first().waitFor()
    await worth.scrollIntoViewIfNeeded()
    await whole(seat)
    await picture(seat, `picture-series-${language}`)
  })
  await step('the map, the flows and the rates, each with its source', async () => {
    await page.getByRole('heading', { name: say('picture:map.title') }).scrollIntoViewIfNeeded()
    await page.locator('svg[role=img] circle').first().waitFor()
    await whole(seat)
    await picture(seat, `picture-map-${language}`)
    // a hub on the map, and by keyboard the same in the table below it, leads to its lines
    await page.locator('[data-hub=central-mediterranean]').click()
    await page
      .getByRole('region', { name: say('picture:behind.lines') })
      .getByRole('row')
      .nth(1)
      .waitFor()
    const sum = await page.getByText(new RegExp(number(158_026))).count()
    if (sum === 0) throw new Error('the lines behind the hub do not come to its number')
    await page.getByRole('button', { name: say('picture:behind.close') }).click()
    await page.getByText(say('picture:hubs.table', { year: '2023' })).click()
    await page
      .getByRole('row', { name: new RegExp(escaped(say('picture:route.central-mediterranean'))) })
      .filter({ has: page.getByRole('button', { name: number(158_026) }) })
      .first()
      .waitFor()
    await page.getByRole('heading', { name: say('picture:flows.title', { year: '2023' }) }).scrollIntoViewIfNeeded()
    await page.getByText(say('picture:hubs.title')).waitFor()
    await picture(seat, `picture-flows-${language}`)
    await page.getByRole('heading', { name: say('picture:rates.title', { year: '2023' }) }).waitFor()
  })
  await step('axe finds nothing grave, and a telephone shows all of it', async () => {
    await axe(page)
    await page.setViewportSize(TELEPHONE)
    await page.reload()
    await page.getByText(say('picture:hubs.title')).waitFor()
    await whole(seat)
    await picture(seat, `picture-telephone-${language}`)
    await axe(page)
    await page.setViewportSize(WIDE)
  })
}

async function files(step: Step, { picture }: Scene, seat: Seat): Promise<void> {
  const { page, say, language } = seat
  const send = async (name: string, text: string) => {
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
    await page.getByRole('button', { name: say('picture:send.act') }).click()
  }
  await step('a file of wrong columns is told as such, with its line and what is missing', async () => {
    await page.getByRole('link', { name: say('picture:places.sources') }).click()
    await send('wrong.csv', 'month,route,border_type,detections\r\n2025-01,Other,Sea,1\r\n')
    await page.getByText(say('picture:fault.title')).waitFor()
    await page.getByText('nationality', { exact: false }).first().waitFor()
    if ((await page.getByRole('form', { name: say('picture:take.title') }).count()) > 0) throw new Error('it could be taken in')
    await whole(seat)
    await page.getByRole('button', { name: say('picture:read.withdraw') }).click()
  })
  await step('a duplicate hinders until it is left out; a suppressed count stays a range', async () => {
    // another figure in each language: the same file is not taken in twice
    const last = language === 'en' ? 7 : 8
    await send('few.csv', `${HEAD}${ROW},<5\r\n2025-02,Black Sea Route,Sea,TUR,${last}\r\n${ROW},<5\r\n`)
    await page.getByText(say('picture:reason.repeated', { line: '2' })).waitFor()
    const form = page.getByRole('form', { name: say('picture:take.title') })
    await form.getByRole('textbox', { name: say('picture:dataset.title'), exact: true }).fill(`Few ${language}`)
    await form.getByRole('combobox', { name: say('picture:dataset.licence') }).selectOption('CC0')
    const take = form.getByRole('button')
    if (await take.isEnabled()) throw new Error('a duplicate hinders nothing')
    await form.getByRole('checkbox').check()
    await whole(seat)
    await picture(seat, `picture-file-${language}`)
    await take.click()
    await page.getByText(`Few ${language}`).first().waitFor()
    const { rows } = await read(seat.node, 'analyst', 'picture.find-datasets', {})
    const few = rows.find(({ title }) => title === `Few ${language}`)!
    await page.goto(`${seat.node.url}/picture?detections=${few.id}&year=2025`)
    const range = say('range.between', { low: String(last), high: String(last + 4) })
    await page
      .getByRole('region', { name: say('picture:routes.label') })
      .getByText(range)
      .first()
      .waitFor()
    await page.getByText(say('picture:refused.forecast-not-numbers')).first().waitFor()
    await whole(seat)
  })
  await step('it is taken out of the picture again', async () => {
    await page.getByRole('link', { name: say('picture:places.sources') }).click()
    await axe(page)
    await page
      .getByRole('button', { name: say('picture:sources.erase') })
      .first()
      .click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('picture:sources.erase') })
      .click()
    await page.getByText(`Few ${language}`).first().waitFor({ state: 'hidden' })
  })
}

async function stated(step: Step, { browser, network, picture }: Scene, language: 'en' | 'ar'): Promise<void> {
  const year = new Date().getUTCFullYear() - (language === 'en' ? 2 : 3)
  await step(`a supervisor states a year, and Morocco sees it, the small count held back (${language})`, async () => {
    const seat = await takeSeat(browser, { node: network.node('esp'), role: 'supervisor', language })
    const { page, say } = seat
    await signIn(seat)
    await beginShift(seat, 'threat-analysis', 'Madrid')
    await goTo(seat, 'picture')
    await page.getByRole('link', { name: say('picture:places.seizures') }).click()
    await page.getByText(say('picture:seizures.apart')).waitFor()
    await whole(seat)
    await picture(seat, `picture-seizures-${language}`)
    await page.getByRole('button', { name: say('picture:state_form.open') }).click()
    await page
      .getByRole('combobox', { name: say('picture:choose.year') })
      .first()
      .selectOption(String(year))
    await page.getByRole('button', { name: say('picture:state_form.add') }).click()
    await page.getByRole('textbox', { name: say('picture:seizures.quantity') }).fill('42')
    await page.getByRole('textbox', { name: say('picture:seizures.count'), exact: true }).fill('3')
    await whole(seat)
    await axe(page)
    await picture(seat, `picture-state-${language}`)
    await page.getByRole('button', { name: say('picture:state_form.act') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('picture:state_form.act') })
      .click()
    await page.getByRole('button', { name: say('picture:state_form.open') }).waitFor()
    const mar = await until('Morocco has it', async () => {
      const { statements } = await read(network.node('mar'), 'analyst', 'picture.find-seizures', { year })
      return statements.find(({ member }) => member === 'esp')
    })
    const [figure] = mar.figures
    if (JSON.stringify([figure!.quantity, figure!.seizures]) !== '[{"withheld":true},{"below":5}]')
      throw new Error(JSON.stringify(mar.figures))
    demandNoFaults([seat])
    await seat.leave()
  })
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

async function whole(seat: Seat): Promise<void> {
  await settled(seat)
  await demandNoOverflow(seat.page)
}
