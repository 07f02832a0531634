/** What comes round by itself: surveys go with their answers after five years. */
import type { Applying, Duty } from '#kernel/capability.ts'
import { answersTo, deleteSurvey, surveysOver } from './store/surveys.ts'

/** As long as what is not operational is kept (Regulation (EU) 2023/969, article 23). */
const KEPT_MS = 5 * 366 * 86_400_000
const AT_ONCE = 5

export const duties: readonly Duty[] = [{ name: 'training.forget-surveys', every_ms: 3_600_000, run: forgetSurveys }]

async function forgetSurveys({ writing, vault, own, now, record }: Applying): Promise<void> {
  for (const { survey, slot } of await surveysOver(writing, own, new Date(now.getTime() - KEPT_MS), AT_ONCE)) {
    const answers = await answersTo(writing, own, survey)
    vault.destroy([slot, ...answers.map((one) => one.slot)])
    await deleteSurvey(writing, own, survey)
    await record('training.forgotten', `survey:${survey}`, { answers: answers.length })
  }
}
