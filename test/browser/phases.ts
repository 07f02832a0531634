/**
 * A broker over the phases of a network: a folder of files is taken in as one, each phase is walked to and measured, and the mean over them stands beside.
 * With PORTOLAN_CAVIAR naming a CSV of the Caviar network (columns phase, from, to) its published figures are looked for too.
 */
import { readFileSync } from 'node:fs'
import { betweennessOf, chanceOf, graphOf, pathSumsInParts, sourcesFor } from '#lib/graph/index.ts'
import type { Language } from '../../web/language/languages.ts'
import type { Scene } from './cross-border.ts'
import { axe } from './looks.ts'
import { beginShift, demandNoFaults, demandNoOverflow, goTo, type Seat, settled, signIn, TELEPHONE, takeSeat, WIDE } from './seat.ts'
import { type Step, until } from './steps.ts'

const PHASES = 4
const BROKER = 'Broker (invented)'

/** The pairs of each phase: two cells whose go-between has a part in all phases but the third. */
function pairsOf(phase: number): [string, string][] {
  const chance = chanceOf(phase)
  const pairs: [string, string][] = []
  for (const cell of 'AB') for (let i = 1; i < 6 + phase; i++) pairs.push([`${cell}${i}`, `${cell}${chance.below(i)}`])
  if (phase !== 3) for (const cell of 'AB') pairs.push([BROKER, `${cell}0`])
  return pairs
}

/** By name, what the library says of one phase. */
function betweenness(pairs: readonly (readonly [string, string])[]): Map<string, number> {
  const names = [...new Set(pairs.flat())]
  const at = new Map(names.map((name, v) => [name, v]))
  const ends = { from: Int32Array.from(pairs, ([a]) => at.get(a)!), to: Int32Array.from(pairs, ([, b]) => at.get(b)!), weights: undefined }
  const graph = graphOf(names.length, ends, { is_directed: false })
  const sources = sourcesFor(graph, { seed: 1, most: graph.nodes })
  const values = betweennessOf(graph, sources.length, pathSumsInParts(graph, sources, false))
  return new Map(names.map((name, v) => [name, values[v]!]))
}

export async function phases(step: Step, { network, browser, picture }: Scene, language: Language): Promise<void> {
  const seat = await takeSeat(browser, { node: network.node('esp'), role: 'analyst', language })
  const { page, say } = seat
  const begin = async (name: string) => {
    await goTo(seat, 'analysis')
    await page.getByRole('button', { name: say('analysis:begin.act') }).click()
    const form = page.getByRole('form', { name: say('analysis:begin.title') })
    await form.getByRole('textbox', { name: say('analysis:begin.name') }).fill(name)
    await form.getByRole('textbox', { name: say('analysis:begin.reason') }).fill('who goes between, phase by phase')
    await form.getByRole('button', { name: say('analysis:begin.act') }).click()
    await page.getByText(say('analysis:empty.title')).waitFor()
  }
  const take = async () => {
    await page.getByRole('button', { name: say('analysis:send.act') }).click()
    await page.getByRole('button', { name: say('analysis:take.act') }).click()
    await page.locator('[data-renderer]').waitFor()
  }
  const measured = async (number: number) => {
    await page.getByRole('tab', { name: say('analysis:panel.phases') }).click()
    await page.getByRole('button', { name: say('analysis:phases.act', { number: String(number) }) }).click()
    await page.getByTestId('phases').waitFor({ timeout: 60_000 })
  }
  const cellsOf = async (name: string) =>
    await page
      .getByTestId('phases')
      .getByRole('row')
      .filter({ has: page.getByRole('button', { name, exact: true }) })
      .getByRole('cell')
      .allInnerTexts()
  const written = (value: number) => value.toFixed(6)
  const files = Array.from({ length: PHASES }, (_, i) => ({
    name: `ring phase ${i + 1}.csv`,
    mimeType: 'text/csv',
    buffer: Buffer.from(['source,target', ...pairsOf(i + 1).map((pair) => pair.join(','))].join('\n')),
  }))

  await step('a folder with a file of other headings is refused by name, and nothing is taken in', async () => {
    await signIn(seat)
    await beginShift(seat, 'investigation', 'Madrid')
    await begin(`Phases ${language}`)
    const odd = { name: 'ring phase 9.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\nA0,A1\n') }
    await page.locator('input[type=file]').setInputFiles([...files, odd])
    await page.getByRole('button', { name: say('analysis:send.act') }).click()
    await page.getByText(say('analysis:send.phases_headings', { name: odd.name })).waitFor()
    await picture(seat, `phases-refused-${language}`)
    await whole(seat)
  })
  await step('without it the files are one network in phases, taken in whole', async () => {
    await page.reload()
    await page.locator('input[type=file]').waitFor({ state: 'attached' })
    await page.locator('input[type=file]').setInputFiles([...files].reverse())
    await page.getByText(new RegExp(`${say('analysis:send.phase', { number: '1' })}.*ring phase 1`)).waitFor()
    await take()
  })
  await step('each phase is measured as it was; the mean counts nothing where somebody had no part', async () => {
    await measured(PHASES)
    const each = Array.from({ length: PHASES }, (_, i) => betweenness(pairsOf(i + 1)))
    for (const name of [BROKER, 'A0', 'B1']) {
      const values = each.map((one) => one.get(name))
      const mean = values.reduce<number>((sum, one) => sum + (one ?? 0), 0) / PHASES
      const wanted = [
        written(mean),
        String(values.filter((one) => one !== undefined).length),
        ...values.map((one) => (one === undefined ? '–' : written(one))),
      ]
      const shown = await cellsOf(name)
      if (JSON.stringify(shown) !== JSON.stringify(wanted)) throw new Error(JSON.stringify({ name, shown, wanted }))
    }
    await axe(page)
    await picture(seat, `phases-${language}`)
    await whole(seat)
  })
  await step('the slider walks from phase to phase, and the picture with it', async () => {
    await page.getByRole('button', { name: say('analysis:filter.on') }).click()
    const nodes = new Set(pairsOf(1).flat()).size
    const told = (count: number) =>
      page.getByText(
        new RegExp(
          say('analysis:picture.told', { nodes: String(count), links: '\u0000', left: '' })
            .split('\u0000')[0]!
            .trim(),
        ),
      )
    await told(nodes).first().waitFor()
    for (let i = 0; i < 2; i++) await page.getByRole('button', { name: say('analysis:filter.on') }).click()
    await told(new Set(pairsOf(3).flat()).size)
      .first()
      .waitFor()
    // the broker had no part in the third phase
    await page.getByRole('tab', { name: say('analysis:panel.elements') }).click()
    await until('the broker is not in it', async () => (await page.getByRole('row').getByRole('button', { name: BROKER }).count()) === 0)
    await page.setViewportSize(TELEPHONE)
    await whole(seat)
    await page.setViewportSize(WIDE)
  })
  const caviar = process.env.PORTOLAN_CAVIAR
  if (caviar && language === 'en')
    await step('Caviar: the published means over eleven phases, and the degree of N1 in the fourth', async () => {
      await begin('Caviar')
      await page.locator('input[type=file]').setInputFiles({ name: 'caviar.csv', mimeType: 'text/csv', buffer: readFileSync(caviar) })
      await take()
      await measured(11)
      const means = await Promise.all(['N1', 'N12', 'N3'].map(async (name) => (await cellsOf(name))[0]))
      if (means.join() !== '0.655051,0.167562,0.129403') throw new Error(means.join())
      await page.getByRole('tabpanel').getByRole('combobox').selectOption('degree')
      const degree = (await cellsOf('N1'))[1 + 4]
      if (degree !== '0.718750') throw new Error(String(degree))
      console.log(`Caviar: mean betweenness of N1, N12, N3: ${means.join(', ')}; degree of N1 in phase 4: ${degree}`)
      await picture(seat, 'caviar')
    })
  await step('no page threw or called anybody but its own node', async () => demandNoFaults([seat]))
}

async function whole(seat: Seat): Promise<void> {
  await settled(seat)
  await demandNoOverflow(seat.page)
}
