/** The words of the workbook of ratings, by language. */
import type { Language } from '#wire/vocabulary.ts'
import { ar } from './ar.ts'
import { en, type RatingWords } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'

export const RATING_WORDS: Readonly<Record<Language, RatingWords>> = { en, fr, ar, es }
