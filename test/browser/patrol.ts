/** Patrols of a team: planned, manned, moved, and what does not fit said before anybody stands on a beach alone. */
import type { Locator } from 'playwright-core'
import { DEMO_TEAM } from '../../demo/teams.ts'
import type { Language } from '../../web/language/languages.ts'
import type { Scene } from './cross-border.ts'
import { perform, read } from './node-api.ts'
import { demandNoFaults, demandNoOverflow, PATIENCE_MS, type Seat, settled, signIn, TELEPHONE, takeSeat, WIDE } from './seat.ts'
import { type Step, until } from './steps.ts'

const PATROL: Partial<Record<Language, string>> = { en: 'Night patrol, Roquetas', ar: 'دورية ليلية في روكيتاس' }
const AREA: Partial<Record<Language, string>> = { en: 'Beach of Roquetas', ar: 'شاطئ روكيتاس' }
const GUEST: Partial<Record<Language, string>> = { en: 'Idris Alami (invented)', ar: 'إدريس العلمي (مختلق)' }

export async function patrol(step: Step, scene: Scene, language: Language): Promise<void> {
  const { network, browser, picture } = scene
  const [esp, mar] = [network.node('esp'), network.node('mar')]
  const seats: Seat[] = []
  const whole = async (seat: Seat) => {
    await settled(seat)
    await demandNoOverflow(seat.page)
  }
  // the demonstration founds its teams when its nodes are ready
  const { id: space } = await until(
    'the team works',
    async () => {
      const { spaces } = await read(esp, 'supervisor', 'operations.find-spaces', { limit: 50, offset: 0 })
      return spaces.find(({ title, state }) => title?.text === DEMO_TEAM && state === 'operational')
    },
    90_000,
    500,
  )
  const things = async (node: typeof esp, kind: 'patrol' | 'shift' | 'crew') =>
    (await read(node, 'supervisor', 'operations.find-things', { space, kinds: [kind], limit: 200, offset: 0 })).things

  const spain = await step('a supervisor in Spain opens the planner of a team', async () => {
    const seat = await takeSeat(browser, { node: esp, role: 'supervisor', language })
    await signIn(seat)
    seats.push(seat)
    await seat.page.goto(`${esp.url}/operations/${space}/planner`)
    await seat.page.getByRole('heading', { name: seat.say('patrols:own.title') }).waitFor()
    await whole(seat)
    return seat
  })
  const { page, say } = spain
  const title = PATROL[language]!

  const id = await step('it plans a patrol; what ends before it begins is refused and what was typed stays', async () => {
    await page.getByRole('button', { name: say('patrols:add.patrol'), exact: true }).click()
    const dialogue = page.getByRole('dialog')
    await dialogue.getByRole('textbox', { name: say('operations:field.title'), exact: true }).fill(title)
    await dialogue.getByRole('textbox', { name: say('operations:field.area'), exact: true }).fill(AREA[language]!)
    await dialogue.getByRole('checkbox', { name: /MAR|Morocco|المغرب/ }).check()
    const [begins, ends] = ['from', 'until'].map((field) => dialogue.getByLabel(say(`operations:field.${field}`), { exact: false }).first())
    const kept = await ends!.inputValue()
    await ends!.fill(await begins!.inputValue())
    await dialogue.getByRole('button', { name: say('operations:save'), exact: true }).click()
    await dialogue.locator('[aria-invalid=true]').first().waitFor()
    await ends!.fill(kept)
    await dialogue.getByRole('button', { name: say('operations:save'), exact: true }).click()
    await dialogue.waitFor({ state: 'hidden' })
    await page.getByText(say('patrols:conflict.title', { count: 1 })).waitFor()
    await whole(spain)
    return (await until('it is kept', async () =>
      (await things(esp, 'patrol')).find(({ fields }) => JSON.stringify(fields.title?.value).includes(title)),
    ))!.id
  })
  await step('a guest of Morocco goes on it: the planner says that no powers card covers the day', async () => {
    await page.getByRole('button', { name: `${say('patrols:add.crew')}: ${title}` }).click()
    const dialogue = page.getByRole('dialog')
    await dialogue.getByRole('textbox', { name: say('operations:field.officer'), exact: true }).fill(GUEST[language]!)
    await dialogue.getByRole('combobox', { name: say('operations:field.member') }).selectOption('mar')
    await dialogue.getByRole('button', { name: say('operations:save'), exact: true }).click()
    await dialogue.waitFor({ state: 'hidden' })
    await warned(spain, GUEST[language]!)
    await picture(spain, `patrol-planner-${language}`)
  })
  await step('with a card for the week nothing is left to say; Morocco has the patrol and its officer', async () => {
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
    await perform(esp, 'supervisor', 'operations.put-things', {
      space,
      things: [
        {
          thing: null,
          kind: 'powers-card',
          set: {
            officer: { name: GUEST[language]! },
            member: 'mar',
            host: 'esp',
            powers: { text: 'Observation and translation beside an officer of the host', language: 'en' },
            executive: false,
            weapon: false,
            from: day(-1),
            until: day(8),
          },
        },
      ],
    })
    await page.getByText(say('patrols:conflict.title', { count: 1 })).waitFor({ state: 'hidden', timeout: PATIENCE_MS })
    await until('Morocco has it', async () => (await things(mar, 'crew')).some(({ fields }) => fields.patrol?.value === id))
  })
  const own = await step('the supervisor takes a shift over the same hours as another patrol of his own: it is said at once', async () => {
    const { from, until: ends } = (await things(esp, 'patrol')).find((one) => one.id === id)!.fields
    const officer = { name: spain.name }
    await perform(esp, 'supervisor', 'operations.put-things', {
      space,
      things: [
        { thing: null, kind: 'crew', set: { patrol: id, officer, member: 'esp', function: 'leader' } },
        { thing: null, kind: 'shift', set: { officer, member: 'esp', host: 'esp', from: from!.value, until: ends!.value } },
      ],
    })
    await warned(spain, spain.name)
    const shifts = await things(esp, 'shift')
    // his own stand first
    const first = page.locator('section', { has: page.getByRole('heading', { name: say('patrols:own.title') }) })
    await first.getByText(title).first().waitFor()
    return shifts[0]!
  })
  await step('the keyboard moves the shift by a day; undone it is back, and both are kept', async () => {
    const bar = page.getByRole('button', { name: new RegExp(`^${say('patrols:kind.shift')} ${spain.name}`) }).first()
    const begins = () => things(esp, 'shift').then((all) => all.find((one) => one.id === own.id)!.fields.from!.value as string)
    const before = await begins()
    await bar.focus()
    // later is to the end of the line: left in Arabic
    await page.keyboard.press(language === 'ar' ? 'Shift+ArrowLeft' : 'Shift+ArrowRight')
    await page.keyboard.press('Enter')
    await page.getByText(say('patrols:moved.title', { title: spain.name })).waitFor()
    await until('it is a day later', async () => Date.parse(await begins()) - Date.parse(before) === 86_400_000)
    await picture(spain, `patrol-moved-${language}`)
    await page.getByRole('button', { name: say('patrols:moved.back') }).click()
    await until('it is back', async () => (await begins()) === before)
  })
  await step('the mouse drags it, and what it collided with is free', async () => {
    await page.getByText(say('patrols:span.day'), { exact: true }).first().click()
    await settled(spain)
    await page.getByText(say('patrols:span.week'), { exact: true }).first().click()
    await settled(spain)
    const bar = page.getByRole('button', { name: new RegExp(`^${say('patrols:kind.shift')} ${spain.name}`) }).first()
    await bar.scrollIntoViewIfNeeded()
    const box = (await bar.boundingBox())!
    const row = (await bar.locator('..').boundingBox())!
    const far = (row.width / 7) * 2 * (language === 'ar' ? -1 : 1)
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2 + far / 2, box.y + box.height / 2, { steps: 4 })
    await page.mouse.move(box.x + box.width / 2 + far, box.y + box.height / 2, { steps: 4 })
    await page.mouse.up()
    await until('it is about two days later', async () => {
      const [shift] = (await things(esp, 'shift')).filter((one) => one.id === own.id)
      const by_h = (Date.parse(String(shift!.fields.from!.value)) - Date.parse(String(own.fields.from!.value))) / 3_600_000
      return by_h > 40 && by_h < 56
    })
  })
  await step('the own hours go out as a calendar that names nobody and no place', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: say('patrols:own.calendar') }).click(),
    ])
    const stream = await download.createReadStream()
    let text = ''
    for await (const part of stream) text += String(part)
    if (!text.startsWith('BEGIN:VCALENDAR\r\n') || !text.includes('DTSTART:')) throw new Error(text)
    for (const secret of [title, spain.name, AREA[language]!]) if (text.includes(secret)) throw new Error(`it says ${secret}`)
  })
  await step('on a telephone it is a list by days, no wider than the window', async () => {
    await page.setViewportSize(TELEPHONE)
    await whole(spain)
    await picture(spain, `patrol-planner-telephone-${language}`)
    await page.setViewportSize(WIDE)
  })
  await step('no page threw, complained, or called anybody but its own node', async () => demandNoFaults(seats))
}

/** Waits for a warning that names this. */
const warned = ({ page }: Seat, name: string): Promise<void> =>
  page
    .getByRole('listitem')
    .filter({ hasText: name })
    .and(page.locator('[class*=conflicts] > li') as Locator)
    .first()
    .waitFor({ timeout: PATIENCE_MS })
