/**
 * The story in a browser: `node test/browser/run.ts [--shots] [--only WORD]… [--pictures]`.
 * Five real node processes over real HTTP, no request intercepted, no step skipped; `--shots` keeps pictures in var/shots.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { actionDay } from './action-day.ts'
import { threatAssessment } from './assessment.ts'
import { charts } from './charts.ts'
import { chromiumPath } from './chromium.ts'
import { coincidences } from './coincidences.ts'
import { courses } from './courses.ts'
import { crossBorder, type Scene } from './cross-border.ts'
import { theForum } from './forum.ts'
import { handed } from './handed.ts'
import { looks } from './looks.ts'
import { names } from './names.ts'
import { type Network, startNetwork } from './network.ts'
import { perform, read } from './node-api.ts'
import { partnerDown } from './partner-down.ts'
import { patrol } from './patrol.ts'
import { phases } from './phases.ts'
import { strategicPicture } from './picture.ts'
import { pictures } from './pictures.ts'
import { actionPlan } from './plan.ts'
import { ratings } from './ratings.ts'
import { screening } from './screening.ts'
import { type Seat, seatsOfStory, taken } from './seat.ts'
import { playing, type Step, type Tally, until } from './steps.ts'
import { teams } from './teams.ts'
import { telephone } from './telephone.ts'
import { trainingNeeds } from './training.ts'

const { values } = parseArgs({
  options: {
    /** Keeps pictures of what is shown. */
    shots: { type: 'boolean' },
    /** Takes the pictures of the documentation anew, in docs/pictures, and plays nothing else. */
    pictures: { type: 'boolean' },
    /** Plays only stories whose titles have this word, or one of these. */
    only: { type: 'string', multiple: true },
    /** Takes the pages as they were built before. */
    'no-build': { type: 'boolean' },
  },
})
const SHOTS = join(import.meta.dirname, '../../var/shots')
const executablePath = chromiumPath()
if (!executablePath) {
  console.log("not run: no Chromium; install Debian's chromium, or set CHROMIUM\n0 passed, 1 failed")
  process.exit(1)
}

const tally: Tally = { passed: 0, failed: 0 }
const began = Date.now()
const play = playing(tally, photographed)
type Story = (step: Step, scene: Scene) => Promise<void>
/**
 * In this order. Neighbours that name a lane are played beside each other, those of one lane after each other: where none of them asks what another
 * one changes. A story without a lane is played alone.
 */
const stories: readonly [title: string, story: Story, lane?: 1 | 2][] = [
  ['A check and a request cross the border, in English', (step, scene) => crossBorder(step, scene, 'en'), 1],
  ['A check and a request cross the border, in Arabic', (step, scene) => crossBorder(step, scene, 'ar'), 2],
  ["Morocco's process is killed in the middle", partnerDown],
  ['The front line on a telephone', telephone, 1],
  ['An analyst finds a broker in a file of calls', charts, 1],
  ['A broker over the phases of a network, in English', (step, scene) => phases(step, scene, 'en'), 1],
  ['A broker over the phases of a network, in Arabic', (step, scene) => phases(step, scene, 'ar'), 1],
  ['Groups of a ring are rated by several countries', ratings, 1],
  ['A team’s space is taken into a chart, in English', (step, scene) => handed(step, scene, 'en'), 1],
  ['A team’s space is taken into a chart, in Arabic', (step, scene) => handed(step, scene, 'ar'), 1],
  ['The strategic picture: from a total to its lines', strategicPicture, 1],
  ['A team is founded across three nodes, in English', (step, scene) => teams(step, scene, 'en'), 1],
  ['Patrols of a team, in English', (step, scene) => patrol(step, scene, 'en'), 1],
  ['Patrols of a team, in Arabic', (step, scene) => patrol(step, scene, 'ar'), 1],
  // the second settles what the first has left
  ['Two teams hold the same, in English', (step, scene) => coincidences(step, scene, 'en'), 1],
  ['Two teams hold the same, in Arabic', (step, scene) => coincidences(step, scene, 'ar'), 1],
  ['An action day from phase to report, in English', (step, scene) => actionDay(step, scene, 'en'), 2],
  ['An action day from phase to report, in Arabic', (step, scene) => actionDay(step, scene, 'ar'), 2],
  ['A list of fifty passengers, from the file to nothing', screening, 2],
  ['Names: what met what, from where on, and what it is worth', names, 2],
  ['A team is founded across three nodes, in Arabic', (step, scene) => teams(step, scene, 'ar'), 2],
  ['A plan, from its opening to its report, in English', (step, scene) => actionPlan(step, scene, 'en'), 1],
  ['A plan, from its opening to its report, in French', (step, scene) => actionPlan(step, scene, 'fr'), 1],
  ['A plan, from its opening to its report, in Arabic', (step, scene) => actionPlan(step, scene, 'ar'), 1],
  ['A course, from its offer to a certificate, in English', (step, scene) => courses(step, scene, 'en'), 2],
  ['A course, from its offer to a certificate, in Arabic', (step, scene) => courses(step, scene, 'ar'), 2],
  ['Training needs, from the question to the order, in English', (step, scene) => trainingNeeds(step, scene, 'en'), 2],
  ['Training needs, from the question to the order, in Arabic', (step, scene) => trainingNeeds(step, scene, 'ar'), 2],
  ['A threat assessment, from the call to the report, in English', (step, scene) => threatAssessment(step, scene, 'en'), 1],
  ['A threat assessment, from the call to the report, in Arabic', (step, scene) => threatAssessment(step, scene, 'ar'), 1],
  ['The Forum, in English', (step, scene) => theForum(step, scene, 'en'), 1],
  ['The Forum, in Arabic', (step, scene) => theForum(step, scene, 'ar'), 1],
  ['The journals, by the command line, while the nodes run', (step, scene) => journals(step, scene)],
  ['Every page, in four languages, on both windows, light and dark', looks],
]

process.once('SIGINT', () => process.exit(130))
let network: Network | undefined
await play('The demonstration network', async (step) => {
  network = await step('five node processes are started and ready', () => startNetwork({ build: !values['no-build'] }))
})
if (network) await playAll(network)
console.log(`\nin ${Math.round((Date.now() - began) / 1000)} s, of which ${Math.round(network?.ready_s ?? 0)} s to start the network`)
console.log(`${tally.passed} passed, ${tally.failed} failed`)
process.exit(tally.failed > 0 ? 1 : 0)

async function playAll(network: Network): Promise<void> {
  const browser = await chromium.launch({
    executablePath: executablePath!,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
  })
  const scene: Scene = { network, browser, picture }
  try {
    await play('The five nodes answer each other', (step) => warmUp(step, scene))
    const wanted = values.pictures
      ? ([['The pictures of the documentation', pictures]] satisfies typeof stories)
      : stories.filter(([title]) => !values.only || values.only.some((word) => title.includes(word)))
    for (let at = 0; at < wanted.length; ) {
      const alone = wanted[at]![2] === undefined
      const end = alone ? at + 1 : wanted.findIndex(([, , lane], i) => i > at && lane === undefined)
      const beside = wanted.slice(at, end < 0 ? wanted.length : end)
      await Promise.all(
        [1, 2, undefined].map((lane) =>
          inOrder(
            beside.filter((one) => one[2] === lane),
            scene,
            alone,
          ),
        ),
      )
      at += beside.length
    }
  } finally {
    await browser.close()
    await play('The end', async (step) => {
      await step('all node processes end when they are told to', () => network.stop())
      await journals(step, scene)
    })
    if (tally.failed === 0) network.remove()
    else console.log(`\nkept for a look: ${network.folder}`)
  }
}

/** Stories after each other, each with seats of its own; the lines of one that is played beside others come together at its end. */
async function inOrder(some: typeof stories, scene: Scene, alone: boolean): Promise<void> {
  for (const [title, story] of some) {
    const lines: string[] = []
    await seatsOfStory.run(new Set(), async () => {
      await play(title, (step) => story(step, scene), alone ? undefined : (line) => lines.push(line))
      for (const seat of taken()) await seat.leave()
    })
    if (!alone) console.log(lines.join('\n'))
  }
}

/** A machine that has just started five nodes answers late once; after that lateness would mean something. */
async function warmUp(step: Step, { network }: Scene): Promise<void> {
  await step('a check is answered by all of them within its time limit', () =>
    until(
      'all partners have answered one check',
      async () => {
        const esp = network.node('esp')
        const { check } = await perform(esp, 'front-line', 'checks.run', {
          text: 'passport QX7700417',
          as: 'document',
          purpose: 'border-control',
        })
        const whole = await until('the check is complete', async () => {
          const now = await read(esp, 'front-line', 'checks.read-one', { check })
          return now.complete && now
        })
        return whole.answers.every(({ state }) => state === 'no-hit')
      },
      60_000,
    ),
  )
}

async function journals(step: Step, { network: { verifyJournal } }: Scene): Promise<void> {
  for (const id of ['esp', 'mar'])
    await step(`portolan journal verify: the journal of ${id} is sound`, async () => {
      const { ok, logs } = await verifyJournal(id)
      if (!ok || logs.length === 0 || logs.every(({ entries }) => entries === 0)) throw new Error(JSON.stringify(logs))
    })
}

async function picture({ page }: Seat, name: string): Promise<void> {
  if (!values.shots) return
  mkdirSync(SHOTS, { recursive: true })
  await page.screenshot({ path: join(SHOTS, `${name}.png`), animations: 'disabled' })
}

/** What every taken seat shows when a step fails. */
async function photographed(name: string): Promise<string> {
  mkdirSync(SHOTS, { recursive: true })
  const lines: string[] = []
  for (const seat of taken()) {
    const path = join(SHOTS, `failed-${name.replace(/\W+/g, '-').slice(0, 60)}-${seat.node.id}-${seat.role}-${seat.language}.png`)
    await seat.page.screenshot({ path, timeout: 10_000 }).catch(() => undefined)
    lines.push(`${seat.name} is at ${seat.page.url()}: ${path}`, ...seat.faults.slice(0, 5))
  }
  return lines.join('\n')
}
