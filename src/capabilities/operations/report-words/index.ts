/** The words of a closing report by language. */
import type { Language } from '#wire/vocabulary.ts'
import { ar } from './ar.ts'
import { en, type ReportWords } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'

export type { ReportWords }
export const REPORT_WORDS: Readonly<Record<Language, ReportWords>> = { en, fr, ar, es }
