/** Groups of a ring are rated by experts of several countries: the spread is seen, one more rating is written down, and a workbook is taken out as handling allows. */
import { readFileSync } from 'node:fs'
import { readWorkbook } from '#lib/tables/index.ts'
import type { Scene } from './cross-border.ts'
import { axe } from './looks.ts'
import { beginShift, demandNoFaults, demandNoOverflow, goTo, type Seat, settled, signIn, TELEPHONE, takeSeat, WIDE } from './seat.ts'
import { type Step, until } from './steps.ts'

/** Plays it in English and in Arabic, on the chart of the demonstration. */
export async function ratings(step: Step, scene: Scene): Promise<void> {
  for (const language of ['en', 'ar'] as const) {
    const seat = await takeSeat(scene.browser, { node: scene.network.node('esp'), role: 'analyst', language })
    const { page, say } = seat
    await step(`the ratings of the demonstration's groups are drawn with their spread (${language})`, async () => {
      await signIn(seat)
      await beginShift(seat, 'threat-analysis', 'Madrid')
      await goTo(seat, 'analysis')
      await page.getByText('Operation Sample Tern').first().click()
      await page.locator('[data-renderer]').waitFor()
      await page.getByRole('button', { name: say('analysis:part.ratings') }).click()
      const table = page.getByRole('table', { name: say('analysis:rating.table') })
      await table.getByText('Cell A (synthetic)').waitFor()
      await table.getByRole('img').first().waitFor()
      await whole(seat)
      await scene.picture(seat, `ratings-${language}`)
    })
    await step(
      `a group is opened: countries, what its place hangs on, where raters are apart, each word with its source (${language})`,
      async () => {
        await page.getByRole('button', { name: say('analysis:rating.show', { name: 'Cell A (synthetic)' }) }).click()
        const countries = page.getByTestId('by-country')
        await countries.getByText('MAR', { exact: true }).waitFor()
        await page.getByText(say('analysis:doubt.without-a-country')).waitFor()
        await page.getByText('Workshop of experts (synthetic)').first().waitFor()
        await whole(seat)
        await axe(page)
        await scene.picture(seat, `ratings-group-${language}`)
      },
    )
    const rater = `Rater ${language} (invented)`
    await step(`one more rating is written down; what is not answered shows as a range (${language})`, async () => {
      const form = page.getByRole('form', { name: say('analysis:rating.add') })
      await form
        .getByRole('textbox', { name: say('analysis:rating.rater') })
        .first()
        .fill(rater)
      await form.getByRole('combobox', { name: say('analysis:rating.country') }).selectOption('TUN')
      await form.getByRole('combobox', { name: new RegExp(say('analysis:sleipnir.corruption')) }).selectOption('high')
      // 76 answered; 171 of weight open, four at most each
      await form.getByText(say('analysis:rating.so_far', { answered: '1', least: '76', most: '760' })).waitFor()
      await form.getByRole('textbox', { name: say('analysis:rating.reason') }).fill('told in a workshop')
      await form.getByRole('textbox', { name: say('analysis:rating.source'), exact: true }).fill('Workshop 7')
      await form.getByRole('button', { name: say('analysis:rating.keep') }).click()
      await page.getByTestId('by-country').getByText('TUN', { exact: true }).waitFor()
      await page.getByText(rater).waitFor()
      await page
        .getByText(say('analysis:rating.range', { least: '76', most: '760' }))
        .first()
        .waitFor()
    })
    await step(`to somebody else only without what is under H2, and the workbook says so (${language})`, async () => {
      await page
        .getByRole('combobox', { name: say('analysis:out.use') })
        .last()
        .selectOption('sharing')
      await page.getByRole('button', { name: say('analysis:rating.out'), exact: true }).click()
      await page.getByText(say('analysis:out.forbidden')).waitFor()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: say('analysis:out.without') }).click(),
      ])
      const bytes = new Uint8Array(readFileSync(await download.path()))
      const cells: string[] = []
      for (let sheet = 0; sheet < 7; sheet++) {
        const read = readWorkbook(bytes, { sheet, most_rows: 2_000, most_columns: 20 })
        if (read.ok) cells.push(...read.rows.flatMap((row) => row.cells))
      }
      const text = cells.join('\n')
      if (!text.includes(rater) || text.includes('Expert 3') || !text.includes('Cell A')) throw new Error(text.slice(0, 2_000))
    })
    await step(`the rating is withdrawn again, and all of it fits a telephone (${language})`, async () => {
      const own = page.getByRole('listitem').filter({ hasText: rater })
      await own.getByRole('button', { name: say('analysis:rating.withdraw'), exact: true }).click()
      await page
        .getByRole('dialog')
        .getByRole('button', { name: say('analysis:rating.withdraw'), exact: true })
        .click()
      await until('it is gone', async () => (await page.getByText(rater).count()) === 0)
      await page.setViewportSize(TELEPHONE)
      await whole(seat)
      await scene.picture(seat, `ratings-telephone-${language}`)
      await page.setViewportSize(WIDE)
    })
    await step(`no page threw or called anybody but its own node (${language})`, async () => demandNoFaults([seat]))
    await seat.leave()
  }
}

async function whole(seat: Seat): Promise<void> {
  await settled(seat)
  await demandNoOverflow(seat.page)
}
