/** Patrols of a team: planned, manned, moved, and what does not fit said before anybody stands on a beach alone. */
import type { Locator } from 'playwright-core'
import { DEMO_TEAM } from '../../demo/teams.ts'
import type { Language } from '../../web/language/languages.ts'
import type { Scene } from './cross-border.ts'
import { perform, read } from './node-api.ts'
import { beginShift, demandNoFaults, demandNoOverflow, PATIENCE_MS, type Seat, settled, signIn, TELEPHONE, takeSeat, WIDE } from './seat.ts'
import { type Step, until } from './steps.ts'

const PATROL: Partial<Record<Language, string>> = { en: 'Night patrol, Roquetas', ar: 'دورية ليلية في روكيتاس' }
const AREA: Partial<Record<Language, string>> = { en: 'Beach of Roquetas', ar: 'شاطئ روكيتاس' }
const GUEST: Partial<Record<Language, string>> = { en: 'Idris Alami (invented)', ar: 'إدريس العلمي (مختلق)' }

const SERVICE: Partial<Record<Language, string>> = { en: 'Joint patrol at the port of Marseille', ar: 'دورية مشتركة في ميناء مرسيليا' }
const POWERS: Partial<Record<Language, string>> = {
  en: 'Observes and interprets beside an officer of France; takes no measure',
  ar: 'يراقب ويترجم إلى جانب موظف من فرنسا ولا يتخذ أي إجراء',
}
const LINES: Partial<Record<Language, readonly string[]>> = {
  en: ['Quay 7 is empty', 'A white van waits at gate 3', 'It leaves to the north'],
  ar: ['الرصيف 7 خال', 'شاحنة بيضاء تنتظر عند البوابة 3', 'تغادر شمالا'],
}
const INCIDENT: Partial<Record<Language, string>> = { en: 'A docker cut his hand', ar: 'جُرحت يد عامل في الميناء' }

export async function patrol(step: Step, scene: Scene, language: Language): Promise<void> {
  const { network, browser, picture } = scene
  const [esp, mar, fra] = [network.node('esp'), network.node('mar'), network.node('fra')]
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
    await warned(spain, title)
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
    await warning(spain, GUEST[language]!).waitFor({ state: 'hidden', timeout: PATIENCE_MS })
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
    const bar = page.locator('button[data-kind=shift][data-troubled]').first()
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
    const bar = page.locator('button[data-kind=shift][data-troubled]').first()
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
  await step(
    'an area is drawn by pointing and kept; a file with a wrong one takes none in, a sound one all; they go out as GeoJSON',
    async () => {
      await page.getByRole('link', { name: say('patrols:areas.link'), exact: true }).click()
      const map = page.getByRole('img', { name: /./ }).last()
      await map.waitFor()
      await settled(spain)
      const name = AREA[language]!
      await page.getByRole('textbox', { name: say('patrols:areas.name') }).fill(name)
      await page.getByRole('button', { name: say('patrols:areas.save') }).click()
      await page.getByText(say('patrols:areas.fault.too-few')).waitFor()
      await map.scrollIntoViewIfNeeded()
      const box = (await map.boundingBox())!
      for (const [x, y] of [
        [0.42, 0.55],
        [0.47, 0.55],
        [0.45, 0.62],
      ] as const)
        await map.click({ position: { x: box.width * x, y: box.height * y } })
      await picture(spain, `patrol-area-draft-${language}`)
      await page.getByRole('button', { name: say('patrols:areas.save') }).click()
      await page.getByRole('listitem').filter({ hasText: name }).first().waitFor()
      const ring = (shift: number) => [
        [-2.63 + shift, 36.75],
        [-2.58 + shift, 36.75],
        [-2.58 + shift, 36.78],
        [-2.63 + shift, 36.75],
      ]
      const feature = (named: string, coordinates: unknown) => ({
        type: 'Feature',
        properties: { name: named },
        geometry: { type: 'Polygon', coordinates },
      })
      const file = (...features: object[]) => ({
        name: 'areas.geojson',
        mimeType: 'application/geo+json',
        buffer: Buffer.from(JSON.stringify({ type: 'FeatureCollection', features })),
      })
      const input = page.locator('input[type=file]')
      await input.setInputFiles(
        file(
          feature(`A ${language}`, [ring(0)]),
          feature(`B ${language}`, [
            [
              [527_000, 4_069_000],
              [1, 1],
              [2, 3],
              [527_000, 4_069_000],
            ],
          ]),
        ),
      )
      await page.getByText(say('patrols:areas.refused')).waitFor()
      await input.setInputFiles(file(feature(`A ${language}`, [ring(0)]), feature(`B ${language}`, [ring(0.1)])))
      await page.getByText(say('patrols:areas.taken', { count: 2 })).waitFor()
      await page
        .getByRole('listitem')
        .filter({ hasText: `B ${language}` })
        .first()
        .waitFor()
      await whole(spain)
      await picture(spain, `patrol-areas-${language}`)
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: say('patrols:areas.take_out') }).click(),
      ])
      let text = ''
      for await (const part of await download.createReadStream()) text += String(part)
      const names = (JSON.parse(text) as { features: { properties: { name: string } }[] }).features.map(({ properties }) => properties.name)
      for (const wanted of [name, `A ${language}`, `B ${language}`]) if (!names.includes(wanted)) throw new Error(names.join(', '))
      await page.setViewportSize(TELEPHONE)
      await whole(spain)
      await picture(spain, `patrol-areas-telephone-${language}`)
      await page.setViewportSize(WIDE)
    },
  )
  const service = await step('a patrol of an officer of Spain as a guest in France begins, with a powers card of France', async () => {
    const { name: officer } = esp.officers.find(({ role }) => role === 'desk')!
    const hours = (h: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 + h * 3_600_000).toISOString()
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
    const put = (things: readonly { kind: 'patrol' | 'crew'; set: object }[]) =>
      perform(esp, 'supervisor', 'operations.put-things', {
        space,
        things: things.map(({ kind, set }) => ({ thing: null, kind, set: set as never })),
      })
    const {
      things: [of],
    } = await put([
      {
        kind: 'patrol',
        set: {
          title: { text: SERVICE[language]!, language },
          from: hours(-1),
          until: hours(7),
          members: ['esp', 'fra'],
          host: 'fra',
          state: 'planned',
        },
      },
    ])
    await put([{ kind: 'crew', set: { patrol: of, officer: { name: officer }, member: 'esp', function: 'officer' } }])
    const {
      things: [card],
    } = await perform(fra, 'supervisor', 'operations.put-things', {
      space,
      things: [
        {
          thing: null,
          kind: 'powers-card',
          set: {
            officer: { name: officer },
            member: 'esp',
            host: 'fra',
            powers: { text: POWERS[language]!, language: language as 'en' },
            executive: false,
            weapon: true,
            from: day(-1),
            until: day(3),
          },
        },
      ],
    })
    await until('Spain has the card', async () => {
      const cards = await read(esp, 'supervisor', 'operations.find-things', { space, kinds: ['powers-card'], limit: 50, offset: 0 })
      return cards.things.some(({ id }) => id === card)
    })
    return { patrol: of!, card: card!, officer }
  })
  const phone = await step('on a telephone the officer sees first what may be done; buttons are of a thumb\u2019s size', async () => {
    const seat = await takeSeat(browser, { node: esp, role: 'desk', language, telephone: true })
    await seat.page.context().grantPermissions(['geolocation'], { origin: esp.url })
    await seat.page.context().setGeolocation({ latitude: 43.3, longitude: 5.37, accuracy: 12 })
    await signIn(seat)
    seats.push(seat)
    await beginShift(seat, 'investigation', 'Marseille')
    await seat.page.goto(`${esp.url}/operations/${space}/patrol/${service.patrol}`)
    await seat.page.getByText(POWERS[language]!).waitFor()
    await seat.page.getByText(seat.say('patrols:card.not_executive')).waitFor()
    await whole(seat)
    for (const name of [seat.say('patrols:log.begin'), seat.say('patrols:incident.begin')]) {
      const box = (await seat.page.getByRole('button', { name, exact: true }).boundingBox())!
      if (box.height < 44 || box.width < 300) throw new Error(`${name}: ${box.width} × ${box.height}`)
    }
    await picture(seat, `patrol-telephone-${language}`)
    return seat
  })
  const tap = (name: string) => phone.page.getByRole('button', { name, exact: true }).tap()
  const written = async (kind: 'patrol-log' | 'incident') =>
    (await read(esp, 'supervisor', 'operations.find-things', { space, kinds: [kind], limit: 200, offset: 0 })).things.filter(
      ({ fields }) => fields.patrol?.value === service.patrol,
    )
  const write = async (text: string, with_position = false) => {
    await tap(phone.say('patrols:log.begin'))
    await phone.page.getByRole('textbox', { name: phone.say('patrols:log.text') }).fill(text)
    if (with_position) {
      await tap(phone.say('patrols:position.add'))
      await phone.page.getByText('43.30000, 5.37000').waitFor()
    }
    await tap(phone.say('patrols:log.send'))
    await phone.page.getByRole('button', { name: phone.say('patrols:log.begin'), exact: true }).waitFor()
  }
  await step('a line is written with time and, because the officer asked, with the position', async () => {
    await write(LINES[language]![0]!, true)
    await until('the node has it', async () => (await written('patrol-log')).length === 1)
    const [line] = await written('patrol-log')
    if (line!.fields.latitude?.value !== '43.30000' || line!.fields.longitude?.value !== '5.37000') throw new Error(JSON.stringify(line))
    await phone.page.getByText(LINES[language]![0]!).waitFor()
  })
  await step('without a line two more and an incident wait on the telephone; the device shows nothing of what they say', async () => {
    await phone.page.context().setOffline(true)
    await write(LINES[language]![1]!)
    await phone.page.getByText(phone.say('patrols:offline.title')).first().waitFor()
    await write(LINES[language]![2]!)
    await tap(phone.say('patrols:incident.begin'))
    await phone.page.getByRole('button', { name: phone.say('operations:code.injury'), exact: true }).tap()
    await phone.page.getByRole('textbox', { name: phone.say('patrols:incident.text') }).fill(INCIDENT[language]!)
    await tap(phone.say('patrols:incident.next'))
    await demandNoOverflow(phone.page)
    await picture(phone, `patrol-incident-${language}`)
    await tap(phone.say('patrols:incident.send'))
    await phone.page.getByText(phone.say('patrols:waiting.title', { count: 3 })).waitFor()
    const held = await phone.page.evaluate<string>('JSON.stringify({ ...localStorage })')
    for (const secret of [LINES[language]![1]!, INCIDENT[language]!, service.patrol, 'injury'])
      if (held.includes(secret)) throw new Error(`the device holds ${secret}`)
    if ((held.match(/portolan\.line\./g) ?? []).length !== 3) throw new Error(held)
    await demandNoOverflow(phone.page)
    await picture(phone, `patrol-offline-${language}`)
  })
  await step('when the line is back each is sent once, and nothing is left on the telephone', async () => {
    await phone.page.context().setOffline(false)
    await until(
      'all are there',
      async () => (await written('patrol-log')).length === 3 && (await written('incident')).length === 1,
      PATIENCE_MS,
    )
    await phone.page.getByText(phone.say('patrols:waiting.title', { count: 3 })).waitFor({ state: 'hidden' })
    const held = await phone.page.evaluate<string>('JSON.stringify({ ...localStorage })')
    if (held.includes('portolan.line.')) throw new Error(held)
    await phone.page.getByText(INCIDENT[language]!).first().waitFor()
    await whole(phone)
  })
  await step('the incident is owed as an event: in the list, on the page of the team, and reported from there', async () => {
    await page.goto(`${esp.url}/operations`)
    // the demonstration owes one of its own
    const owed = () =>
      read(esp, 'supervisor', 'operations.find-due', {}).then(({ teams }) => teams.find((one) => one.space === space)!.running)
    await until('the list says how many', async () =>
      page
        .getByText(say('patrols:due.running', { count: await owed() }))
        .first()
        .isVisible(),
    )
    await picture(spain, `patrol-due-list-${language}`)
    await page.goto(`${esp.url}/operations/${space}/work/events`)
    await page.getByText(say('patrols:due.rule')).first().waitFor()
    await whole(spain)
    await picture(spain, `patrol-due-${language}`)
    // the most urgent stand first: that of the demonstration is older
    const buttons = page.getByRole('button', { name: `${say('patrols:due.report')}: ${say('operations:code.injury')}`, exact: true })
    const before = await owed()
    await buttons.last().click()
    const dialogue = page.getByRole('dialog')
    await dialogue.getByRole('combobox', { name: say('operations:field.category') }).selectOption('other')
    await dialogue.getByRole('button', { name: say('operations:save'), exact: true }).click()
    await dialogue.waitFor({ state: 'hidden' })
    await until('one less is owed', async () => (await owed()) === before - 1)
  })
  await step('the powers card is shown, and printed without a word of patrols', async () => {
    await phone.page.getByRole('link', { name: phone.say('patrols:card.open') }).tap()
    await phone.page.getByText(phone.say('patrols:card.turns')).waitFor()
    await whole(phone)
    await picture(phone, `patrol-card-${language}`)
    const [download] = await Promise.all([
      phone.page.waitForEvent('download'),
      phone.page.getByRole('button', { name: phone.say('patrols:paper.powers-card') }).tap(),
    ])
    const parts: Buffer[] = []
    for await (const part of await download.createReadStream()) parts.push(part as Buffer)
    if (!Buffer.concat(parts).subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new Error('no PDF')
  })
  await step('the desk of a centre counts by month, by rules on the page, and goes out as a workbook', async () => {
    const request = (received_at: string, more: object = {}) => ({
      thing: null,
      kind: 'desk-request' as const,
      set: {
        type: 'vehicle',
        channel: 'telephone',
        urgency: 'urgent',
        asked_by: 'esp',
        asked_of: 'fra',
        received_at,
        state: 'open',
        ...more,
      } as never,
    })
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
    await perform(esp, 'supervisor', 'operations.put-things', {
      space,
      things: [
        request(ago(0)),
        request(ago(40), { type: 'identity', channel: 'in-person', state: 'answered', answered_at: ago(39) }),
        request(ago(41), { type: 'readmission', urgency: 'normal', state: 'refused', asked_by: 'fra', asked_of: 'esp' }),
      ],
    })
    await page.goto(`${esp.url}/operations/${space}/desk`)
    const open = page.getByRole('button', { name: new RegExp(`^${say('patrols:desk.settle_answered')}`) })
    await open.first().waitFor()
    const waiting = await open.count()
    await open.first().click()
    await until('one is settled', async () => (await open.count()) === waiting - 1)
    await whole(spain)
    await picture(spain, `patrol-desk-${language}`)
    await page.getByText(say('patrols:span.label')).waitFor({ state: 'hidden' })
    await beginShift(spain, 'investigation', 'Algeciras')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: say('patrols:paper.desk') }).click(),
    ])
    if (!download.suggestedFilename().endsWith('.xlsx')) throw new Error(download.suggestedFilename())
    await page.setViewportSize(TELEPHONE)
    await whole(spain)
    await picture(spain, `patrol-desk-telephone-${language}`)
    await page.setViewportSize(WIDE)
  })
  await step('a return with a ground that stops it goes no further at the page either, and says why', async () => {
    const { things: made } = await perform(esp, 'supervisor', 'operations.put-things', {
      space,
      to: ['fra'],
      things: [
        {
          thing: null,
          kind: 'identity-case',
          set: {
            reference: { name: `RET ${language}` },
            state: 'identified',
            non_refoulement: 'open',
            minor: 'open',
            asylum: 'stop',
          } as never,
        },
      ],
    })
    await page.goto(`${esp.url}/operations/${space}/work/returns`)
    await page.getByRole('button', { name: `${say('operations:thing.change')}: RET ${language}` }).click()
    const dialogue = page.getByRole('dialog')
    await dialogue.getByRole('combobox', { name: say('operations:field.state') }).selectOption('returned')
    await dialogue.getByRole('button', { name: say('operations:save'), exact: true }).click()
    await dialogue.getByText(say('operations:fault.a_ground_stops_the_return')).waitFor()
    await picture(spain, `patrol-rights-${language}`)
    const { things: left } = await read(esp, 'supervisor', 'operations.find-things', {
      space,
      kinds: ['identity-case'],
      limit: 50,
      offset: 0,
    })
    if (left.find((one) => one.id === made[0])!.fields.state!.value !== 'identified') throw new Error('it went on')
  })
  await step('no page threw, complained, or called anybody but its own node', async () => demandNoFaults(seats))
}

/** A warning of the planner that names this. */
const warning = ({ page }: Seat, name: string): Locator => page.locator('[class*=conflicts] > li').filter({ hasText: name }).first()
const warned = (seat: Seat, name: string): Promise<void> => warning(seat, name).waitFor({ timeout: PATIENCE_MS })
