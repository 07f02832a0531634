// What somebody stated as it is read: words in their own language and direction, members by name, things by title.
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldForm, Value } from '#wire/fields.ts'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { DateTime, Mono, useMembers, writeDay } from '../pieces/index.ts'
import { isName, isWords } from '../pieces/typed.ts'
import type { TypedWords } from '../pieces/words-field.tsx'
import { kindOf } from './kinds.ts'
import style from './strategy.module.css'
import type { Thing } from './types.ts'

/** A free text in its own language and direction. */
export const Text = ({ words }: { words: TypedWords }) => (
  <span dir="auto" lang={words.language} className={style.words}>
    {words.text}
  </span>
)
export const textIn = (thing: Pick<Thing, 'set'> | undefined, field: string): TypedWords | undefined => {
  const value = thing?.set[field]
  return isWords(value) ? value : undefined
}

const AREAS = ['crime_area', 'crime_areas', 'areas']
const BARE = /^[A-Z]{3}$/

/** The words for kinds, fields and codes. */
export function useStrategyWords() {
  const { t } = useTranslation('strategy')
  const { term } = useTerm()
  return {
    kind: (kind: string): string => t(`kind.${kind}`, { defaultValue: kind }),
    kinds: (kind: string): string => t(`kinds.${kind}`, { defaultValue: kind }),
    field: (kind: string, field: string): string =>
      t(`own.${kind}.${field}`, { defaultValue: t(`field.${field}`, { defaultValue: field }) }),
    code: (field: string, code: string): string => {
      if (AREAS.includes(field)) return term('crime-area', code)
      return BARE.test(code) ? code : t(`code.${code}`, { defaultValue: code })
    },
  }
}

/** The first of these that is said is what a thing is called. */
const TITLES = [
  'title',
  'term',
  'name',
  'group',
  'organisation',
  'question',
  'text',
  'finding',
  'crime_area',
  'signatory',
  'says',
  'instrument',
  'category',
  'result',
]
const LONGEST_TITLE = 140

/** A title for a thing; undefined where nothing of it says one. */
export function useTitleOf(): (thing: Pick<Thing, 'kind' | 'set'> | undefined) => string | undefined {
  const words = useStrategyWords()
  return (thing) => {
    if (!thing) return undefined
    for (const field of TITLES) {
      const value = thing.set[field]
      const text = isWords(value)
        ? value.text
        : isName(value)
          ? value.name
          : typeof value === 'string'
            ? kindOf(thing.kind)?.fields[field]?.takes.form === 'code'
              ? words.code(field, value)
              : value
            : undefined
      if (text) return text.length > LONGEST_TITLE ? `${text.slice(0, LONGEST_TITLE - 1)}…` : text
    }
    return undefined
  }
}

/** A decimal text as a number is written here; nothing is rounded away. */
export function writeAmount(amount: string): string {
  const [, part = ''] = amount.split('.')
  return /^\d+(\.\d+)?$/.test(amount)
    ? new Intl.NumberFormat(locale(), { minimumFractionDigits: part.length, maximumFractionDigits: part.length }).format(amount as never)
    : amount
}

const between = (parts: readonly ReactNode[]): ReactNode => parts.flatMap((one, i) => (i === 0 ? [one] : [' · ', one]))

/** One value of a thing. `titleOf` names the things that others point to. */
export function Said({
  field,
  takes,
  value,
  titleOf,
}: {
  field: string
  takes: FieldForm | undefined
  value: Value
  titleOf: (id: string) => string | undefined
}) {
  const { t } = useTranslation('strategy')
  const { t: shell } = useTranslation()
  const { nameOf } = useMembers()
  const { code } = useStrategyWords()
  if (isWords(value)) return <Text words={value} />
  if (isName(value)) return <bdi dir="auto">{value.name}</bdi>
  if (typeof value === 'boolean') return <>{shell(value ? 'form.yes' : 'form.no')}</>
  if (typeof value === 'number') return <>{field === 'year' ? String(value) : new Intl.NumberFormat(locale()).format(value)}</>
  const one = (text: string): ReactNode => {
    switch (takes?.form) {
      case 'time':
        return <DateTime at={text} />
      case 'day':
        return writeDay(text)
      case 'member':
      case 'members':
        return <bdi key={text}>{nameOf(text)}</bdi>
      case 'amount':
        return writeAmount(text)
      case 'code':
      case 'codes':
        return <bdi key={text}>{code(field, text)}</bdi>
      case 'thing':
      case 'things':
        return (
          <bdi key={text} dir="auto">
            {titleOf(text) ?? t('thing.not_here')}
          </bdi>
        )
      default:
        return (
          <Mono key={text} breaks>
            {text}
          </Mono>
        )
    }
  }
  return <>{Array.isArray(value) ? between(value.map(one)) : one(String(value))}</>
}
