/** What comes round by itself: surveys and courses go after five years, names of candidates after one. */
import type { Applying, Duty } from '#kernel/capability.ts'
import { forgetCertificates } from './certificate-keeping.ts'
import { forgetNames } from './course-keeping.ts'
import { coursesOver, coursesWithNames, deleteCourse } from './store/courses.ts'
import { answersTo, deleteSurvey, surveysOver } from './store/surveys.ts'

/** As long as what is not operational is kept (Regulation (EU) 2023/969, article 23). */
const KEPT_MS = 5 * 366 * 86_400_000
const AT_ONCE = 5

/** Complaints about seats, and the last of the four evaluations, are over by then. */
const NAMES_KEPT_MS = 366 * 86_400_000

export const duties: readonly Duty[] = [
  { name: 'training.forget-surveys', every_ms: 3_600_000, run: forgetSurveys },
  { name: 'training.forget-candidates', every_ms: 3_600_000, run: forgetCandidates },
  { name: 'training.forget-courses', every_ms: 3_600_000, run: forgetCourses },
]

async function forgetCandidates({ writing, vault, own, now, record }: Applying): Promise<void> {
  for (const { course } of await coursesWithNames(writing, own, new Date(now.getTime() - NAMES_KEPT_MS), AT_ONCE)) {
    const nominations = await forgetNames({ writing, vault }, own, course)
    await record('training.candidates-forgotten', `course:${course}`, { nominations })
  }
}

async function forgetCourses({ writing, vault, own, now, record }: Applying): Promise<void> {
  for (const { course, slot } of await coursesOver(writing, own, new Date(now.getTime() - KEPT_MS), AT_ONCE)) {
    await forgetNames({ writing, vault }, own, course)
    await forgetCertificates({ writing, vault }, own, course)
    vault.destroy([slot])
    await deleteCourse(writing, own, course)
    await record('training.course-forgotten', `course:${course}`)
  }
}

async function forgetSurveys({ writing, vault, own, now, record }: Applying): Promise<void> {
  for (const { survey, slot } of await surveysOver(writing, own, new Date(now.getTime() - KEPT_MS), AT_ONCE)) {
    const answers = await answersTo(writing, own, survey)
    vault.destroy([slot, ...answers.map((one) => one.slot)])
    await deleteSurvey(writing, own, survey)
    await record('training.forgotten', `survey:${survey}`, { answers: answers.length })
  }
}
