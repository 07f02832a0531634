/** The words of papers of a team by language. */
import type { Language } from '#wire/vocabulary.ts'
import { ar } from './ar.ts'
import { en, type PaperWords } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'

export type { PaperWords }
export const PAPER_WORDS: Readonly<Record<Language, PaperWords>> = { en, fr, ar, es }
