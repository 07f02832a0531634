/** An analyst finds a broker: a file of calls is taken into a chart, measured, doubted, taken apart, and taken out as its handling allows. */
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chanceOf } from '#lib/graph/index.ts'
import type { Scene } from './cross-border.ts'
import { read } from './node-api.ts'
import { filesWith } from './screening.ts'
import { beginShift, demandNoFaults, demandNoOverflow, goTo, type Seat, settled, signIn, TELEPHONE, takeSeat, WIDE } from './seat.ts'
import { type Step, until } from './steps.ts'

const BROKER = 'Zaynab Quiroga (invented)'
const CELL = 14
const [CELLS, SEED] = [3, 7]

/** Three cells that hardly know each other, one who goes between, a row tied to itself, one said twice, and one without its end. */
function calls(): string {
  const chance = chanceOf(SEED)
  const rows: string[] = []
  const name = (cell: number, i: number) => `Member ${'ABC'[cell]}${i + 1}`
  for (let cell = 0; cell < CELLS; cell++) {
    for (let i = 1; i < CELL; i++) {
      rows.push(`${name(cell, i)};${name(cell, chance.below(i))};${1 + chance.below(9)};calls;2025-0${1 + (i % 9)};Interception 12;A1;H1;`)
      rows.push(`${name(cell, i)};${name(cell, chance.below(CELL))};1;meets;2025-0${1 + (i % 9)};Observation 4;B2;;`)
    }
    for (const i of [0, 3]) rows.push(`${BROKER};${name(cell, i)};${4 + i};calls;2025-05;Interception 12;A1;H1;restricted`)
  }
  // who is tied to nobody but themselves, somewhere among the meetings drawn, is one of those counted
  rows.push('Member A1;Member A1;1;calls;2025-01;Interception 12;A1;H1;', rows[0]!, 'Member B2;;1;calls;2025-01;;;;')
  return ['source;target;weight;kind;date;reference;evaluation;handling;classification', ...rows].map((row) => `${row}\r\n`).join('')
}

/** Plays it in English and in Arabic; leaves a chart to look at. */
export async function charts(step: Step, scene: Scene): Promise<void> {
  for (const language of ['en', 'ar'] as const) {
    const seat = await step(`an analyst finds the charts (${language})`, async () => {
      const seat = await takeSeat(scene.browser, { node: scene.network.node('esp'), role: 'analyst', language })
      await signIn(seat)
      await beginShift(seat, 'investigation', 'Madrid')
      await goTo(seat, 'analysis')
      await seat.page.getByText('Operation Sample Tern').first().waitFor()
      await whole(seat)
      return seat
    })
    await broker(step, scene, seat)
    await step(`places and routes of the demonstration's chart are on a map that calls nobody (${language})`, async () => {
      const { page, say } = seat
      await goTo(seat, 'analysis')
      await page.getByText('Operation Sample Tern').first().click()
      await page.getByRole('button', { name: say('analysis:part.map') }).click()
      await page.getByText(say('analysis:map.told', { places: '8', routes: '6', unplaced: '96' })).waitFor()
      await page.locator('svg[role=img] path').nth(7).waitFor()
      await page.getByText(say('analysis:map.routes')).click()
      await page.getByRole('row', { name: /Dakar.*Nouadhibou/ }).waitFor()
      await page.getByText(say('analysis:map.when')).first().waitFor()
      await scene.picture(seat, `chart-map-${language}`)
      await whole(seat)
    })
    await step(`no page threw or called anybody but its own node (${language})`, async () => demandNoFaults([seat]))
    await seat.leave()
  }
}

async function broker(step: Step, { picture, network }: Scene, seat: Seat): Promise<void> {
  const { page, say, language } = seat
  await step('a chart is begun, for a purpose and with a reason', async () => {
    await page.getByRole('button', { name: say('analysis:begin.act') }).click()
    const form = page.getByRole('form', { name: say('analysis:begin.title') })
    await form.getByRole('textbox', { name: say('analysis:begin.name') }).fill(`Broker ${language}`)
    await form.getByRole('textbox', { name: say('analysis:begin.reason') }).fill('three cells, one file of calls')
    await form.getByRole('checkbox', { name: say('analysis:begin.synthetic') }).check()
    await form.getByRole('button', { name: say('analysis:begin.act') }).click()
    await page.getByText(say('analysis:empty.title')).waitFor()
    await whole(seat)
  })
  await step('a file that is too large, and one with wrong columns, are told as such; nothing is taken in', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portolan-charts-'))
    try {
      const large = join(folder, 'ten-million.csv')
      writeFileSync(large, '')
      truncateSync(large, 200_000_000)
      await choose(seat, large)
      await page
        .getByText(/ten-million\.csv/)
        .first()
        .waitFor()
      await page.getByRole('alert').first().waitFor()
    } finally {
      rmSync(folder, { recursive: true })
    }
    await choose(seat, { name: 'wrong.csv', mimeType: 'text/csv', buffer: Buffer.from('source;note\r\nA;one\r\n') })
    await page.getByRole('button', { name: say('analysis:send.act') }).click()
    await page.getByText(say('analysis:read.columns_fit')).waitFor()
    await page.getByText(say('analysis:reason.column-missing')).first().waitFor()
    if ((await page.getByRole('button', { name: say('analysis:take.act') }).count()) > 0) throw new Error('it could be taken in')
    await whole(seat)
    await page.getByRole('button', { name: say('analysis:read.withdraw') }).click()
  })
  await step('the file of calls is understood: bad, repeated and self-tied rows are counted, and what is good is taken in', async () => {
    await choose(seat, { name: 'calls.csv', mimeType: 'text/csv', buffer: Buffer.from(calls()) })
    await page.getByRole('button', { name: say('analysis:send.act') }).click()
    await page.getByText(say('analysis:read.bad_rows', { number: '1' }), { exact: true }).waitFor()
    await page.getByText(say('analysis:counted.repeated')).waitFor()
    await picture(seat, `chart-file-${language}`)
    await whole(seat)
    const take = page.getByRole('button', { name: say('analysis:take.act') })
    if (await take.isEnabled()) throw new Error('a bad row hinders nothing')
    await page.getByRole('checkbox', { name: say('analysis:take.leave', { number: '1' }) }).check()
    await take.click()
  })
  await step('the picture is drawn, and the broker is first by betweenness, with what that is worth', async () => {
    await page.locator('[data-renderer]').waitFor()
    await page.getByTestId('sensitivity').waitFor()
    const first = page.getByRole('row').nth(1)
    await until('the broker is first', async () => (await first.innerText()).includes(BROKER))
    await picture(seat, `chart-${language}`)
    await whole(seat)
  })
  await step('from the keyboard alone the broker is opened: each link says from where it is known and how it may be handled', async () => {
    await page.getByRole('button', { name: BROKER }).first().focus()
    await page.keyboard.press('Enter')
    const panel = page.getByRole('tabpanel')
    await panel.getByRole('heading', { name: BROKER }).waitFor()
    await panel.getByText('Interception 12').first().waitFor()
    await panel.getByText('A1', { exact: true }).first().waitFor()
    await panel.getByText('H1', { exact: true }).first().waitFor()
    await page.getByRole('tab', { selected: true }).focus()
    await page.keyboard.press(language === 'ar' ? 'ArrowLeft' : 'ArrowRight')
    await page.getByRole('heading', { name: say('analysis:players.title') }).waitFor()
  })
  await step('one key player is the broker, and without the broker the network falls apart', async () => {
    await page.getByRole('combobox', { name: say('analysis:players.size') }).selectOption('1')
    await page.getByRole('button', { name: say('analysis:players.act') }).click()
    await page.getByTestId('players').getByText(BROKER).waitFor()
    await page.getByRole('button', { name: say('analysis:raids.first', { measure: say('analysis:measure.betweenness') }) }).click()
    const rows = page.getByTestId('raids').getByRole('row')
    await rows.nth(5).waitFor()
    const cells = async (row: number) => (await rows.nth(row).getByRole('cell').allInnerTexts()).map(Number)
    const [before, after] = [await cells(1), await cells(2)]
    if (!(before[1] === 1 && after[1] === CELLS && before[3] === 0 && after[3]! > 0.6)) throw new Error(JSON.stringify({ before, after }))
    await picture(seat, `chart-apart-${language}`)
    await whole(seat)
  })
  await step('the way from one cell to another leads over the broker', async () => {
    await page.getByRole('tab', { name: say('analysis:panel.ways') }).click()
    for (const [field, name] of [
      ['first', 'Member A5'],
      ['second', 'Member C5'],
    ] as const) {
      await page.getByRole('textbox', { name: say(`analysis:ways.${field}`) }).fill(name)
      await page.getByRole('option', { name }).first().click()
    }
    await page.getByRole('button', { name: say('analysis:ways.act') }).click()
    await page.getByTestId('way').getByText(BROKER).waitFor()
    await whole(seat)
  })
  await step('two are merged and parted again', async () => {
    await page.getByRole('tab', { name: say('analysis:panel.merging') }).click()
    for (const [field, name] of [
      ['one', 'Member A1'],
      ['other', 'Member A2'],
    ] as const) {
      await page.getByRole('textbox', { name: say(`analysis:merging.${field}`) }).fill(name)
      await page.getByRole('option', { name }).first().click()
    }
    const counted = (nodes: number) =>
      page
        .getByText(
          new RegExp(`^${escaped(say('analysis:picture.told', { nodes: String(nodes), links: '\u0000', left: '0' }).split('\u0000')[0]!)}`),
        )
        .waitFor()
    await counted(43)
    await page
      .getByRole('button', { name: say('analysis:merging.act'), exact: true })
      .first()
      .click()
    await counted(42)
    await page.getByRole('button', { name: say('analysis:merging.undo') }).click()
    await counted(43)
  })
  await step('a view is kept, and found again', async () => {
    await page.getByRole('combobox', { name: say('analysis:looks.measure') }).selectOption('degree')
    await page.getByRole('tab', { name: say('analysis:panel.views') }).click()
    await page.getByRole('textbox', { name: say('analysis:views.name') }).fill('degrees')
    await page.getByRole('button', { name: say('analysis:views.keep') }).click()
    await page.getByRole('combobox', { name: say('analysis:looks.measure') }).selectOption('betweenness')
    await page.getByRole('button', { name: say('analysis:views.show'), exact: true }).click()
    await until(
      'the ranking is the kept one',
      async () => (await page.getByRole('combobox', { name: say('analysis:looks.measure') }).inputValue()) === 'degree',
    )
    await page.getByRole('combobox', { name: say('analysis:looks.measure') }).selectOption('betweenness')
  })
  await step('as evidence what is under H1 stays out, and the file says so', async () => {
    await page.getByRole('tab', { name: say('analysis:panel.out') }).click()
    await page.getByRole('combobox', { name: say('analysis:out.use') }).selectOption('evidence')
    await page.getByRole('button', { name: say('analysis:out.act'), exact: true }).click()
    await page.getByText(say('analysis:out.forbidden')).waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: say('analysis:out.without') }).click(),
    ])
    const xml = readFileSync(await download.path(), 'utf8')
    if (xml.includes('>H1<') || !xml.includes('<data key="use">evidence</data>') || xml.includes(BROKER))
      throw new Error(xml.slice(0, 2_000))
    if (!/left_out_links">[1-9]/.test(xml)) throw new Error('it does not say what was left out')
    await page.getByRole('combobox', { name: say('analysis:out.use') }).selectOption('working')
    const [all] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: say('analysis:out.act'), exact: true }).click(),
    ])
    const everything = readFileSync(await all.path(), 'utf8')
    if (!everything.includes('<data key="handling">H1</data>') || !everything.includes(BROKER)) throw new Error('the marks are missing')
  })
  await step('on a telephone too, and put together by community', async () => {
    await page.setViewportSize(TELEPHONE)
    await page.getByRole('tab', { name: say('analysis:panel.elements') }).click()
    await page.getByTestId('sensitivity').waitFor()
    await whole(seat)
    await picture(seat, `chart-telephone-${language}`)
    await page.getByRole('combobox', { name: say('analysis:looks.group') }).selectOption('community')
    await page.getByText(say('analysis:table.grouped')).waitFor()
    await whole(seat)
    await page.getByRole('combobox', { name: say('analysis:looks.group') }).selectOption('none')
    await page.setViewportSize(WIDE)
  })
  await step('nothing of it stands in clear in the files of any node', async () => {
    const { rows } = await read(network.node('esp'), 'analyst', 'analysis.find-charts', {})
    if (!rows.some(({ title, elements }) => title === `Broker ${language}` && elements === 43)) throw new Error(JSON.stringify(rows))
    // searched the same way, what stands in clear is found
    if (filesWith(join(network.folder, 'esp'), seat.name).length === 0) throw new Error('the search finds nothing at all')
    for (const id of ['esp', 'mar', 'fra', 'sen', 'sec']) {
      const found = filesWith(join(network.folder, id), 'Quiroga (invented)')
      if (found.length > 0) throw new Error(found.join('\n'))
    }
  })
}

async function choose({ page }: Seat, file: string | { name: string; mimeType: string; buffer: Buffer }) {
  await page.locator('input[type=file]').setInputFiles(file as string)
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

async function whole(seat: Seat): Promise<void> {
  await settled(seat)
  await demandNoOverflow(seat.page)
}

/** Charts that the stories left, for all looks at the pages. */
export const chartsLeft = async ({ network }: Pick<Scene, 'network'>): Promise<string[]> =>
  (await read(network.node('esp'), 'analyst', 'analysis.find-charts', { limit: 3 })).rows.map(({ id }) => id)
