/** The Forum: Spain opens one, Morocco takes part; a meeting, a consultation that both vote on, a declaration that both sign, a commitment shown done. */
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '../../web/language/languages.ts'
import type { Scene } from './cross-border.ts'
import { read } from './node-api.ts'
import { demandNoFaults, demandNoOverflow, goTo, type Seat, settled, signIn, TELEPHONE, takeSeat, WIDE } from './seat.ts'
import { type Step, until } from './steps.ts'

const has_poppler = spawnSync('pdftotext', ['-v'], { timeout: 30_000 }).status === 0
const NAMES = {
  en: {
    forum: 'Directors of the western Mediterranean',
    meeting: 'Spring meeting',
    declaration: 'Declaration on ports',
    commitment: 'A contact point in each port',
  },
  ar: { forum: 'مديرو غرب المتوسط', meeting: 'اجتماع الربيع', declaration: 'إعلان بشأن الموانئ', commitment: 'نقطة اتصال في كل ميناء' },
} as const

export async function theForum(step: Step, { network, browser, picture }: Scene, language: 'en' | 'ar'): Promise<void> {
  const [esp, mar] = [network.node('esp'), network.node('mar')]
  const names = NAMES[language]
  const seats: Seat[] = []
  const seated = async (node: typeof esp, own: Language) => {
    const seat = await takeSeat(browser, { node, role: 'supervisor', language: own })
    await signIn(seat)
    seats.push(seat)
    return seat
  }
  const whole = async (seat: Seat) => {
    await settled(seat)
    await demandNoOverflow(seat.page)
  }
  const fill = ({ page }: Seat, label: string, value: string) =>
    page.getByRole('dialog').getByRole('textbox', { name: label, exact: true }).fill(value)
  const act = ({ page }: Seat, word: string) => page.getByRole('dialog').getByRole('button', { name: word, exact: true }).click()
  const press = ({ page }: Seat, word: string) => page.getByRole('button', { name: word, exact: true }).first().click()
  const gone = ({ page }: Seat) => page.getByRole('dialog').waitFor({ state: 'detached' })
  const visit = async (seat: Seat, node: typeof esp, part: string) => {
    await seat.page.goto(`${node.url}/strategy/${forum}/${part}`)
    await settled(seat)
  }
  const arrived = (node: typeof esp, kind: 'consultation' | 'declaration' | 'commitment' | 'signature' | 'report' | 'vote', many: number) =>
    until(`${many} ${kind} at ${node.id}`, async () => {
      const { count } = await read(node, 'supervisor', 'strategy.find-things', { forum, kinds: [kind], limit: 1, offset: 0 })
      return count >= many
    })
  let forum = ''

  const spain = await step('a supervisor in Spain opens a forum with Morocco; all others look on', async () => {
    const seat = await seated(esp, language)
    const { page, say } = seat
    await goTo(seat, 'strategy')
    await page
      .getByRole('link', { name: say('strategy:list.open') })
      .first()
      .click()
    await page.getByRole('textbox', { name: say('strategy:field.title'), exact: true }).fill(names.forum)
    const parts = page.getByRole('listitem').getByRole('combobox')
    await page.getByRole('listitem').filter({ hasText: MOROCCO }).getByRole('combobox').waitFor()
    for (let i = 0; i < (await parts.count()); i++) await parts.nth(i).selectOption('observer')
    await page.getByRole('listitem').filter({ hasText: MOROCCO }).getByRole('combobox').selectOption('participant')
    await page.getByRole('button', { name: say('strategy:list.open'), exact: true }).click()
    await act(seat, say('strategy:list.open'))
    await page.waitForURL(/strategy\/[0-9a-f-]{36}$/)
    forum = new URL(page.url()).pathname.split('/')[2]!
    return seat
  })
  await step('calls a meeting and puts an item on its agenda', async () => {
    const { page, say } = spain
    await visit(spain, esp, 'meetings')
    await page.getByText(say('forum:meetings.none')).waitFor()
    await press(spain, say('forum:meetings.call'))
    await fill(spain, say('strategy:field.title'), names.meeting)
    await page.getByRole('dialog').getByLabel(say('strategy:field.at')).fill('2026-01-15T09:00')
    await act(spain, say('strategy:act.state'))
    await page.getByRole('link', { name: names.meeting }).click()
    await press(spain, say('strategy:act.add', { kind: say('strategy:kind.item') }))
    await fill(spain, say('strategy:field.title'), names.declaration)
    await act(spain, say('strategy:act.put'))
    await gone(spain)
    await page.getByRole('heading', { name: names.declaration }).waitFor()
    await whole(spain)
    await picture(spain, `forum-meeting-${language}`)
  })
  const meeting = new URL(spain.page.url()).pathname
  await step('asks the members; votes itself', async () => {
    const { page, say } = spain
    await visit(spain, esp, 'consultations')
    await press(spain, say('forum:consultations.ask'))
    await fill(spain, say('strategy:field.title'), names.declaration)
    await fill(spain, say('strategy:field.question'), names.declaration)
    await page.getByRole('dialog').getByLabel(say('strategy:own.consultation.due')).fill('2031-01-15T09:00')
    await act(spain, say('strategy:act.state'))
    await page.getByRole('link', { name: names.declaration }).click()
    await press(spain, say('strategy:code.yes'))
    await act(spain, say('forum:consultations.vote_act'))
    await gone(spain)
    await page.getByText(say('forum:consultations.silent')).waitFor()
    await whole(spain)
    await picture(spain, `forum-consultation-${language}`)
  })
  const morocco = await step('Morocco votes, in French, on a telephone', async () => {
    await arrived(mar, 'consultation', 1)
    const seat = await seated(mar, 'fr')
    const { page, say } = seat
    await page.setViewportSize(TELEPHONE)
    await visit(seat, mar, 'consultations')
    await page.getByRole('link', { name: names.declaration }).click()
    await press(seat, say('strategy:code.yes'))
    await act(seat, say('forum:consultations.vote_act'))
    await gone(seat)
    await whole(seat)
    await picture(seat, `forum-vote-telephone-${language}`)
    await page.setViewportSize(WIDE)
    return seat
  })
  await step('Spain counts: adopted', async () => {
    const { page, say } = spain
    await arrived(esp, 'vote', 2)
    await page.reload()
    await press(spain, say('forum:consultations.count'))
    await page.getByText(say('strategy:code.adopted'), { exact: true }).first().waitFor()
    await whole(spain)
    await picture(spain, `forum-adopted-${language}`)
  })
  const sign = async (seat: Seat, name: string) => {
    const { page, say } = seat
    await press(seat, say('forum:declarations.sign'))
    await fill(seat, say('forum:declarations.signatory'), name)
    await settled(seat)
    await picture(seat, `forum-sign-${seat.language}-${language}`)
    await act(seat, say('forum:declarations.sign'))
    await gone(seat)
    await page.getByRole('cell', { name }).waitFor()
  }
  await step('opens a declaration for signature and signs it, seeing what is signed', async () => {
    const { page, say } = spain
    await visit(spain, esp, 'declarations')
    await press(spain, say('forum:declarations.draft'))
    await fill(spain, say('strategy:field.title'), names.declaration)
    await fill(spain, say('strategy:field.text'), names.commitment)
    await page.getByRole('dialog').getByLabel(say('strategy:field.state')).selectOption('open')
    await act(spain, say('strategy:act.state'))
    await page.getByRole('link', { name: names.declaration }).click()
    await sign(spain, 'Isabel Ejemplo')
  })
  const declaration = new URL(spain.page.url()).pathname
  await step('Morocco signs the same text; both see two of two', async () => {
    await arrived(mar, 'signature', 1)
    await morocco.page.goto(`${mar.url}${declaration}`)
    await sign(morocco, 'Driss Exemple')
    await arrived(esp, 'signature', 2)
    await spain.page.reload()
    await spain.page.getByRole('heading', { name: spain.say('forum:declarations.signatures', { signed: '2', of: '2' }) }).waitFor()
    await whole(spain)
    await picture(spain, `forum-declaration-${language}`)
  })
  await step('the bundle verifies with nothing but the command', async () => {
    const { page, say } = spain
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 60_000 }),
      press(spain, say('forum:declarations.bundle')),
    ])
    const cli = join(import.meta.dirname, '../../src/main/cli.ts')
    const { status, stdout } = spawnSync(process.execPath, [cli, 'bundle', 'verify', (await download.path())!], {
      encoding: 'utf8',
      timeout: 120_000,
    })
    // every statement proven, and no roster's hash was given to compare
    if (status !== 3) throw new Error(`ended with ${status}: ${stdout.slice(0, 1_000)}`)
  })
  await step('a commitment of Morocco: reported there, accepted here', async () => {
    const { page, say } = spain
    await visit(spain, esp, 'commitments')
    await press(spain, say('forum:commitments.add'))
    await fill(spain, say('strategy:field.title'), names.commitment)
    await page.getByRole('dialog').getByRole('checkbox', { name: MOROCCO }).check()
    await act(spain, say('strategy:act.state'))
    await gone(spain)
    await arrived(mar, 'commitment', 1)
    await visit(morocco, mar, 'commitments')
    await press(morocco, morocco.say('forum:followed.report_on', { what: names.commitment }))
    await morocco.page.getByRole('dialog').getByLabel(morocco.say('strategy:field.state')).selectOption('done')
    await fill(morocco, morocco.say('strategy:field.text'), names.commitment)
    await act(morocco, morocco.say('strategy:act.state'))
    await gone(morocco)
    await arrived(esp, 'report', 1)
    await page.reload()
    await press(spain, say('forum:followed.accept_of', { what: names.commitment }))
    await act(spain, say('strategy:act.state'))
    await gone(spain)
    await page.getByText(say('forum:followed.states.accepted'), { exact: true }).waitFor()
    await whole(spain)
    await picture(spain, `forum-commitments-${language}`)
  })
  await step('the library: where each member stands on instruments', async () => {
    await visit(spain, esp, 'groups/instrument')
    await spain.page.getByRole('table').waitFor()
    await whole(spain)
    await picture(spain, `forum-instruments-${language}`)
  })
  await step('the report of the meeting as a PDF, in Arabic', async () => {
    const { page, say } = spain
    await page.goto(`${esp.url}${meeting}`)
    await page.getByRole('combobox', { name: say('document.language') }).selectOption('ar')
    const [download] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), press(spain, say('forum:meetings.take'))])
    const path = (await download.path())!
    if (readFileSync(path).subarray(0, 4).toString('latin1') !== '%PDF') throw new Error('no PDF')
    if (has_poppler) {
      const text = execFileSync('pdftotext', [path, '-'], { encoding: 'utf8', timeout: 60_000 })
      for (const wanted of ['محضر', 'القرارات'])
        if (!text.includes(wanted)) throw new Error(`${wanted} is not in it:\n${text.slice(0, 2_000)}`)
    }
    demandNoFaults(seats)
    for (const seat of seats) await seat.leave()
  })
}

/** As each of the languages has it. */
const MOROCCO = /Morocco|Maroc|المغرب|Marruecos/
