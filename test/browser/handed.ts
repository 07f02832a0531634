/** A team's space into a chart: taken, looked at with where it comes from, and gone from the chart when its owner takes it back. */
import { ANALYSTS_TEAM } from '../../demo/teams.ts'
import type { Language } from '../../web/language/languages.ts'
import type { Scene } from './cross-border.ts'
import { axe } from './looks.ts'
import { perform, read } from './node-api.ts'
import { beginShift, demandNoFaults, demandNoOverflow, goTo, type Seat, settled, signIn, TELEPHONE, takeSeat, WIDE } from './seat.ts'
import { type Step, until } from './steps.ts'

export async function handed(step: Step, { network, browser, picture }: Scene, language: Language): Promise<void> {
  const esp = network.node('esp')
  const space = await step('the analysts’ unit has a team at work', () =>
    until(
      'the team is there',
      async () => {
        const { spaces } = await read(esp, 'analyst', 'operations.find-spaces', { limit: 50, offset: 0 })
        return spaces.find(({ title, state }) => title?.text === ANALYSTS_TEAM && state === 'operational')?.id
      },
      120_000,
    ),
  )
  // what this story takes back is its own
  const name = `Petrel ${language} (invented)`
  const { things } = await perform(esp, 'analyst', 'operations.put-things', {
    space,
    things: [{ thing: null, kind: 'person', set: { full_name: { name }, source: { text: 'Observation 9', language: 'en' } } }],
  })
  const seat = await takeSeat(browser, { node: esp, role: 'analyst', language })
  const { page, say } = seat
  await step('an analyst begins a chart and takes the space of the own unit into it', async () => {
    await signIn(seat)
    await beginShift(seat, 'investigation', 'Madrid')
    await goTo(seat, 'analysis')
    await page.getByRole('button', { name: say('analysis:begin.act') }).click()
    const form = page.getByRole('form', { name: say('analysis:begin.title') })
    await form.getByRole('textbox', { name: say('analysis:begin.name') }).fill(`Levante ${language}`)
    await form.getByRole('textbox', { name: say('analysis:begin.reason') }).fill('who owns the boats')
    await form.getByRole('button', { name: say('analysis:begin.act') }).click()
    const row = page.getByRole('row', { name: new RegExp(ANALYSTS_TEAM.slice(0, 17)) })
    await row.waitFor()
    await whole(seat)
    await axe(page)
    await row.getByRole('button', { name: say('analysis:handed.take') }).click()
    // with something in it the chart shows its picture
    await page.locator('[data-renderer]').waitFor()
    await page.getByRole('button', { name: say('analysis:part.files'), exact: true }).click()
    await row.getByRole('button', { name: say('analysis:handed.again') }).waitFor()
    await page.getByText(say('analysis:handed.told', { added: '', renewed: '0', same: '0', gone: '0' }).trim().slice(-12)).waitFor()
    await whole(seat)
    await picture(seat, `handed-${language}`)
  })
  await step('each thing is in the picture, with the team, whose word it is, and its grades', async () => {
    await page.getByRole('button', { name: say('analysis:part.picture'), exact: true }).click()
    await page.locator('[data-renderer]').waitFor()
    await page.getByRole('button', { name }).first().click()
    const panel = page.getByRole('tabpanel')
    await panel.getByRole('heading', { name }).waitFor()
    await panel.getByText('Observation 9').waitFor()
    await panel.getByRole('link', { name: new RegExp(ANALYSTS_TEAM.slice(0, 17)) }).waitFor()
    await picture(seat, `handed-element-${language}`)
    await whole(seat)
  })
  await step('the owner withdraws one: it is gone from the chart without anybody doing anything there', async () => {
    await perform(esp, 'analyst', 'operations.withdraw-thing', {
      space,
      thing: things[0]!,
      reason: { text: 'another person', language: 'en' },
    })
    await page.reload()
    await page.locator('[data-renderer]').waitFor()
    await page.getByRole('button', { name: 'FV Sample Levante' }).first().waitFor()
    await until('it is gone', async () => (await page.getByRole('button', { name }).count()) === 0)
    await page.getByRole('button', { name: say('analysis:part.files'), exact: true }).click()
    await page.getByRole('row', { name: new RegExp(ANALYSTS_TEAM.slice(0, 17)) }).waitFor()
    await page.setViewportSize(TELEPHONE)
    await whole(seat)
    await picture(seat, `handed-telephone-${language}`)
    await page.setViewportSize(WIDE)
  })
  await step('no page threw or called anybody but its own node', async () => demandNoFaults([seat]))
}

async function whole(seat: Seat): Promise<void> {
  await settled(seat)
  await demandNoOverflow(seat.page)
}
