// Every language says everything, in its own words.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { REFUSALS } from '#wire/refusal.ts'
import { CLASSIFICATIONS, CRIME_AREAS, HANDLING_CODES, PURPOSES, REFUSAL_GROUNDS, REPLY_CLASSES, ROLES } from '#wire/vocabulary.ts'
import { bestOf, LANGUAGES, type Language } from './languages.ts'

const OTHERS = LANGUAGES.filter((language) => language !== 'en')
const PLURAL = /_(zero|one|two|few|many|other)$/

/** Words that are the same in two languages: names, international words, units. A fault elsewhere must not hide here. */
const SAME_WORD: Record<Exclude<Language, 'en'>, RegExp> = {
  fr: /^(journal|action|document|code|notice|alerte?|urgent|calibre|classification|notes?|type|date|source|information|total|page|table|question|version|port|mission|service|contact|messages?|direction|instructions?|observations?|attention|expiration|conditions?|incident|mobile|exact|format|image|description|important|possible|identification|terrorisme?|pagerank|clauses|parties|phases|place|corruption|violence|infiltration|expertise|sophistication|subversion|discipline|forums?|versions|signatures?|consultations?|votes?|positions?|documents|budget|impact|instrument|obstacles|organisation|plan|sources|kg|europe|cycle)$/i,
  ar: /^$/,
  es: /^(radio|color|total|error|supervisor|final|original|animal|local|personal|visible|control|fiscal|calibre|pagerank|no|plan|kg|asia)$/i,
}

function wordsOf(language: Language, namespace: string): Map<string, string> {
  const words = new Map<string, string>()
  const walk = (node: Record<string, unknown>, path: string) => {
    for (const [key, value] of Object.entries(node)) {
      if (typeof value === 'string') words.set(path + key, value)
      else walk(value as Record<string, unknown>, `${path}${key}.`)
    }
  }
  walk(JSON.parse(readFileSync(join(import.meta.dirname, language, `${namespace}.json`), 'utf8')), '')
  return words
}

const namespaces = readdirSync(join(import.meta.dirname, 'en')).map((file) => file.replace('.json', ''))

/** Keys without their plural form, and which forms each plural has. */
function shapeOf(words: Map<string, string>) {
  const shape = new Map<string, string[]>()
  for (const key of words.keys()) {
    const form = PLURAL.exec(key)?.[1]
    const base = form ? key.replace(PLURAL, '') : key
    const isPlural = form !== undefined && words.has(`${base}_other`)
    const name = isPlural ? `${base} (plural)` : key
    shape.set(name, [...(shape.get(name) ?? []), ...(isPlural ? [form] : [])])
  }
  return shape
}

test.each(LANGUAGES)('the files of %s are those of English', (language) => {
  expect(readdirSync(join(import.meta.dirname, language)).sort()).toEqual(readdirSync(join(import.meta.dirname, 'en')).sort())
})

test.each(OTHERS.flatMap((language) => namespaces.map((namespace) => [language, namespace] as const)))(
  '%s %s has exactly the keys of English',
  (language, namespace) => {
    expect([...shapeOf(wordsOf(language, namespace)).keys()].sort()).toEqual([...shapeOf(wordsOf('en', namespace)).keys()].sort())
  },
)

test.each(LANGUAGES.flatMap((language) => namespaces.map((namespace) => [language, namespace] as const)))(
  '%s %s has every plural form of its grammar',
  (language, namespace) => {
    const needed = [...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort()
    for (const [key, forms] of shapeOf(wordsOf(language, namespace)))
      if (key.endsWith('(plural)')) expect([key, [...forms].sort()]).toEqual([key, needed])
  },
)

test.each(OTHERS.flatMap((language) => namespaces.map((namespace) => [language, namespace] as const)))(
  '%s %s is translated',
  (language, namespace) => {
    const english = wordsOf('en', namespace)
    const left: string[] = []
    for (const [key, text] of wordsOf(language, namespace)) {
      const last = key.split('.').at(-1)!
      if (text.trim() === '' || text === key || (text === last && text !== english.get(key))) left.push(`${key}: ${text}`)
      const bare = text.replace(/\{\{[^}]*\}\}/g, '')
      if (text === english.get(key) && /\p{L}{2}/u.test(bare) && !SAME_WORD[language as 'fr'].test(text) && !/^[\s\dA-Z]*$/.test(bare))
        left.push(`${key}: ${text} (as in English)`)
      if (language === 'ar' && /\p{L}/u.test(bare) && !/\p{Script=Arabic}/u.test(bare) && !/^[\sA-Z\d]+$/.test(bare))
        left.push(`${key}: ${text} (not Arabic)`)
    }
    expect(left).toEqual([])
  },
)

test.each(OTHERS.flatMap((language) => namespaces.map((namespace) => [language, namespace] as const)))(
  '%s %s fills in the same values',
  (language, namespace) => {
    const slots = (text: string) =>
      [...text.matchAll(/\{\{(\w+)/g)]
        .map((found) => found[1])
        .filter((slot) => slot !== 'count')
        .sort()
    const english = wordsOf('en', namespace)
    for (const [key, text] of wordsOf(language, namespace)) {
      const model = english.get(key) ?? english.get(key.replace(PLURAL, '_other'))
      if (model !== undefined) expect([key, slots(text)]).toEqual([key, slots(model)])
    }
  },
)

test('every published refusal and every code of the profession has its words', () => {
  const refusal = wordsOf('en', 'refusal')
  expect(Object.keys(REFUSALS).filter((code) => !refusal.has(code))).toEqual([])
  const terms = wordsOf('en', 'terms')
  const lists = {
    purpose: PURPOSES,
    'crime-area': CRIME_AREAS,
    handling: HANDLING_CODES,
    'reply-class': REPLY_CLASSES,
    'refusal-ground': REFUSAL_GROUNDS,
    classification: CLASSIFICATIONS,
    role: ROLES,
  }
  const missing = Object.entries(lists).flatMap(([list, codes]) =>
    codes.filter((code) => !terms.has(`${list}.${code}`)).map((code) => `${list}.${code}`),
  )
  expect(missing).toEqual([])
})

test('the language of the device is found by its first part', () => {
  expect(bestOf(['pt-BR', 'ar-MA', 'fr'])).toBe('ar')
  expect(bestOf([null, 'de'])).toBe('en')
})
