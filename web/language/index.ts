// The language of the pages: chosen by the officer, else by the device; words load by language and by capability.
import i18next, { type BackendModule } from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import { bestOf, type Digits, directionOf, isLanguage, LANGUAGES, type Language, localeOf } from './languages.ts'

export * from './languages.ts'

const COMMON = ['shell', 'session', 'refusal', 'terms'] as const
const LANGUAGE_KEY = 'portolan.language'
const DIGITS_KEY = 'portolan.digits'

const common: Record<Language, () => Promise<{ default: Record<string, object> }>> = {
  en: () => import('./en.ts'),
  fr: () => import('./fr.ts'),
  ar: () => import('./ar.ts'),
  es: () => import('./es.ts'),
}
const capability = import.meta.glob<{ default: object }>([
  './*/*.json',
  '!./*/shell.json',
  '!./*/session.json',
  '!./*/refusal.json',
  '!./*/terms.json',
])

const backend: BackendModule = {
  type: 'backend',
  init: () => {},
  read: (language, namespace, done) => {
    load(language, namespace).then(
      (words) => done(null, words as never),
      (error) => done(error as Error, null),
    )
  },
}

async function load(language: string, namespace: string): Promise<object> {
  if (!isLanguage(language)) throw new TypeError(`no language ${language}`)
  if (COMMON.includes(namespace as never)) return (await common[language]()).default[namespace] ?? {}
  const file = capability[`./${language}/${namespace}.json`]
  if (!file) throw new TypeError(`no words for ${namespace}`)
  return (await file()).default
}

let digits: Digits = stored(DIGITS_KEY) === 'arab' ? 'arab' : 'latn'

/** The locale that numbers, dates and country names are written in now. */
export const locale = (): string => localeOf(i18next.language as Language, digits)

/** Starts the language system; answers when the first language is there. */
export async function startLanguage(): Promise<void> {
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: bestOf([stored(LANGUAGE_KEY), ...navigator.languages]),
      supportedLngs: [...LANGUAGES],
      fallbackLng: false,
      load: 'currentOnly',
      ns: [...COMMON],
      defaultNS: 'shell',
      returnNull: false,
      showSupportNotice: false,
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    } as Parameters<typeof i18next.init>[0])
  // one digit set for everything: {{count, number}} follows the officer's choice
  i18next.services.formatter?.add('number', (value: number) => new Intl.NumberFormat(locale()).format(value))
  dress()
  i18next.on('languageChanged', dress)
}

function dress(): void {
  document.documentElement.lang = i18next.language
  document.documentElement.dir = directionOf(i18next.language as Language)
}

/** The present language and how to change it; the choice stays on this device. */
export function useLanguage() {
  const { i18n } = useTranslation()
  const language = i18n.language as Language
  return {
    language,
    direction: directionOf(language),
    digits,
    choose: (next: Language, remember = true) => {
      if (remember) store(LANGUAGE_KEY, next)
      return i18next.changeLanguage(next)
    },
    chooseDigits: (next: Digits) => {
      digits = next
      store(DIGITS_KEY, next)
      return i18next.changeLanguage(language)
    },
  }
}

/** The officer's own language holds unless another was chosen on this device. */
export function preferLanguage(wanted: string | undefined): void {
  if (stored(LANGUAGE_KEY) || !isLanguage(wanted) || wanted === i18next.language) return
  void i18next.changeLanguage(wanted)
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // a device that keeps nothing still works for this visit
  }
}
