// The four languages: their own names, their directions, how numbers and dates are written in them.

export const LANGUAGES = ['en', 'fr', 'ar', 'es'] as const
export type Language = (typeof LANGUAGES)[number]

export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', fr: 'Français', ar: 'العربية', es: 'Español' }

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr')

export const isLanguage = (value: unknown): value is Language => LANGUAGES.includes(value as Language)

/** Arabic is read with either set of digits; the Maghreb writes Latin ones, so they are the default. */
export type Digits = 'latn' | 'arab'

/** The locale for Intl: British order of day and month for English, and one set of digits everywhere. */
export function localeOf(language: Language, digits: Digits): string {
  if (language === 'en') return 'en-GB'
  return language === 'ar' ? `ar-u-nu-${digits}` : language
}

/** The first of the wanted languages (BCP 47 tags) that exists here, else English. */
export function bestOf(wanted: readonly (string | null | undefined)[]): Language {
  for (const tag of wanted) {
    const primary = tag?.toLowerCase().split('-')[0]
    if (isLanguage(primary)) return primary
  }
  return 'en'
}
