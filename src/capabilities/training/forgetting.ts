/** What goes when keys are destroyed elsewhere, or were destroyed before a restore. */
import type { Writer } from '#kernel/database/port.ts'
import { emptyCertificatesUnder } from './store/certificates.ts'
import { emptyCoursesUnder } from './store/courses.ts'
import { emptyUnder } from './store/surveys.ts'

export async function forget(slots: readonly number[], writing: Writer): Promise<void> {
  await emptyUnder(writing, slots)
  await emptyCoursesUnder(writing, slots)
  await emptyCertificatesUnder(writing, slots)
}
