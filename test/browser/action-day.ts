/** An action day: two phases, posts of two countries that speak to each other, counts and results on a board and a map, evidence, and a closing report that is opened. */
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Locator } from 'playwright-core'
import { readWorkbook } from '#lib/tables/index.ts'
import { sitDown, teamAtWork } from '../../demo/teams.ts'
import { openArchive } from '../../src/lib/tables/zip.ts'
import type { Language } from '../../web/language/languages.ts'
import type { Scene } from './cross-border.ts'
import { read } from './node-api.ts'
import { beginShift, demandNoFaults, demandNoOverflow, PATIENCE_MS, type Seat, settled, signIn, TELEPHONE, takeSeat } from './seat.ts'
import { type Step, until } from './steps.ts'

const TITLES: Partial<Record<Language, string>> = { en: 'Action day Estrecho (demonstration)', ar: 'يوم عمل المضيق (عرض تجريبي)' }
const CALL: Partial<Record<Language, string>> = { en: 'Fast boat leaves the bay, heading south', ar: 'زورق سريع يغادر الخليج متجها جنوبا' }
const ANSWER = 'نراه، دوريتنا تتحرك'
const NORTH = { name: 'Algeciras, Muelle Norte', telephone: '+34 900 000 021', latitude: '36.135', longitude: '-5.435' }
const SOUTH = { name: 'طنجة المتوسط', telephone: '+212 900 000 022', latitude: '35.880', longitude: '-5.500' }
const FILE = { name: 'manifest.txt', mimeType: 'text/plain', buffer: Buffer.from('an invented manifest of an invented boat') }
const EVIDENCE = 'Qorvandil manifest'
const has_poppler = spawnSync('pdftotext', ['-v'], { timeout: 30_000 }).status === 0

export async function actionDay(step: Step, { network, browser, picture }: Scene, language: Language): Promise<void> {
  const [esp, mar, fra] = ['esp', 'mar', 'fra'].map(network.node) as [Seat['node'], Seat['node'], Seat['node']]
  const whole = async (seat: Seat) => {
    await settled(seat)
    await demandNoOverflow(seat.page)
  }

  const space = await step('Spain, Morocco and France have signed an action day, and it has begun', async () => {
    const desks = await Promise.all([esp, mar, fra].map(sitDown))
    const [leader, ...others] = desks as [(typeof desks)[0], (typeof desks)[0], (typeof desks)[0]]
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
    const { space: id } = await teamAtWork(leader, others, {
      title: { text: TITLES[language]!, language },
      kind: 'action-day',
      parties: ['mar', 'fra'].map((member) => ({ member, third_country: false })),
      clauses: [
        { clause: 'purpose', value: { text: TITLES[language]!, language } },
        { clause: 'period', value: { from: day(0), until: day(30) } },
      ],
    })
    await Promise.all(desks.map((desk) => desk.leave()))
    return id
  })
  const seated = async (node: Seat['node'], own: Language, telephone = false) => {
    const seat = await takeSeat(browser, { node, role: 'supervisor', language: own })
    await signIn(seat)
    if (telephone) await seat.page.setViewportSize(TELEPHONE)
    await seat.page.goto(`${node.url}/operations/${space}/post`)
    await live(seat)
    return seat
  }

  const spain = await step('at its command post Spain sees that it is live, and says the intelligence phase', async () => {
    const seat = await seated(esp, language)
    // what a file is opened for, and a report made for, is the purpose of the shift
    await beginShift(seat, 'investigation', 'Algeciras')
    await addPhase(seat, 'intelligence', 20)
    await whole(seat)
    return seat
  })
  const { page, say } = spain
  const morocco = await step('Morocco sees the phase without asking for it; each enters its post, with its place', async () => {
    const seat = await seated(mar, language === 'ar' ? 'fr' : 'ar')
    await phaseIsNow(seat, 'intelligence')
    for (const [one, { name, telephone, latitude, longitude }] of [
      [spain, NORTH],
      [seat, SOUTH],
    ] as const)
      await add(one, 'post', async (form) => {
        await box(one, form, 'name').fill(name)
        await box(one, form, 'telephone').fill(telephone)
        await box(one, form, 'latitude').fill(latitude)
        await box(one, form, 'longitude').fill(longitude)
      })
    for (const one of [spain, seat])
      for (const { telephone } of [NORTH, SOUTH]) await one.page.getByRole('link', { name: telephone }).waitFor()
    return seat
  })

  await step('Spain calls the post of Morocco, urgently: it waits there, and nowhere else', async () => {
    await page.getByRole('combobox', { name: say('operations:talk.whom'), exact: true }).selectOption({ label: SOUTH.name })
    await page.getByRole('textbox', { name: say('operations:talk.text'), exact: true }).fill(CALL[language]!)
    await page.getByRole('checkbox', { name: say('operations:post.urgent') }).check()
    await page.getByRole('button', { name: say('operations:talk.send'), exact: true }).click()
    await morocco.page.getByText(CALL[language]!).waitFor()
    await morocco.page.getByText(morocco.say('operations:talk.waiting_urgent', { number: 1, urgent: 1 })).waitFor()
    await picture(morocco, `action-day-called-${language}`)
    const { waiting } = await read(fra, 'supervisor', 'operations.read-conversation', { space, limit: 10, offset: 0 })
    if (waiting !== 0) throw new Error('it waits in France too')
  })
  await step('Morocco acknowledges and answers; Spain sees both, and nothing waits in Morocco any more', async () => {
    const { page: theirs, say: words } = morocco
    await theirs.getByRole('button', { name: words('operations:talk.acknowledge'), exact: true }).click()
    await page.getByText(before(say('operations:talk.acknowledged'))).waitFor()
    await theirs.getByRole('button', { name: words('operations:talk.answer'), exact: true }).click()
    await theirs.getByRole('textbox', { name: words('operations:talk.text'), exact: true }).fill(ANSWER)
    await theirs.keyboard.press('Control+Enter')
    await page.getByText(ANSWER).waitFor()
    await page.getByText(say('operations:talk.waiting', { number: 1 })).waitFor()
    await theirs.getByText(before(words('operations:talk.waiting'))).waitFor({ state: 'hidden' })
    for (const seat of [spain, morocco]) await whole(seat)
    await picture(spain, `action-day-talk-${language}`)
  })

  await step('the field phase begins; both posts count, and the board adds it up at each of them', async () => {
    await addPhase(spain, 'field', 2)
    await phaseIsNow(morocco, 'field')
    for (const [seat, persons, hits] of [
      [spain, '310', '4'],
      [morocco, '120', '1'],
    ] as const)
      await add(seat, 'count', async (form) => {
        await box(seat, form, 'post').fill(seat === spain ? NORTH.name : SOUTH.name)
        await box(seat, form, 'persons').fill(persons)
        await box(seat, form, 'hits').fill(hits)
      })
    for (const seat of [spain, morocco]) await boardSays(seat, { checks: 430, hits: 5 })
  })
  await step('an arrest that both claim counts once; of a seizure told twice Spain says that it is the same', async () => {
    const result = (seat: Seat, category: string, quantity: string, unit: string, both: boolean) =>
      add(seat, 'result', async (form) => {
        await form.getByRole('combobox', { name: seat.say('operations:field.category') }).selectOption(category)
        await box(seat, form, 'quantity').fill(quantity)
        await form.getByRole('combobox', { name: seat.say('operations:field.unit') }).selectOption(unit)
        await box(seat, form, 'latitude').fill('36.01')
        await box(seat, form, 'longitude').fill('-5.48')
        if (both)
          for (const choice of await form.getByRole('checkbox').all())
            if ((await choice.getAttribute('value')) !== 'fra') await choice.check()
      })
    for (const seat of [spain, morocco]) await toWork(seat, 'results')
    await result(spain, 'arrest', '3', 'person', true)
    await result(spain, 'drugs', '120.5', 'kg', false)
    await result(morocco, 'drugs', '120.5', 'kg', false)
    await page.getByRole('button', { name: new RegExp(`^${say('operations:figures.same')}`) }).click()
    await page.getByText(say('operations:figures.alike')).waitFor({ state: 'hidden' })
    for (const seat of [spain, morocco]) {
      await toPart(seat, 'command')
      await boardSays(seat, { checks: 430, hits: 5, arrests: 3, seizures: 1 })
    }
    const { by_member, totals } = await read(fra, 'supervisor', 'operations.read-board', { space })
    const arrests = by_member.map(({ member, arrests, seizures }) => `${member} ${arrests} ${seizures}`).sort()
    const drugs = totals.find(({ category }) => category === 'drugs')
    if (arrests.join() !== 'esp 3 1,mar 3 1' || drugs?.quantity !== '120.5') throw new Error(JSON.stringify({ by_member, totals }))
  })

  await step('the map has posts and results in their places; the list says the same, and shows the thing that is chosen', async () => {
    await page.getByRole('img', { name: before(say('operations:map.label')) }).waitFor()
    const list = page.getByText(say('operations:map.list', { number: 4 }), { exact: true })
    await list.click()
    await page.getByRole('button', { name: new RegExp(NORTH.name) }).click()
    await page.getByRole('heading', { name: NORTH.name, level: 4 }).waitFor()
    await page.getByRole('checkbox', { name: new RegExp(say('operations:kind.post')) }).uncheck()
    await page.getByText(say('operations:map.list', { number: 2 }), { exact: true }).waitFor()
    if (!page.url().includes('without=post')) throw new Error(`the filter is not in the address: ${page.url()}`)
    await page.getByRole('checkbox', { name: new RegExp(say('operations:kind.post')) }).check()
    await whole(spain)
    await picture(spain, `action-day-map-${language}`)
    // by hand too: two results at one place are one gathering
    await page.getByRole('button', { name: say('operations:map.close'), exact: true }).click()
    const gathering = page
      .locator('svg[role=img] g')
      .filter({ has: page.locator('title', { hasText: before(say('operations:map.here')) }) })
    await gathering.last().click()
    await page.getByRole('heading', { name: say('operations:map.here', { number: 2 }), level: 3 }).waitFor()
    await page.getByRole('button', { name: say('operations:map.close'), exact: true }).click()
  })

  await step('evidence with its file goes to France, which opens it and finds it whole', async () => {
    await toWork(spain, 'evidence')
    await add(spain, 'evidence', async (form) => {
      await box(spain, form, 'title').fill(EVIDENCE)
      await form.getByLabel(say('operations:file.add'), { exact: true }).setInputFiles(FILE)
      await until(
        'its hash is worked out',
        async () => (await form.getByRole('textbox', { name: say('operations:field.sha256') }).inputValue()).length === 64,
      )
    })
    const seat = await seated(fra, 'fr')
    await beginShift(seat, 'investigation', 'Marseille')
    await toWork(seat, 'evidence')
    const [download] = await Promise.all([
      seat.page.waitForEvent('download'),
      seat.page.getByRole('button', { name: seat.say('operations:file.fetch_named', { name: FILE.name }) }).click(),
    ])
    await seat.page.getByText(seat.say('operations:file.same')).waitFor()
    if (!readFileSync((await download.path())!).equals(FILE.buffer)) throw new Error('another file')
    demandNoFaults([seat])
    await seat.leave()
  })

  await step('on a telephone France has the same board, the map and the messages, and fits', async () => {
    const seat = await seated(fra, language, true)
    await boardSays(seat, { checks: 430, hits: 5, arrests: 3, seizures: 1 })
    await seat.page.getByText(ANSWER).waitFor()
    await seat.page.getByRole('img', { name: before(say('operations:map.label')) }).scrollIntoViewIfNeeded()
    await whole(seat)
    await picture(seat, `action-day-telephone-${language}`)
    await seat.page.getByText(say('operations:talk.no_seat')).scrollIntoViewIfNeeded()
    await picture(seat, `action-day-telephone-talk-${language}`)
    demandNoFaults([seat])
    await seat.leave()
  })

  await toPart(spain, 'command')
  for (const form of ['pdf', 'docx', 'xlsx'] as const) {
    const opened = form !== 'pdf' || has_poppler
    await step(
      `the closing report comes as ${form.toUpperCase()}${opened ? ' and says the numbers' : " (not opened: Debian's poppler-utils is not installed)"}`,
      async () => {
        await page.getByRole('combobox', { name: say('document.form') }).selectOption(form)
        const [download] = await Promise.all([
          page.waitForEvent('download', { timeout: 2 * PATIENCE_MS }),
          page.getByRole('button', { name: say('document.act'), exact: true }).click(),
        ])
        const path = (await download.path())!
        if (!opened) {
          if (!readFileSync(path).subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new Error('no PDF')
          return
        }
        const text = { pdf: pdfText, docx: docxText, xlsx: xlsxText }[form](path)
        for (const wanted of ['430', '120']) if (!text.includes(wanted)) throw new Error(`${wanted} is not in it:\n${text.slice(0, 2_000)}`)
        if (text.includes(EVIDENCE)) throw new Error('operational contents are in it')
      },
    )
  }
  await step('no page threw, complained, or called anybody but its own node', async () => demandNoFaults([spain, morocco]))
  await Promise.all([spain, morocco].map((seat) => seat.leave()))
}

const pdfText = (path: string) => execFileSync('pdftotext', [path, '-'], { encoding: 'utf8', timeout: 60_000 })
function docxText(path: string): string {
  const archive = openArchive(new Uint8Array(readFileSync(path)))
  if (!archive) throw new Error('no archive')
  return new TextDecoder().decode(archive.read('word/document.xml', 10_000_000) as Uint8Array)
}
function xlsxText(path: string): string {
  const bytes = new Uint8Array(readFileSync(path))
  const cells: string[] = []
  for (let sheet = 0, sheets = 1; sheet < sheets; sheet++) {
    const workbook = readWorkbook(bytes, { sheet, most_rows: 1_000, most_columns: 20 })
    if (!workbook.ok) throw new Error(workbook.reason)
    cells.push(...workbook.rows.flatMap((row) => row.cells))
    sheets = workbook.sheets.length
  }
  return cells.join('\n')
}

/** Words up to the first thing that is put into them, as they begin. */
const before = (words: string): RegExp =>
  new RegExp(
    words
      .split('{{')[0]!
      .trim()
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  )

const live = ({ page, say }: Seat) => page.getByText(before(say('operations:post.live'))).waitFor()

const box = ({ say }: Seat, form: Locator, field: string): Locator =>
  form.getByRole('textbox', { name: say(`operations:field.${field}`), exact: true })

async function addPhase(seat: Seat, phase: 'intelligence' | 'field', minutes_ago: number): Promise<void> {
  // the field takes the time of the device, which is Madrid's
  const local = await seat.page.evaluate<string>(
    `(() => { const at = new Date(Date.now() - ${minutes_ago} * 60_000); return new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16) })()`,
  )
  await add(seat, 'phase', async (form) => {
    await form.getByRole('combobox', { name: seat.say('operations:field.phase') }).selectOption(phase)
    await form.getByLabel(seat.say('operations:field.from')).fill(local)
  })
  await phaseIsNow(seat, phase)
}

const phaseIsNow = ({ page, say }: Seat, phase: string) =>
  page
    .getByRole('list', { name: say('operations:post.phases') })
    .locator('[aria-current=step]')
    .filter({ hasText: say(`operations:code.${phase}`) })
    .waitFor()

/** Waits until the board shows these numbers. */
async function boardSays({ page, say, language }: Seat, numbers: Readonly<Record<string, number>>): Promise<void> {
  const board = page.getByLabel(say('operations:post.now'))
  for (const [name, number] of Object.entries(numbers)) {
    const shown = board.locator('div').filter({ has: page.locator('dt', { hasText: say(`operations:post.${name}`) }) })
    await until(
      `${name} is ${number} in ${language}`,
      async () => (await shown.locator('dd').innerText()).trim() === String(number),
      PATIENCE_MS,
    )
  }
}

async function toPart(seat: Seat, part: 'command' | 'work'): Promise<void> {
  const parts = seat.page.getByRole('navigation', { name: seat.say('operations:part.label') })
  await parts.getByRole('link', { name: seat.say(`operations:part.${part}`), exact: true }).click()
  await settled(seat)
}

async function toWork(seat: Seat, group: string): Promise<void> {
  await toPart(seat, 'work')
  const groups = seat.page.getByRole('navigation', { name: seat.say('operations:work.groups') })
  await groups.getByRole('link', { name: seat.say(`operations:group.${group}`), exact: true }).click()
  await settled(seat)
}

/** Opens the form of a kind, fills it in, and saves. */
async function add({ page, say }: Seat, kind: string, fill: (form: Locator) => Promise<void>): Promise<void> {
  const name = say('operations:work.add', { kind: say(`operations:kind.${kind}`) })
  // a post can be entered above the board, and beside the messages as long as there is none
  await page.getByRole('button', { name, exact: true }).first().click()
  const dialogue = page.getByRole('dialog', { name })
  await fill(dialogue)
  await dialogue.getByRole('button', { name: say('operations:save'), exact: true }).click()
  await dialogue.waitFor({ state: 'hidden' })
}
