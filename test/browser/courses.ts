/** A course between two nodes: Spain offers it, Morocco nominates, seats go by the rule, and each sees what it may. */
import { readFileSync } from 'node:fs'
import type { Language } from '../../web/language/languages.ts'
import type { Scene } from './cross-border.ts'
import { read } from './node-api.ts'
import { demandNoFaults, demandNoOverflow, goTo, type Seat, settled, signIn, TELEPHONE, takeSeat, WIDE } from './seat.ts'
import { type Step, until } from './steps.ts'

const TITLES: Readonly<Record<string, string>> = { en: 'Dark web evidence', ar: 'أدلة الشبكة المظلمة' }
const TOPIC = 'Collection of evidence and investigation of cybercrime'
const CANDIDATES = ['سلمى بناني', 'Idris Alami'] as const

export async function courses(step: Step, { network, browser, picture }: Scene, language: Language): Promise<void> {
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
  const confirmed = async ({ page }: Seat, act: string) => {
    await page.getByRole('button', { name: act, exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: act, exact: true }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  const now = new Date()
  const today = `${String(now.getUTCDate()).padStart(2, '0')}.${String(now.getUTCMonth() + 1).padStart(2, '0')}.${now.getUTCFullYear()}`

  const spain = await step('a supervisor in Spain offers a course; an empty one says what is missing and stays', async () => {
    const seat = await seated(esp, 'supervisor', language)
    const { page, say } = seat
    await goTo(seat, 'training')
    await page.getByRole('link', { name: say('courses:title'), exact: true }).click()
    await page
      .getByRole('link', { name: say('courses:list.offer') })
      .first()
      .click()
    await page.getByRole('button', { name: say('courses:new.send') }).click()
    await page.getByText(say('fault.required')).first().waitFor()
    return seat
  })
  const course = await step('with a published topic, today, two seats; sent to all partners after asking once more', async () => {
    const { page, say } = spain
    await textbox(spain, say('courses:new.name')).fill(title)
    await page.getByRole('combobox', { name: say('courses:topic') }).selectOption({ label: TOPIC })
    await textbox(spain, say('courses:institution')).fill('Escuela Nacional de Policía')
    await textbox(spain, say('courses:place')).fill('Ávila')
    for (const label of ['courses:new.from', 'courses:new.to', 'courses:nominate_by']) await textbox(spain, say(label)).fill(today)
    await textbox(spain, say('courses:new.seats')).fill('1')
    await whole(spain)
    await picture(spain, `courses-new-${language}`)
    await confirmed(spain, say('courses:new.send')).catch(() => undefined)
    await page.waitForURL(/training\/courses\/[0-9a-f-]{36}$/)
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
    return new URL(page.url()).pathname.split('/')[3]!
  })
  const address = `/training/courses/${course}`

  const morocco = await step('Morocco finds it in its calendar and nominates two, best first, on a telephone', async () => {
    await until('the course has come', async () =>
      (await read(mar, 'desk', 'training.find-courses', { from: '2020-01-01', to: '2099-12-31', limit: 200, offset: 0 })).courses.some(
        ({ id }) => id === course,
      ),
    )
    const seat = await seated(mar, 'supervisor', language === 'en' ? 'fr' : 'ar')
    const { page, say } = seat
    await page.setViewportSize(TELEPHONE)
    await page.goto(`${mar.url}/training/courses`)
    await page.getByRole('link', { name: title }).first().waitFor()
    await whole(seat)
    await picture(seat, `courses-list-telephone-${language}`)
    await page.goto(`${mar.url}${address}`)
    await page.getByRole('button', { name: say('courses:nominate.begin'), exact: true }).click()
    for (const [i, name] of CANDIDATES.entries()) {
      const line = page.getByRole('group', { name: say('courses:nominate.priority', { number: String(i + 1) }) })
      await line.getByRole('textbox', { name: say('courses:candidate.name') }).fill(name)
      await line.getByRole('textbox', { name: say('courses:candidate.unit') }).fill('Brigade cyber')
      if (i === 0) await page.getByRole('button', { name: say('courses:nominate.add') }).click()
    }
    await whole(seat)
    await picture(seat, `courses-nominate-telephone-${language}`)
    await confirmed(seat, say('courses:nominate.send'))
    await page.getByText(say('courses:nominate.said', { number: '2' })).waitFor()
    await page.setViewportSize(WIDE)
    return seat
  })
  await step('an officer of the desk in Morocco sees the course and no name', async () => {
    const seat = await seated(mar, 'desk', 'fr')
    const { page, say } = seat
    await page.goto(`${mar.url}${address}`)
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
    await page.getByText(say('courses:shares.title')).first().waitFor()
    if ((await page.getByText(say('courses:candidates.title')).count()) > 0) throw new Error('candidates are shown')
  })
  await step('Spain closes nominations and gives the seats; each candidate has its reason', async () => {
    const { page, say } = spain
    await until('the nomination has come', async () =>
      (await read(esp, 'supervisor', 'training.read-course', { course })).shares.some(
        ({ member, nominated }) => member === 'mar' && nominated === 2,
      ),
    )
    await page.goto(`${esp.url}${address}`)
    await confirmed(spain, say('courses:to.closed'))
    await page.getByText(say('courses:state.closed')).first().waitFor()
    await confirmed(spain, say('courses:candidates.give'))
    await page.getByRole('button', { name: say('courses:candidates.show') }).click()
    await page.getByRole('row').filter({ hasText: CANDIDATES[0] }).getByText(say('courses:reason.first-round')).waitFor()
    await page
      .getByRole('row')
      .filter({ hasText: CANDIDATES[1] })
      .getByText(say('courses:outcome.waiting', { place: '1' }))
      .waitFor()
    await whole(spain)
    await picture(spain, `courses-seats-${language}`)
    await page.setViewportSize(TELEPHONE)
    await whole(spain)
    await picture(spain, `courses-seats-telephone-${language}`)
    await page.setViewportSize(WIDE)
  })
  await step('Morocco reads what became of its own, and the numbers by country', async () => {
    const { page, say } = morocco
    await until(
      'the seats have come',
      async () => (await read(mar, 'supervisor', 'training.read-course', { course })).seats_given_at !== null,
    )
    await page.goto(`${mar.url}${address}`)
    await page.getByRole('button', { name: say('courses:candidates.show') }).click()
    await page.getByRole('row').filter({ hasText: CANDIDATES[0] }).getByText(say('courses:outcome.seat'), { exact: true }).waitFor()
    await whole(morocco)
    await picture(morocco, `courses-own-${language}`)
  })
  await step('the courses of the year go into another calendar: whole days, and nobody’s name', async () => {
    const { page, say } = morocco
    await page.goto(`${mar.url}/training/courses`)
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 60_000 }),
      page.getByRole('button', { name: say('courses:list.calendar') }).click(),
    ])
    const text = readFileSync((await download.path())!, 'utf8').replaceAll('\r\n ', '')
    const day = now.toISOString().slice(0, 10).replaceAll('-', '')
    for (const wanted of [`UID:${course}@portolan`, `DTSTART;VALUE=DATE:${day}`, `SUMMARY:${title}`])
      if (!text.includes(wanted)) throw new Error(`${wanted} is not in it:\n${text.slice(0, 2_000)}`)
    for (const name of CANDIDATES) if (text.includes(name)) throw new Error(`${name} is in it`)
    await whole(morocco)
    await picture(morocco, `courses-list-${language}`)
  })
  await step('Spain holds the course, says who was there, and certifies it', async () => {
    const { page, say } = spain
    await page.goto(`${esp.url}${address}`)
    for (const state of ['running', 'done']) {
      await confirmed(spain, say(`courses:to.${state}`))
      await page
        .getByText(say(`courses:state.${state}`))
        .first()
        .waitFor()
    }
    await page.getByRole('button', { name: say('courses:certificates.show') }).click()
    await page.getByRole('checkbox', { name: CANDIDATES[0] }).check()
    await page.getByRole('button', { name: say('courses:certificates.save') }).click()
    await confirmed(spain, say('courses:certificates.issue'))
    await page.getByRole('button', { name: say('courses:certificates.paper_of', { name: CANDIDATES[0] }) }).waitFor()
    await whole(spain)
    await picture(spain, `courses-certificates-${language}`)
  })
  await step('Morocco takes the paper and the file; the file verifies, and with one letter changed it does not', async () => {
    const { page, say } = morocco
    await until('the certificate has come', async () =>
      (await read(mar, 'supervisor', 'training.read-certificates', { course })).certificates.some(({ name }) => name === CANDIDATES[0]),
    )
    await page.goto(`${mar.url}${address}`)
    await page.getByRole('button', { name: say('courses:certificates.show') }).click()
    const taken = async (label: string) => {
      const [download] = await Promise.all([
        page.waitForEvent('download', { timeout: 60_000 }),
        page.getByRole('button', { name: say(label, { name: CANDIDATES[0] }) }).click(),
      ])
      return readFileSync((await download.path())!)
    }
    if (!(await taken('courses:certificates.paper_of')).subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new Error('no PDF')
    const file = await taken('courses:certificates.file_of')
    const verified = async (bytes: Buffer, verdict: string) => {
      await page.goto(`${mar.url}/training/verify`)
      await page.locator('input[type=file]').setInputFiles({ name: 'certificate.json', mimeType: 'application/json', buffer: bytes })
      await page.getByRole('button', { name: say('courses:verify.act'), exact: true }).click()
      await page.getByText(say(`courses:verdict.${verdict}`), { exact: true }).waitFor()
    }
    await verified(file, 'valid')
    await page.getByText(CANDIDATES[0]).waitFor()
    await whole(morocco)
    await picture(morocco, `courses-verified-${language}`)
    await verified(oneLetterChanged(file), 'tampered')
    await whole(morocco)
    await picture(morocco, `courses-tampered-${language}`)
    demandNoFaults(seats)
    for (const seat of seats) await seat.leave()
  })
}

/** The first signed statement in it says another letter in the middle. */
function oneLetterChanged(file: Buffer): Buffer {
  const text = file.toString('utf8')
  const found = /"[A-Za-z0-9_-]+\.([A-Za-z0-9_-]{200,})\.[A-Za-z0-9_-]+"/.exec(text)
  if (!found) throw new Error(`no signed statement in ${text.slice(0, 500)}`)
  const at = found.index + found[0].indexOf('.') + 120
  return Buffer.from(`${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`)
}
