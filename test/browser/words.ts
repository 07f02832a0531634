/** The words of the pages by key: a test asks for what an officer reads, whatever it says today. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Language, localeOf } from '../../web/language/languages.ts'

/** Says a key of `web/language`: `checks:new`, or without a file one of `shell`. Throws for a key that is not there. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string

const FOLDER = join(import.meta.dirname, '../../web/language')

/** All words of a language. */
export function wordsOf(language: Language): Say {
  const folder = join(FOLDER, language)
  const files = new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => [basename(name, '.json'), JSON.parse(readFileSync(join(folder, name), 'utf8')) as object]),
  )
  const locale = localeOf(language, 'latn')
  return (key, values = {}) => {
    const colon = key.indexOf(':')
    const path = key.slice(colon + 1).split('.')
    const words = files.get(colon < 0 ? 'shell' : key.slice(0, colon))
    const plural = typeof values.count === 'number' ? `_${new Intl.PluralRules(locale).select(values.count)}` : ''
    const found = at(words, [...path.slice(0, -1), `${path.at(-1)}${plural}`]) ?? at(words, path)
    if (found === undefined) throw new Error(`no words for ${key} in ${language}`)
    return found.replace(/\{\{(\w+)(, number)?\}\}/g, (whole, name: string) => {
      const value = values[name]
      if (value === undefined) return whole
      return typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : value
    })
  }
}

const at = (words: unknown, path: readonly string[]): string | undefined => {
  let here = words
  for (const part of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part)) return undefined
    here = (here as Record<string, unknown>)[part]
  }
  return typeof here === 'string' ? here : undefined
}

/** The name of a member state as the pages write it. */
export const stateName = (language: Language, alpha2: string): string =>
  new Intl.DisplayNames([localeOf(language, 'latn')], { type: 'region' }).of(alpha2)!
