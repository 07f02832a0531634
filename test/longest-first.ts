/** The order in which test files begin: the longest first, so that no core waits for a last one. */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take more than some seconds of the processor, the longest first. A name that is gone or out of its place costs time and nothing else. */
const LONGEST = [
  'test/federation/mutants',
  'test/federation/screening',
  'test/federation/spaces-converge',
  'test/federation/restore',
  'test/federation/backup-command',
  'test/access/channels',
  'test/federation/delivery',
  'test/storage/embedded-folder',
  'test/federation/spaces',
  'test/federation/analysis',
  'test/access/access',
  'src/lib/blind/blind',
  'test/federation/journal',
  'test/safeguards/officer-command',
  'test/federation/exchange',
  'test/federation/intake',
  'test/storage/backup',
  'test/capability-contract',
  'src/kernel/officers/sessions',
  'test/federation/checks',
  'src/kernel/journal-verify',
  'test/federation/registers',
  'test/safeguards/versions',
  'src/lib/blind/hostile',
  'test/federation/thresholds',
  'test/federation/measurements',
  'test/storage/contract',
  'src/capabilities/officers/officers',
  'test/federation/attachments',
  'test/federation/security-review',
]
const placeOf = ({ moduleId }: TestSpecification): number => {
  const at = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`))
  return at < 0 ? LONGEST.length : at
}

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files
      .map((file) => ({ file, place: placeOf(file) }))
      .sort((a, b) => a.place - b.place || (a.file.moduleId < b.file.moduleId ? -1 : 1))
      .map(({ file }) => file)
  }
}
