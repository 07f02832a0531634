/** Two teams hold the same vehicle and the same person without knowing: both are told, and people settle what it means. */
import type { Language } from '../../web/language/languages.ts'
import type { Scene } from './cross-border.ts'
import { read } from './node-api.ts'
import { beginShift, demandNoFaults, demandNoOverflow, goTo, type Seat, settled, signIn, TELEPHONE, takeSeat, WIDE } from './seat.ts'
import { type Step, until } from './steps.ts'
import { stateName } from './words.ts'

/** The two compare each other every minute; what the first turn left, the second brings. */
const TURNS_MS = 240_000
const LIST = { settled: false, limit: 50, offset: 0 } as const

export async function coincidences(step: Step, { network, browser, picture }: Scene, language: Language): Promise<void> {
  const [esp, fra] = [network.node('esp'), network.node('fra')]
  // what the first story settles is not open any more in the second
  const wanted = language === 'en' ? 'plate' : 'person'
  const open = async (node: typeof esp) => (await read(node, 'supervisor', 'coincidences.find-many', LIST)).coincidences
  const whole = async (seat: Seat) => {
    await settled(seat)
    await demandNoOverflow(seat.page)
  }

  const [ours, theirs] = await step('both nodes find, by themselves, that a team of the other holds the same vehicle and person', () =>
    until(
      'both are told by the other',
      async () => {
        const [here, there] = [await open(esp), await open(fra)]
        const both = (all: typeof here) => [wanted, 'person'].every((kind) => all.some((one) => one.kind === kind && one.theirs !== null))
        return both(here) && both(there) && ([here, there] as const)
      },
      TURNS_MS,
    ),
  )
  const [mine, other] = [ours, theirs].map((all) => all.find(({ kind }) => kind === wanted)!)
  if (mine!.reference !== other!.reference) throw new Error(`two references: ${mine!.reference}, ${other!.reference}`)

  const seat = await step('a supervisor in Spain sees them in the list', async () => {
    const seat = await takeSeat(browser, { node: esp, role: 'supervisor', language })
    await signIn(seat)
    await beginShift(seat, 'investigation', 'Almería')
    await goTo(seat, 'coincidences')
    await seat.page.getByRole('heading', { name: seat.say('coincidences:title'), level: 1 }).waitFor()
    await seat.page
      .getByText(seat.say(`coincidences:kind.${wanted}`), { exact: true })
      .first()
      .waitFor()
    await whole(seat)
    await picture(seat, `coincidences-${language}`)
    return seat
  })
  const { page, say } = seat

  await step('opens one: the two sides face each other, with a reference that both know', async () => {
    await page.goto(`${esp.url}/coincidences/${mine!.id}`)
    await page.getByRole('heading', { name: say('coincidences:met.ours'), level: 2 }).waitFor()
    await page.getByRole('heading', { name: new RegExp(stateName(language, 'FR')), level: 2 }).waitFor()
    await page.getByText(mine!.reference.slice(-12)).waitFor()
    await whole(seat)
    await picture(seat, `coincidence-${language}`)
  })

  await step('on a telephone one side stands above the other', async () => {
    await page.setViewportSize(TELEPHONE)
    await whole(seat)
    await picture(seat, `coincidence-telephone-${language}`)
    await page.setViewportSize(WIDE)
  })

  await step('a target is marked, and is out of sight for everybody but supervisors', async () => {
    await goTo(seat, 'coincidences')
    await page
      .getByRole('link', { name: say('coincidences:places.compared') })
      .first()
      .click()
    await page
      .getByRole('button', { name: say('coincidences:compared.show_targets') })
      .first()
      .click()
    const box = page.getByRole('checkbox', { name: 'Idriss El Mokhtalak' })
    const marked = () => box.isChecked()
    await box.waitFor()
    await whole(seat)
    await picture(seat, `coincidences-compared-${language}`)
    if (!(await marked())) {
      await box.click()
      await until('it is marked', marked)
    }
    const seen = (await read(esp, 'analyst', 'coincidences.find-many', LIST)).coincidences
    if (seen.some(({ kind }) => kind === 'person')) throw new Error('an analyst sees a target')
    if (!(await open(esp)).some(({ kind, target }) => kind === 'person' && target)) throw new Error('a supervisor does not see the target')
    await box.click()
    await until('it is marked no more', async () => !(await marked()))
  })

  await step('how much was asked stands in counts, and never what', async () => {
    await page
      .getByRole('link', { name: say('coincidences:places.counts') })
      .first()
      .click()
    await page.getByText(say('coincidences:counts.asked_by_us')).first().waitFor()
    await whole(seat)
    await picture(seat, `coincidences-counts-${language}`)
  })

  await step('to settle it without saying what came of it is not possible', async () => {
    await page.goto(`${esp.url}/coincidences/${mine!.id}`)
    await page.getByRole('button', { name: say('coincidences:settle.act') }).click()
    await page.getByText(say('coincidences:settle.choose')).waitFor()
  })

  await step('what came of it is kept, and it leaves the list', async () => {
    await page.getByRole('radio', { name: say('coincidences:outcome.cooperating') }).check()
    await page.getByRole('button', { name: say('coincidences:settle.act') }).click()
    await page.getByText(say('coincidences:settle.settled')).waitFor()
    await until('it has left the list', async () => (await open(esp)).every(({ id }) => id !== mine!.id))
    demandNoFaults([seat])
    await seat.leave()
  })
}
