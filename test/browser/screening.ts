/** A list of fifty is checked in one go: sent as CSV and as a workbook, worked through by keyboard, closed, and nowhere to be found. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import writeWorkbook from 'write-excel-file/node'
import { stories } from '../../demo/population/stories.ts'
import type { Scene } from './cross-border.ts'
import { read } from './node-api.ts'
import { beginShift, demandNoFaults, demandNoOverflow, goTo, type Seat, settled, signIn, TELEPHONE, takeSeat, WIDE } from './seat.ts'
import { type Step, until } from './steps.ts'
import { stateName } from './words.ts'

/** Letters that no other name has, in the names of all whom nobody knows. */
const CANARY = 'Quixzebryk'
const LETTERS = 'bcdfghjklmnprstvz'
const syllable = (n: number) => `${LETTERS[n % 17]}${'aeiou'[Math.floor(n / 17) % 5]}`
const nobody = (i: number) => [
  `${CANARY}${syllable(i * 7)}${syllable(i * 31 + 5)}`,
  `X${syllable(i * 13 + 2)}l${syllable(i * 3 + 1)}q`,
  `${String((i % 28) + 1).padStart(2, '0')}/${String((i % 12) + 1).padStart(2, '0')}/${1950 + (i % 50)}`,
  i % 2 ? 'H' : 'M',
  'Mauritana',
  `ZQ${100_000 + i}`,
  'MRT',
  `${i + 1}A`,
]
const HEADING = ['Apellidos', 'Nombre', 'Fecha de nacimiento', 'Sexo', 'Nacionalidad', 'Nº pasaporte', 'País emisor', 'Asiento']
const KNOWN: Readonly<Record<number, string[]>> = {
  9: ['Benkhaddou', 'Youssef', '17/03/1983', 'H', 'Marroquí', 'MA7700123', 'MAR', '10C'],
  23: ['Eriksson', 'Anna Maria', '12/08/1974', 'M', 'UTO', 'L898902C3', 'UTO', '24F'],
  40: ['Castellón de la Vega', 'Nuria', birthDateOf('missing-person'), 'M', 'Española', '', '', '41B'],
}
const rows = () => Array.from({ length: 50 }, (_, i) => KNOWN[i] ?? nobody(i))

function birthDateOf(story: string): string {
  const { person } = stories().find(({ id }) => id === story)!.contents.subject as { person: { birth_date: string } }
  return person.birth_date.split('-').reverse().join('/')
}

interface File {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}
const csv = (): File => ({
  name: `pasajeros ${CANARY}.csv`,
  mimeType: 'text/csv',
  buffer: Buffer.from([HEADING, ...rows()].map((cells) => `${cells.join(';')}\r\n`).join('')),
})
const workbook = async (): Promise<File> => ({
  name: `pasajeros ${CANARY}.xlsx`,
  mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  buffer: await writeWorkbook(
    [HEADING, ...rows()].map((cells) => cells.map((value) => (value === '' ? null : { value, type: String }))) as never,
  ).toBuffer(),
})

/** Plays it in Spanish with the CSV and in Arabic with the workbook; leaves a list to look at. */
export async function screening(step: Step, scene: Scene): Promise<void> {
  for (const [language, form] of [
    ['es', 'CSV'],
    ['ar', 'XLSX'],
  ] as const) {
    const seat = await step(`a desk officer finds the lists (${language})`, async () => {
      const seat = await takeSeat(scene.browser, { node: scene.network.node('esp'), role: 'desk', language })
      await signIn(seat)
      await beginShift(seat, 'border-control', 'Algeciras')
      await goTo(seat, 'screening')
      await seat.page.getByText(seat.say('screening:list.none')).or(seat.page.getByRole('table')).first().waitFor()
      return seat
    })
    await worked(step, scene, seat, form)
    await step(`no page threw or called anybody but its own node (${language})`, async () => demandNoFaults([seat]))
    if (form === 'XLSX') {
      await step('one list is left prepared, another asked through, for all looks at the pages', async () => {
        for (let i = 0; i < 2; i++) {
          await goTo(seat, 'screening')
          await send(seat, csv())
        }
        await start(seat)
        await allAsked(seat)
      })
    }
    await seat.leave()
  }
}

async function worked(step: Step, { network, picture }: Scene, seat: Seat, form: 'CSV' | 'XLSX'): Promise<void> {
  const { page, say } = seat
  const list = await step(`${form}: fifty passengers are sent and understood; nobody is asked`, async () => {
    const list = await send(seat, form === 'CSV' ? csv() : await workbook())
    for (const field of [
      'family_name',
      'given_name',
      'birth_date',
      'sex',
      'nationality',
      'document_number',
      'document_issuer',
      'reference',
    ])
      await page
        .getByRole('combobox')
        .filter({ has: page.locator(`option:checked[value=${field}]`) })
        .waitFor()
    await page.getByText('MA7700123').first().waitFor()
    await whole(seat)
    await picture(seat, `screening-prepared-${seat.language}`)
    return list
  })
  await step(`${form}: purpose, ground, reason and Morocco are chosen; the list is started, and asked through at its pace`, async () => {
    await start(seat)
    await picture(seat, `screening-asking-${seat.language}`)
    await allAsked(seat)
    await page.getByText(say('screening:asked.clear', { clear: '47', lines: '50' })).waitFor()
    await whole(seat)
  })
  await step(
    `${form}: three hits, surest first, worked through from the keyboard alone: confirmed, discarded with a reason, taken back`,
    async () => {
      const at = (n: number) => page.getByRole('heading', { name: new RegExp(`^${escaped(say('screening:work.at', { at: n, of: 3 }))}`) })
      await at(1).waitFor()
      await page.getByText(say('hit.lead')).first().waitFor()
      await picture(seat, `screening-hit-${seat.language}`)
      await page.keyboard.press('y')
      await at(2).waitFor()
      await page.keyboard.press('x')
      await page.getByRole('form', { name: say('screening:work.discard_why') }).waitFor()
      await page.keyboard.press('1')
      await at(3).waitFor()
      await page.keyboard.press('k')
      await at(2).waitFor()
      await page.getByText(say('screening:work.discarded', { why: say('screening:discard.birth-date-differs') })).waitFor()
      await page.keyboard.press('u')
      await page.getByRole('button', { name: say('screening:work.confirm') }).waitFor()
      await page.keyboard.press('x')
      await page.getByRole('radio', { name: `8. ${say('screening:discard.other')}` }).check()
      await page.getByRole('textbox', { name: say('screening:work.words') }).fill(`hermano de ${CANARY}`)
      await page
        .getByRole('form', { name: say('screening:work.discard_why') })
        .getByRole('button', { name: say('screening:work.discard') })
        .click()
      await at(3).waitFor()
      const { rows } = await read(seat.node, 'desk', 'screening.find-hits', { list })
      const states = rows.map(({ state }) => state).join(' ')
      if (states !== 'confirmed discarded open') throw new Error(`the node has ${states}`)
    },
  )
  await step(`${form}: a confirmed hit becomes a request to its owner, filled in`, async () => {
    await page.keyboard.press('k')
    await page.keyboard.press('k')
    await page.getByRole('button', { name: say('hit.ask') }).click()
    await page.waitForURL('**/exchange/new?*')
    const form = page.getByRole('form', { name: say('exchange:new.title') })
    await form.getByText(say('exchange:new.from_hit')).waitFor()
    const owner = form.getByRole('checkbox', { name: stateName(seat.language, 'MA') })
    await owner.waitFor()
    if (!(await owner.isChecked())) throw new Error('Morocco is not ticked')
    await page.goBack()
    await page.getByRole('heading', { name: say('screening:work.title'), exact: true }).waitFor()
  })
  await step(`${form}: on a telephone too`, async () => {
    await page.setViewportSize(TELEPHONE)
    await whole(seat)
    await picture(seat, `screening-telephone-${seat.language}`)
    await page.setViewportSize(WIDE)
  })
  await step(`${form}: closing says what is undecided; then nothing but figures is left`, async () => {
    await page.getByRole('button', { name: say('screening:close.act') }).click()
    const dialogue = page.getByRole('dialog', { name: say('screening:close.title') })
    await dialogue.getByText(say('screening:close.undecided', { count: 1 })).waitFor()
    await dialogue.getByRole('button', { name: say('screening:close.act') }).click()
    await page.getByText(say('screening:closed.closed')).waitFor()
    const kept = await read(seat.node, 'desk', 'screening.read-list', { list })
    const { state, file_name, lines, clear, hits, confirmed, discarded } = kept
    const figures = JSON.stringify({ state, file_name, lines, clear, hits, confirmed, discarded })
    if (figures !== '{"state":"closed","file_name":null,"lines":50,"clear":47,"hits":3,"confirmed":1,"discarded":1}')
      throw new Error(figures)
    await whole(seat)
  })
  await step(`${form}: no file of any node has a name of the list in it`, async () => {
    // searched the same way, what stands in clear is found
    if (filesWith(join(network.folder, 'esp'), seat.name).length === 0) throw new Error('the search finds nothing at all')
    for (const id of ['esp', 'mar', 'fra', 'sen', 'sec']) {
      const found = filesWith(join(network.folder, id), CANARY)
      if (found.length > 0) throw new Error(found.join('\n'))
    }
  })
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

async function whole(seat: Seat): Promise<void> {
  await settled(seat)
  await demandNoOverflow(seat.page)
}

/** Sends a file by the field and the button, and waits until it is understood; answers the list. */
async function send({ page, say }: Seat, file: File): Promise<string> {
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByRole('button', { name: say('screening:begin.send'), exact: true }).click()
  await page.waitForURL('**/screening/*-*')
  await page.getByRole('heading', { name: say('screening:read.rows', { count: 50 }), exact: true }).waitFor({ timeout: 90_000 })
  return new URL(page.url()).pathname.split('/')[2]!
}

async function start({ page, say, language }: Seat): Promise<void> {
  const form = page.getByRole('form', { name: say('screening:start.title') })
  await form.getByRole('combobox', { name: say('screening:start.ground') }).selectOption('border-checks')
  await form.getByRole('textbox', { name: say('screening:start.reason') }).fill(`Algeciras – Tánger, ${CANARY}`)
  await form.getByRole('checkbox', { name: stateName(language, 'MA') }).check()
  await form.getByRole('button', { name: say('screening:start.act') }).click()
  const dialogue = page.getByRole('dialog', { name: say('screening:start.confirm', { count: 50 }) })
  await dialogue.getByRole('button', { name: say('screening:start.act') }).click()
  await dialogue.waitFor({ state: 'hidden' })
}

const ASKED_MS = 180_000
/** A machine that is busy lets a partner be late: those who gave no answer are asked again. */
async function allAsked(seat: Seat): Promise<void> {
  const { page, say, node } = seat
  const list = new URL(page.url()).pathname.split('/')[2]!
  const end = page.getByRole('heading', { name: say('screening:asked.title'), exact: true })
  await until(
    'everybody is asked about and answered',
    async () => {
      const { state, silent } = await read(node, 'desk', 'screening.read-list', { list })
      if (state === 'asked' && silent > 0 && (await end.isVisible()))
        await page.getByRole('button', { name: say('screening:silent.all') }).click()
      return state === 'asked' && silent === 0
    },
    ASKED_MS,
  )
  await end.waitFor()
}

/** Files of a folder that hold a text, in the spellings that a program might leave behind. */
export function filesWith(folder: string, text: string): string[] {
  const utf8 = Buffer.from(text, 'utf8')
  const spellings = [
    utf8,
    Buffer.from(text, 'utf16le'),
    Buffer.from(utf8.toString('hex')),
    Buffer.from(utf8.toString('base64').slice(0, -4)),
  ]
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const bytes = maybeBytes(path)
      return bytes !== undefined && spellings.some((spelling) => bytes.includes(spelling))
    })
}

/** A node that runs takes files away as well. */
function maybeBytes(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw failure
  }
}

/** The lists that the story left, for those who look at every page. */
export async function listsLeft({ network }: Scene): Promise<readonly string[]> {
  const { rows } = await read(network.node('esp'), 'desk', 'screening.find-lists', { limit: 20 })
  return ['prepared', 'asked', 'closed'].flatMap((state) => rows.find((row) => row.state === state)?.id ?? [])
}
