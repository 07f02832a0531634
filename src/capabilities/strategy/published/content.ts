/** The form of published content: facts of public texts in our own words, in the four languages, under ids that never change. */
import type { CrimeArea, Language } from '#wire/vocabulary.ts'

export type Words = Readonly<Record<Language, string>>

/** Something that a public text says. */
export interface Entry {
  readonly id: string
  readonly title: Words
  readonly crime_area?: CrimeArea
}

/** A public text: who agreed on it, where and when. Its words here are a digest, never a quotation. */
export interface PublishedText {
  readonly id: string
  readonly title: Words
  readonly by: Words
  /** A day or a month; from and to where it took more than a day. */
  readonly date: string
  readonly until?: string
  readonly place?: Words
}

export const words = (en: string, fr: string, ar: string, es: string): Words => ({ en, fr, ar, es })

export const entry = (id: string, en: string, fr: string, ar: string, es: string): Entry => ({ id, title: words(en, fr, ar, es) })
