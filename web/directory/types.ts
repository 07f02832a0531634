// What members state of themselves, by short names, and which of a thing's names is read in a language.
import type { Input, Output } from '../api/client.ts'
import type { Language } from '../language/index.ts'

export type MemberRead = Output<'directory.read-member'>
export type Contact = MemberRead['contacts'][number]
export type Unit = MemberRead['units'][number]
export type Draft = Output<'directory.read-draft'>
export type DraftContact = Input<'directory.change-contact'>['contact']
export type DraftUnit = Input<'directory.change-unit'>['unit']
export type Names = DraftUnit['names']

export const CONTACT_KINDS = [
  'single-point-of-contact',
  'analysis',
  'capacity-building',
  'specialised-unit',
  'cooperation-centre',
] as const satisfies readonly DraftContact['kind'][]
export const UNIT_KINDS = [
  'single-point-of-contact',
  'headquarters',
  'national-unit',
  'regional-unit',
  'specialised-unit',
  'cooperation-centre',
  'liaison-office',
  'training-institution',
  'other',
] as const satisfies readonly DraftUnit['kind'][]

/** The name in the reader's language, else in English, else in any. */
export const nameIn = (names: Names | null, language: Language): { text: string; language: string } => {
  const found = names?.[language] ? language : names?.en ? 'en' : (Object.keys(names ?? {})[0] as Language | undefined)
  return { text: (found && names?.[found]) || '', language: found ?? language }
}

/** First those who answer at all hours, then single points of contact, then by name. */
export const inOrder = (contacts: readonly Contact[], language: Language): Contact[] =>
  [...contacts].sort(
    (a, b) =>
      Number(b.hours.kind === 'always') - Number(a.hours.kind === 'always') ||
      CONTACT_KINDS.indexOf(a.kind) - CONTACT_KINDS.indexOf(b.kind) ||
      nameIn(a.names, language).text.localeCompare(nameIn(b.names, language).text),
  )

/** A telephone number as it is dialled by a link. */
export const dialled = (telephone: string): string => `tel:${telephone.replace(/[^\d+]/g, '')}`
