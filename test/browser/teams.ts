/** A team is founded from proposal to signature across three nodes, then works: what a third country sends waits for the leader. */
import type { Locator } from 'playwright-core'
import type { Language } from '../../web/language/languages.ts'
import type { Scene } from './cross-border.ts'
import { read } from './node-api.ts'
import { demandNoFaults, demandNoOverflow, goTo, PATIENCE_MS, type Seat, settled, signIn, TELEPHONE, takeSeat, WIDE } from './seat.ts'
import { type Step, until } from './steps.ts'
import { stateName } from './words.ts'

const TITLES: Partial<Record<Language, string>> = { en: 'Operation Alboran (demonstration)', ar: 'عملية بحر البوران (عرض تجريبي)' }
const PURPOSE: Partial<Record<Language, string>> = {
  en: 'Smuggling of migrants between Nador and Almería',
  ar: 'تهريب المهاجرين بين الناظور وألمرية',
}
const BASIS: Partial<Record<Language, string>> = {
  en: 'UNTOC article 19; the bilateral convention of 2009',
  ar: 'المادة 19 من اتفاقية باليرمو واتفاقية 2009 الثنائية',
}
const FREE: Partial<Record<Language, string>> = { en: 'One spokesperson for all parties', ar: 'ناطق واحد باسم جميع الأطراف' }
const OTHER_PURPOSE = 'تهريب المهاجرين في بحر البوران'
const TASK: Partial<Record<Language, string>> = { en: 'Watch the slipway at Cabo de Gata', ar: 'مراقبة المنزلق في كابو دي غاتا' }
const PERSON = 'إدريس المختلق'

export async function teams(step: Step, scene: Scene, language: Language): Promise<void> {
  const { network, browser, picture } = scene
  const [esp, mar, fra] = [network.node('esp'), network.node('mar'), network.node('fra')]
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
  const standing = (seat: Seat, space: string) => read(seat.node, 'supervisor', 'operations.read-space', { space })

  const spain = await step('a supervisor in Spain finds the teams', async () => {
    const seat = await seated(esp, language)
    await goTo(seat, 'operations')
    await seat.page.getByRole('heading', { name: seat.say('operations:title'), level: 1 }).waitFor()
    await whole(seat)
    return seat
  })
  const { page, say } = spain
  const field = (name: string) => page.getByRole('textbox', { name, exact: true })

  await step('an empty proposal says what is missing and stays', async () => {
    await page
      .getByRole('link', { name: say('operations:list.propose') })
      .first()
      .click()
    const form = page.getByRole('form', { name: say('operations:new.title') })
    await form.getByRole('button', { name: say('operations:new.go') }).click()
    await page.getByText(say('operations:new.incomplete')).waitFor()
    await whole(spain)
  })
  const space = await step('it proposes a team to Morocco, as a third country, and France; asked once more before it leaves', async () => {
    await field(say('operations:new.name')).fill(TITLES[language]!)
    for (const alpha2 of ['MA', 'FR'])
      await page.getByRole('checkbox', { name: new RegExp(`^${stateName(language, alpha2)} \\w{3}$`) }).check()
    await page.getByRole('checkbox', { name: say('operations:new.third_of', { name: stateName(language, 'MA') }) }).check()
    await field(say('operations:clause.purpose')).fill(PURPOSE[language]!)
    await field(say('operations:clause.legal-basis')).fill(BASIS[language]!)
    await field(say('operations:period.from')).fill('1.3.2026')
    await field(say('operations:period.until')).fill('1.3.2027')
    await page.getByRole('button', { name: say('operations:new.add') }).click()
    await field(say('operations:new.free_name')).fill('spokesperson')
    await field(say('operations:clause.free', { name: 'spokesperson' })).fill(FREE[language]!)
    await page.getByRole('combobox', { name: say('operations:new.purpose') }).selectOption('investigation')
    await picture(spain, `teams-new-${language}`)
    await page.getByRole('button', { name: say('operations:new.go'), exact: true }).click()
    const dialogue = page.getByRole('dialog', { name: say('operations:new.confirm') })
    await dialogue.getByText(stateName(language, 'MA')).waitFor()
    await dialogue.getByRole('button', { name: say('operations:new.go') }).click()
    await page.waitForURL(/operations\/[0-9a-f-]{36}$/)
    await page.getByRole('heading', { name: TITLES[language]!, level: 1 }).waitFor()
    await whole(spain)
    return new URL(page.url()).pathname.split('/')[2]!
  })

  const morocco = await step('Morocco finds it in its list, and takes it for its unit', async () => {
    const seat = await seated(mar, 'ar')
    await until('the proposal has come', async () => {
      const { spaces } = await read(mar, 'supervisor', 'operations.find-spaces', { limit: 50, offset: 0 })
      return spaces.some(({ id }) => id === space)
    })
    await goTo(seat, 'operations')
    await seat.page.getByRole('row').filter({ hasText: TITLES[language]! }).click()
    await takeUnit(seat)
    const state = (await standing(seat, space)).state
    if (state !== 'proposal') throw new Error(`at Morocco's node it is in ${state}`)
    await whole(seat)
    return seat
  })
  await step('Morocco proposes another purpose and objects to one clause, with a reason: at Spain it is in negotiation', async () => {
    const { page: theirs, say: words } = morocco
    const purpose = words('operations:clause.purpose')
    await theirs.getByRole('button', { name: words('operations:agree.other_title', { name: purpose }) }).click()
    const dialogue = theirs.getByRole('dialog')
    await dialogue.getByRole('textbox', { name: purpose }).fill(OTHER_PURPOSE)
    await dialogue.getByRole('button', { name: words('operations:agree.propose'), exact: true }).click()
    await dialogue.waitFor({ state: 'hidden' })
    const free = words('operations:clause.free', { name: 'spokesperson' })
    await theirs.getByRole('button', { name: words('operations:agree.object_title', { name: free }) }).click()
    const objecting = theirs.getByRole('dialog')
    await objecting.getByRole('textbox', { name: words('operations:why') }).fill('لكل طرف ناطقه')
    await objecting.getByRole('button', { name: words('operations:agree.object'), exact: true }).click()
    await objecting.waitFor({ state: 'hidden' })
    await until('Spain knows both', async () => {
      const { state, clauses } = await standing(spain, space)
      const spokesperson = clauses.find(({ id }) => id === 'clause-spokesperson')
      return state === 'negotiation' && spokesperson?.objections.some(({ member }) => member === 'mar')
    })
    await clauseOf(spain, say('operations:clause.free', { name: 'spokesperson' }))
      .getByText('لكل طرف ناطقه')
      .waitFor({ timeout: PATIENCE_MS })
    await clauseOf(spain, say('operations:clause.purpose')).getByText(OTHER_PURPOSE).waitFor({ timeout: PATIENCE_MS })
    await whole(spain)
    await picture(spain, `teams-negotiation-${language}`)
  })
  const france = await step('Spain words the clause anew; all parties agree to all clauses, France from a telephone', async () => {
    const free = say('operations:clause.free', { name: 'spokesperson' })
    await page.getByRole('button', { name: say('operations:agree.other_title', { name: free }) }).click()
    const dialogue = page.getByRole('dialog')
    await dialogue.getByRole('textbox', { name: free }).fill(`${FREE[language]!} (2)`)
    await dialogue.getByRole('button', { name: say('operations:agree.propose'), exact: true }).click()
    await dialogue.waitFor({ state: 'hidden' })
    await until('all have it', async () => {
      const seen = await Promise.all(
        [mar, fra].map((node) => read(node, 'supervisor', 'operations.read-space', { space }).catch(() => undefined)),
      )
      return seen.every((one) => one?.clauses.find(({ id }) => id === 'clause-spokesperson')?.objections.length === 0)
    })
    for (const seat of [spain, morocco]) {
      const worded = clauseOf(seat, seat.say('operations:clause.free', { name: 'spokesperson' }))
      await worded.getByText(`${FREE[language]!} (2)`).waitFor()
      await agreeAll(seat)
    }
    const seat = await seated(fra, 'fr')
    await seat.page.setViewportSize(TELEPHONE)
    await seat.page.goto(`${fra.url}/operations/${space}`)
    await takeUnit(seat)
    await agreeAll(seat)
    await whole(seat)
    await picture(seat, `teams-telephone-fr-${language}`)
    await seat.page.setViewportSize(WIDE)
    return seat
  })
  await step('each signs the text with one hash, shown to each; at every node it is signed, in one agreement', async () => {
    const hashes: string[] = []
    for (const seat of [spain, morocco, france]) {
      await until('the text can be signed', async () => (await standing(seat, space)).signable !== null)
      hashes.push((await standing(seat, space)).signable!.sha256)
      await seat.page.getByText(hashes[0]!, { exact: true }).first().waitFor()
      if (seat === spain) await picture(seat, `teams-sign-${language}`)
      await seat.page.getByRole('button', { name: seat.say('operations:sign.act'), exact: true }).click()
      const dialogue = seat.page.getByRole('dialog')
      await dialogue.getByText(hashes[0]!, { exact: true }).waitFor()
      await dialogue.getByRole('button', { name: seat.say('operations:sign.act'), exact: true }).click()
      await dialogue.waitFor({ state: 'hidden' })
    }
    if (new Set(hashes).size !== 1) throw new Error(`different texts: ${hashes.join(' ')}`)
    for (const seat of [spain, morocco, france]) {
      await until(`${seat.node.id} has it signed`, async () => (await standing(seat, space)).state === 'signed')
      const { agreements, members } = await standing(seat, space)
      const found = JSON.stringify([agreements.map(({ sha256 }) => sha256), [...members].sort()])
      if (found !== JSON.stringify([[hashes[0]], ['esp', 'fra', 'mar']])) throw new Error(`${seat.node.id}: ${found}`)
      await current(seat, 'signed')
      await whole(seat)
    }
    await picture(spain, `teams-signed-${language}`)
  })
  await step('a member that was not asked knows nothing of it', async () => {
    const refused = await read(network.node('sen'), 'supervisor', 'operations.read-space', { space }).catch(
      (failure: Error) => failure.message,
    )
    if (typeof refused !== 'string' || !refused.includes('thing.unknown')) throw new Error(JSON.stringify(refused))
  })
  await step('Spain begins the work; its task is read in Morocco', async () => {
    await page.getByRole('button', { name: say('operations:enter.operational') }).click()
    const dialogue = page.getByRole('dialog')
    await dialogue.getByRole('button', { name: say('operations:enter.operational') }).click()
    await dialogue.waitFor({ state: 'hidden' })
    await current(spain, 'operational')
    await toPart(spain, 'work')
    await add(spain, 'task', async (form) => {
      await form.getByRole('textbox', { name: say('operations:field.title'), exact: true }).fill(TASK[language]!)
      await form.getByRole('combobox', { name: say('operations:field.assignee') }).selectOption('mar')
    })
    await current(morocco, 'operational')
    await toPart(morocco, 'work')
    await morocco.page.getByRole('heading', { name: TASK[language]! }).waitFor()
    await whole(spain)
  })
  await step('what Morocco puts in waits for Spain, and France is told so', async () => {
    await toGroup(morocco, 'picture')
    await add(morocco, 'person', async (form) => {
      await form.getByRole('textbox', { name: morocco.say('operations:field.full_name'), exact: true }).fill(PERSON)
      await form.getByRole('textbox', { name: morocco.say('operations:field.nationality'), exact: true }).fill('MAR')
    })
    await toPart(france, 'work')
    await toGroup(france, 'picture')
    await france.page.getByText(france.say('operations:missing.not-verified')).waitFor()
    if ((await france.page.getByText(PERSON).count()) > 0) throw new Error('France reads it already')
  })
  await step('Spain lets it go on; France reads it, and takes it over', async () => {
    await toPart(spain, 'verify')
    await page.getByText(PERSON).waitFor()
    await whole(spain)
    await picture(spain, `teams-verify-${language}`)
    await page.getByRole('button', { name: say('operations:verify.accept'), exact: true }).click()
    const dialogue = page.getByRole('dialog')
    await dialogue.getByRole('button', { name: say('operations:verify.accept'), exact: true }).click()
    await dialogue.waitFor({ state: 'hidden' })
    await france.page.getByRole('heading', { name: PERSON }).waitFor()
    await france.page.getByRole('button', { name: france.say('operations:operational.take'), exact: true }).click()
    const taking = france.page.getByRole('dialog')
    await taking.getByRole('button', { name: france.say('operations:operational.take'), exact: true }).click()
    await taking.waitFor({ state: 'hidden' })
    await until('Spain knows who has taken it', async () => {
      const { things } = await read(esp, 'supervisor', 'operations.find-things', { space, kinds: ['person'], limit: 10, offset: 0 })
      return things[0]?.operational?.taken.includes('fra')
    })
    await whole(france)
  })
  await step('a count of a post stands on the board at once; on a telephone too', async () => {
    await toPart(spain, 'post')
    await add(spain, 'count', async (form) => {
      await form.getByRole('textbox', { name: say('operations:field.post'), exact: true }).fill('Almería')
      await form.getByRole('textbox', { name: say('operations:field.persons'), exact: true }).fill('120')
      await form.getByRole('textbox', { name: say('operations:field.hits'), exact: true }).fill('3')
    })
    await page.getByRole('img', { name: say('operations:post.window') }).waitFor()
    await picture(spain, `teams-post-${language}`)
    await page.setViewportSize(TELEPHONE)
    await whole(spain)
    await picture(spain, `teams-post-telephone-${language}`)
    await page.setViewportSize(WIDE)
  })
  await step('log and members are there; erasing is proposed, the way back does nothing, and who proposes cannot confirm', async () => {
    await toPart(spain, 'log')
    await page
      .getByRole('cell', { name: say('operations:verb.sign') })
      .first()
      .waitFor()
    await toPart(spain, 'members')
    await page
      .getByRole('cell', { name: say('operations:members.in') })
      .first()
      .waitFor()
    await whole(spain)
    await page.getByRole('button', { name: say('operations:enter.closed') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('operations:enter.closed') })
      .click()
    await page.getByRole('button', { name: say('erasure:propose'), exact: true }).click()
    const dialogue = page.getByRole('dialog', { name: say('erasure:operations.title') })
    await dialogue.getByRole('button', { name: say('confirm.back') }).click()
    await dialogue.waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: say('erasure:propose'), exact: true }).click()
    await dialogue.getByRole('button', { name: say('erasure:propose'), exact: true }).click()
    await page.getByText(say('erasure:waits')).waitFor()
    await page.getByText(say('erasure:other')).waitFor()
    if ((await page.getByRole('button', { name: say('erasure:confirm'), exact: true }).count()) > 0)
      throw new Error('who proposes may confirm')
    const { state } = await standing(spain, space)
    if (state !== 'closed') throw new Error(`it is in ${state}`)
  })
  await step('who protects data finds the log without the name, and confirms: at every member the team is gone', async () => {
    const seat = await takeSeat(browser, { node: esp, role: 'data-protection', language })
    await signIn(seat)
    seats.push(seat)
    await seat.page.goto(`${esp.url}/journal/teams/${space}`)
    await seat.page
      .getByRole('cell', { name: seat.say('operations:verb.sign') })
      .first()
      .waitFor()
    if ((await seat.page.getByText(TITLES[language]!).count()) > 0) throw new Error('the log says what the team is called')
    await whole(seat)
    await seat.page.goto(`${esp.url}/journal/things?of=operations`)
    await seat.page
      .getByRole('row')
      .filter({ hasText: space })
      .getByRole('button', { name: seat.say('erasure:confirm') })
      .click()
    await seat.page
      .getByRole('dialog')
      .getByRole('button', { name: seat.say('erasure:confirm') })
      .click()
    await until(
      'nobody has it any more',
      async () => {
        const left = await Promise.all(
          [esp, mar, fra].map((node) =>
            read(node, 'supervisor', 'operations.read-space', { space }).then(
              () => true,
              () => false,
            ),
          ),
        )
        return !left.includes(true)
      },
      120_000,
    )
  })
  await step('no page threw, complained, or called anybody but its own node', async () => demandNoFaults(seats))
}

const clauseOf = ({ page }: Seat, name: string): Locator => page.getByRole('article', { name, exact: true })

async function takeUnit({ page, say }: Seat): Promise<void> {
  await page.getByRole('button', { name: say('operations:unit.act', { unit: 'spoc' }) }).click()
  await page.getByText(say('operations:unit.needed')).waitFor({ state: 'hidden' })
}

async function agreeAll({ page, say }: Seat): Promise<void> {
  await page.getByRole('button', { name: say('operations:agree.all') }).click()
  await page.getByText(say('operations:agree.none_open')).waitFor()
}

/** Waits until the line of states stands there. */
async function current({ page, say }: Seat, state: string): Promise<void> {
  await page
    .locator('[aria-current=step]')
    .filter({ hasText: say(`operations:state.${state}`) })
    .waitFor()
}

async function toPart(seat: Seat, part: 'work' | 'verify' | 'log' | 'members' | 'post'): Promise<void> {
  const name = seat.say(`operations:part.${part === 'post' ? 'command' : part}`)
  await seat.page
    .getByRole('navigation', { name: seat.say('operations:part.label') })
    // a count may follow; and another part's words may end with these
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .click()
  await settled(seat)
}

async function toGroup(seat: Seat, group: string): Promise<void> {
  const groups = seat.page.getByRole('navigation', { name: seat.say('operations:work.groups') })
  await groups.getByRole('link', { name: seat.say(`operations:group.${group}`), exact: true }).click()
  await settled(seat)
}

/** Opens the form of a kind, fills it in, and saves. */
async function add({ page, say }: Seat, kind: string, fill: (form: Locator) => Promise<void>): Promise<void> {
  const name = say('operations:work.add', { kind: say(`operations:kind.${kind}`) })
  await page.getByRole('button', { name, exact: true }).click()
  const dialogue = page.getByRole('dialog', { name })
  await fill(dialogue)
  await dialogue.getByRole('button', { name: say('operations:save'), exact: true }).click()
  await dialogue.waitFor({ state: 'hidden' })
}
