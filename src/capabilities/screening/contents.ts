/** What lists keep sealed, and under which labels. */
import type { Found, Reading } from './reading.ts'

export const LIST_LABEL = 'screening.list'
export const FOUND_LABEL = 'screening.found'
export const PART_LABEL = 'screening.part'
export const LINE_LABEL = 'screening.line'
export const HIT_LABEL = 'screening.hit'
export const WORDS_LABEL = 'screening.words'

/** Under the key of the list: as long as the list. */
export interface About {
  readonly file_name: string
  /** Why these people are checked, in the officer's words. */
  readonly reason?: string
}

/** Under the key of the file: until its persons are laid out. */
export interface FileFindings {
  readonly reading: Reading
  readonly found?: Found
}
