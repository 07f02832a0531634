/** The pictures of the documentation, taken anew of the demonstration as it is: `node test/browser/run.ts --pictures`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { DEMO_TEAM } from '../../demo/teams.ts'
import type { Scene } from './cross-border.ts'
import { read } from './node-api.ts'
import { beginShift, demandNoFaults, goTo, type Seat, settled, signIn, takeSeat, WIDE } from './seat.ts'
import { type Step, until } from './steps.ts'

const FOLDER = join(import.meta.dirname, '../../docs/pictures')
const MOST_BYTES = 200_000
/** High enough for the messages beside the map. */
const TALL = { width: WIDE.width, height: 1_130 }
/** A graph is made of many small strokes. */
const SMALL = { width: 1_360, height: 800 }
const PATIENCE_MS = 120_000
const BROKER = 'Cormorán'

export async function pictures(step: Step, { network, browser }: Scene): Promise<void> {
  const esp = network.node('esp')
  const seated = async (role: string, place: string) => {
    const seat = await takeSeat(browser, { node: esp, role, language: 'en' })
    await signIn(seat)
    await beginShift(seat, 'investigation', place)
    return seat
  }
  await step('the command post with its map and messages', async () => {
    const team = await until(
      'the team of the demonstration is at work',
      async () => {
        const { spaces } = await read(esp, 'supervisor', 'operations.find-spaces', { limit: 50, offset: 0 })
        const found = spaces.find(({ title }) => title?.text === DEMO_TEAM)
        if (!found) return undefined
        const { count } = await read(esp, 'supervisor', 'operations.read-conversation', { space: found.id, limit: 1, offset: 0 })
        return count === 3 && found
      },
      PATIENCE_MS,
    )
    const seat = await seated('supervisor', 'Almería')
    const { page, say } = seat
    await page.setViewportSize(TALL)
    await page.goto(`${esp.url}/operations/${team.id}/post`)
    const map = page.getByRole('img', { name: new RegExp(`^${say('operations:map.label').split(' ')[0]!}`) })
    await map.locator('path').nth(4).waitFor()
    await settled(seat)
    const from = JSON.stringify(say('operations:post.phases'))
    await page.evaluate(`document.querySelector('[aria-label=' + JSON.stringify(${from}) + ']').scrollIntoView()`)
    await keep(seat, 'command-post')
    // the densest gathering, as it comes apart
    await map
      .locator('g', { has: page.locator('circle') })
      .last()
      .click()
    await settled(seat)
    await keep(seat, 'command-post-map', page.locator('figure').filter({ has: map }))
    demandNoFaults([seat])
    await seat.leave()
  })
  await step('a chart, its broker chosen, and its places and routes', async () => {
    const seat = await seated('analyst', 'Madrid')
    const { page, say } = seat
    await page.setViewportSize(SMALL)
    await goTo(seat, 'analysis')
    await page.getByText('Operation Sample Tern').first().click()
    await page.locator('[data-renderer]').waitFor()
    await page.getByTestId('sensitivity').waitFor()
    await page.getByRole('button', { name: BROKER, exact: true }).first().click()
    await page.getByRole('heading', { name: BROKER }).waitFor()
    await settled(seat)
    await keep(seat, 'chart')
    await page.getByRole('button', { name: say('analysis:part.map') }).click()
    await page.locator('svg[role=img] path').nth(7).waitFor()
    await settled(seat)
    await keep(seat, 'map')
    demandNoFaults([seat])
    await seat.leave()
  })
}

/** Writes a picture of what is shown, or of a part of it; one that would make the documentation heavy is refused. */
async function keep({ page }: Seat, name: string, part?: Locator): Promise<void> {
  await page.mouse.move(0, 0)
  const bytes = await (part ?? page).screenshot({ animations: 'disabled' })
  if (bytes.length > MOST_BYTES) throw new Error(`${name} has ${bytes.length} bytes; at most ${MOST_BYTES}`)
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(join(FOLDER, `${name}.png`), bytes)
}
