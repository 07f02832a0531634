/** The order in which test files begin: the longest first, so that no core waits for a last one. */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take more than some seconds of the processor, the longest first. A name that is gone or out of its place costs time and nothing else. */
const LONGEST = [
  'test/federation/screening',
  'test/federation/restore',
  'test/federation/mutants',
  'test/access/channels',
  'test/federation/coincidences',
  'test/federation/analysis',
  'test/access/access',
  'test/federation/picture',
  'test/federation/strategy',
  'test/federation/exchange',
  'test/federation/spaces-converge',
  'test/capability-contract',
  'test/federation/delivery',
  'test/federation/backup-command',
  'test/storage/backup',
  'src/kernel/officers/sessions',
  'test/federation/journal',
  'src/lib/blind/blind',
  'test/federation/spaces',
  'test/federation/training',
  'test/federation/ratings',
  'test/federation/checks',
  'test/federation/action-day',
  'test/storage/contract',
  'src/kernel/journal-verify',
  'test/storage/embedded-folder',
  'test/federation/spaces-hostile',
  'test/federation/patrols',
  'test/bench/names',
  'test/federation/attachments',
  'src/capabilities/officers/officers',
  'test/federation/handed',
  'test/federation/security-review',
  'src/wire/bundle',
  'src/lib/tables/xlsx',
  'test/federation/door',
  'test/federation/oversight',
  'test/safeguards/officer-command',
  'test/federation/directory',
  'demo/population/region',
  'test/federation/registers',
  'test/safeguards/processes',
  'demo/population/population',
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
