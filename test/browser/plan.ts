/** A plan from its opening to its report: Spain opens a forum, Morocco drives a plan, an action is reported on and late ones are seen, the report is taken. */
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Language } from '../../web/language/languages.ts'
import type { Scene } from './cross-border.ts'
import { read } from './node-api.ts'
import { demandNoFaults, demandNoOverflow, goTo, type Seat, settled, signIn, TELEPHONE, takeSeat, WIDE } from './seat.ts'
import { type Step, until } from './steps.ts'

/** Without it a PDF is looked at no further than its first letters. */
const has_poppler = spawnSync('pdftotext', ['-v'], { timeout: 30_000 }).status === 0
const WORDS = {
  en: {
    forum: 'Strategic Cooperation Forum 2027',
    plan: 'Firearms, year by year',
    first: 'Ports of the south',
    second: 'Tracing of serial numbers',
    obstacle: 'No interpreter',
  },
  fr: {
    forum: 'Forum de coopération stratégique 2027',
    plan: 'Armes à feu, année par année',
    first: 'Ports du sud',
    second: 'Traçage des numéros de série',
    obstacle: 'Pas d’interprète',
  },
  ar: {
    forum: 'منتدى التعاون الاستراتيجي 2027',
    plan: 'الأسلحة النارية سنة بسنة',
    first: 'موانئ الجنوب',
    second: 'تتبع الأرقام التسلسلية',
    obstacle: 'لا يوجد مترجم',
  },
} as const

export async function actionPlan(step: Step, { network, browser, picture }: Scene, language: 'en' | 'fr' | 'ar'): Promise<void> {
  const [esp, mar] = [network.node('esp'), network.node('mar')]
  const own = WORDS[language]
  const seats: Seat[] = []
  const seated = async (node: typeof esp, role: string, spoken: Language) => {
    const seat = await takeSeat(browser, { node, role, language: spoken })
    await signIn(seat)
    seats.push(seat)
    return seat
  }
  const whole = async (seat: Seat) => {
    await settled(seat)
    await demandNoOverflow(seat.page)
  }
  const dialog = ({ page }: Seat) => page.getByRole('dialog')
  const fill = (seat: Seat, label: string, text: string) =>
    dialog(seat)
      .getByRole('textbox', { name: seat.say(label), exact: true })
      .fill(text)
  const choose = (seat: Seat, label: string, value: string) =>
    dialog(seat)
      .getByRole('combobox', { name: seat.say(label), exact: true })
      .selectOption(value)
  const state = async (seat: Seat) => {
    await dialog(seat)
      .getByRole('button', { name: seat.say('strategy:act.state'), exact: true })
      .click()
    await dialog(seat).waitFor({ state: 'detached' })
  }
  const add = (seat: Seat, kind: string) =>
    seat.page
      .getByRole('button', { name: seat.say('strategy:act.add', { kind: seat.say(`strategy:kind.${kind}`) }), exact: true })
      .first()
      .click()

  const clashOf = ({ say }: Seat) =>
    say('strategy:plans.clash_text', { action: `\u2068${own.second}\u2069`, other: `\u2068${own.first}\u2069`, count: 30 })
  const forum = await step('a supervisor in Spain opens a forum of all members, after asking once more', async () => {
    const seat = await seated(esp, 'supervisor', language)
    const { page, say } = seat
    await goTo(seat, 'strategy')
    await page
      .getByRole('link', { name: say('strategy:list.open') })
      .first()
      .click()
    await page.getByRole('textbox', { name: say('strategy:field.title'), exact: true }).fill(own.forum)
    await whole(seat)
    await picture(seat, `strategy-new-${language}`)
    await page.getByRole('button', { name: say('strategy:list.open'), exact: true }).click()
    await dialog(seat)
      .getByRole('button', { name: say('strategy:list.open'), exact: true })
      .click()
    await page.waitForURL(/strategy\/[0-9a-f-]{36}$/)
    await page.getByRole('heading', { name: own.forum, level: 1 }).waitFor()
    await whole(seat)
    await picture(seat, `strategy-forum-${language}`)
    return new URL(page.url()).pathname.split('/')[2]!
  })
  const morocco = await step('Morocco opens a plan; without its conditions it cannot be agreed, and says which are missing', async () => {
    await until('the forum has come', async () =>
      (await read(mar, 'supervisor', 'strategy.find-forums', { limit: 50, offset: 0 })).forums.some(({ id }) => id === forum),
    )
    const seat = await seated(mar, 'supervisor', language)
    const { page, say } = seat
    await page.goto(`${mar.url}/strategy/${forum}/plans`)
    await page.getByText(say('strategy:plans.none')).waitFor()
    await add(seat, 'plan')
    await fill(seat, 'strategy:field.title', own.plan)
    await choose(seat, 'strategy:field.state', 'agreed')
    await dialog(seat)
      .getByRole('button', { name: say('strategy:act.state'), exact: true })
      .click()
    await dialog(seat).getByText(say('strategy:fault.missing'), { exact: true }).first().waitFor()
    for (const field of ['resources', 'opportunities', 'challenges']) await fill(seat, `strategy:field.${field}`, own.first)
    await fill(seat, 'strategy:own.plan.limitations', own.second)
    await state(seat)
    await page.getByRole('link', { name: own.plan }).first().click()
    await page.getByText(say('strategy:plans.no_action_text')).waitFor()
    return seat
  })
  await step('with two actions, of which the second waits for the first and begins before it is over', async () => {
    const { page, say } = morocco
    const action = async (title: string, from: string, until_day: string, more: () => Promise<void> = async () => undefined) => {
      await add(morocco, 'action')
      await fill(morocco, 'strategy:field.title', title)
      await choose(morocco, 'strategy:field.type', 'investigation')
      await fill(morocco, 'strategy:field.from', from)
      await fill(morocco, 'strategy:field.until', until_day)
      await more()
      await state(morocco)
    }
    await action(own.first, '01.02.2026', '30.06.2026')
    await page.getByRole('heading', { name: own.first }).waitFor()
    await action(own.second, '01.06.2026', '30.11.2027', async () => {
      await dialog(morocco).getByRole('checkbox', { name: own.first }).check()
    })
    await page.getByRole('heading', { name: own.second }).waitFor()
    await page.getByRole('region', { name: say('strategy:plans.roadmap') }).waitFor()
    await page.getByText(say('strategy:plans.clash'), { exact: true }).waitFor()
    await page.getByText(clashOf(morocco)).waitFor()
    await whole(morocco)
    await picture(morocco, `strategy-plan-${language}`)
  })
  await step('reports on the first, with what stands in its way and what it came to; the roadmap and the sums follow', async () => {
    const { page, say } = morocco
    await page.getByRole('button', { name: `${say('strategy:plans.report_on')}: ${own.first}` }).click()
    await fill(morocco, 'strategy:field.until', '31.05.2026')
    await choose(morocco, 'strategy:field.state', 'done')
    await fill(morocco, 'strategy:field.text', own.second)
    await fill(morocco, 'strategy:field.obstacles', own.obstacle)
    await whole(morocco)
    await picture(morocco, `strategy-report-${language}`)
    await state(morocco)
    await page.getByText(own.obstacle).waitFor()
    await add(morocco, 'result')
    await choose(morocco, 'strategy:field.category', 'firearm')
    await fill(morocco, 'strategy:field.quantity', '12')
    await choose(morocco, 'strategy:field.unit', 'piece')
    await state(morocco)
    await page
      .getByRole('region', { name: say('strategy:plans.results') })
      .getByText(say('strategy:code.firearm'))
      .waitFor()
    await page.getByText(say('strategy:plans.clash'), { exact: true }).waitFor({ state: 'detached' })
    // the roadmap says the same
    if ((await page.getByText(clashOf(morocco)).count()) > 0) throw new Error('the roadmap still tells of a clash')
    await whole(morocco)
    await page.setViewportSize(TELEPHONE)
    await whole(morocco)
    await picture(morocco, `strategy-plan-telephone-${language}`)
    await page.setViewportSize(WIDE)
  })
  await step('the thread leads from the result back to the plan', async () => {
    const { page, say } = morocco
    await page
      .getByRole('link', { name: say('strategy:thread.of') })
      .first()
      .click()
    await page.getByRole('list', { name: say('strategy:thread.title') }).waitFor()
    await page.getByRole('heading', { name: say('strategy:thread.station.result') }).waitFor()
    await whole(morocco)
    await picture(morocco, `strategy-thread-${language}`)
  })
  await step('Spain sees what was late and what it came to, and takes the report of the year', async () => {
    const seat = seats[0]!
    const { page, say } = seat
    await until('the result has come', async () =>
      (await read(esp, 'supervisor', 'strategy.find-plans', { forum })).totals.some(({ quantity }) => quantity === '12'),
    )
    await page.goto(`${esp.url}/strategy/${forum}/plans`)
    await page.getByRole('link', { name: own.plan }).first().waitFor()
    await whole(seat)
    await picture(seat, `strategy-plans-${language}`)
    await page.getByRole('combobox', { name: say('document.form') }).selectOption('pdf')
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 60_000 }),
      page.getByRole('button', { name: say('document.act'), exact: true }).click(),
    ])
    const path = await download.path()
    if (!readFileSync(path).subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new Error('no PDF')
    if (!has_poppler) return
    const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8', timeout: 30_000 }).normalize('NFKC')
    if (!text.includes('12')) throw new Error(`the report does not say 12:\n${text.slice(0, 2_000)}`)
    const title = own.first.normalize('NFKC')
    if (!text.includes(title)) throw new Error(`the report does not name ${title}:\n${text.slice(0, 4_000)}`)
  })
  await step('the boards of three levels: what is reached, where plans stand, what is to be done', async () => {
    const seat = seats[0]!
    const { page, say } = seat
    for (const level of ['political', 'strategic', 'technical'] as const) {
      await page.goto(`${esp.url}/strategy/${forum}/board/${level}`)
      await page.getByText(say(`strategy:board.${level}_text`)).waitFor()
      await page
        .getByRole('heading', { level: 2 })
        .or(page.getByText(say('strategy:board.nothing'), { exact: true }))
        .first()
        .waitFor()
      await whole(seat)
      await picture(seat, `strategy-board-${level}-${language}`)
    }
    await page.goto(`${esp.url}/strategy/${forum}/board/political`)
    await page.getByText(`12 ${say('strategy:code.piece')}`).waitFor()
    await page.setViewportSize(TELEPHONE)
    await whole(seat)
    await picture(seat, `strategy-board-telephone-${language}`)
    await page.setViewportSize(WIDE)
    await page.goto(`${esp.url}/strategy/texts`)
    await page.getByText(say('strategy:texts.part.pillars')).click()
    await whole(seat)
    await picture(seat, `strategy-texts-${language}`)
  })
  await step('no page was at fault', async () => demandNoFaults(seats))
}
