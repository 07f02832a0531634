// What somebody said as it is read: words in their own language and direction, members by name, moments, numbers.
import { useTranslation } from 'react-i18next'
import { locale } from '../language/index.ts'
import { useTerm, type Vocabulary } from '../language/term.ts'
import { CountryName, DateTime, Mono, useMembers, writeDay } from '../pieces/index.ts'
import { isName, isWords } from '../pieces/typed.ts'
import { type FieldForm, kindOf } from './kinds.ts'
import style from './operations.module.css'
import type { Thing, Value, Words } from './types.ts'

/** A free text in its own language and direction. */
export const Text = ({ words }: { words: Words }) => (
  <span dir="auto" lang={words.language} className={style.words}>
    {words.text}
  </span>
)

/** Lists whose words are those of the profession, by field. */
const VOCABULARIES: Readonly<Record<string, Vocabulary>> = {
  source_grade: 'source-grade',
  information_grade: 'information-grade',
  handling: 'handling',
  crime_area: 'crime-area',
  sex: 'sex',
}
/** Codes that are written as they are: currencies. */
const BARE = /^[A-Z]{3}$/

/** The words for fields and codes of things. */
export function useThingWords() {
  const { t } = useTranslation('operations')
  const { term } = useTerm()
  return {
    kind: (kind: string): string => t(`kind.${kind}`, { defaultValue: kind }),
    field: (kind: string, field: string): string =>
      t(`own.${kind}.${field}`, { defaultValue: t(`field.${field}`, { defaultValue: t('thing.unknown_field', { name: field }) }) }),
    code: (field: string, code: string): string => {
      const vocabulary = VOCABULARIES[field]
      if (vocabulary)
        return ['source_grade', 'information_grade', 'handling'].includes(field)
          ? `${code} · ${term(vocabulary, code)}`
          : term(vocabulary, code)
      if (BARE.test(code)) return code
      return t(`${field}.${code}`, { defaultValue: t(`code.${code}`, { defaultValue: code }) })
    },
  }
}

/** The first of these that is said is what a thing is called. */
const TITLES = ['title', 'full_name', 'name', 'reference', 'officer', 'post', 'category', 'type', 'step', 'about', 'text', 'level']
const LONGEST_TITLE = 120
/** What stands in full in the title of a thing, so that it is not said twice. */
export function isInTitle({ kind, fields }: Thing, field: string): boolean {
  if (kind === 'result' || kind === 'link' || kind === 'object' || TITLES.find((one) => fields[one]) !== field) return false
  const value = fields[field]?.value
  return !isWords(value) || value.text.length <= LONGEST_TITLE
}

/** A title for a thing: what it is called, else what was said first of it; undefined where its contents are not here. */
export function useTitleOf(): (thing: Thing | undefined) => string | undefined {
  const words = useThingWords()
  const { nameOf } = useMembers()
  return function titleOf(thing): string | undefined {
    if (!thing) return undefined
    const value = (field: string) => thing.fields[field]?.value
    const plain = (field: string): string | undefined => {
      const one = value(field)
      if (isWords(one)) return one.text.length > LONGEST_TITLE ? `${one.text.slice(0, LONGEST_TITLE - 1)}…` : one.text
      if (isName(one)) return one.name
      if (typeof one !== 'string') return undefined
      const takes = kindOf(thing.kind)?.fields[field]?.takes
      if (takes?.form === 'member') return nameOf(one)
      return takes?.form === 'code' ? words.code(field, one) : one
    }
    if (thing.kind === 'result') {
      const category = plain('category')
      return category && `${category}: ${writeAmount(String(value('quantity') ?? ''))} ${plain('unit') ?? ''}`
    }
    if (thing.kind === 'link') return plain('relation')
    if (thing.kind === 'plan') return Object.keys(thing.fields).length > 0 ? words.kind('plan') : undefined
    if (thing.kind === 'object') return plain('identifier') && `${plain('category') ?? ''} ${plain('identifier')}`
    for (const field of [
      'title',
      'full_name',
      'name',
      'reference',
      'officer',
      'post',
      'category',
      'type',
      'step',
      'about',
      'text',
      'level',
    ]) {
      const found = plain(field)
      if (found) return found
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

/** One value of a thing. `titles` names the things that others point to. */
export function Said({
  field,
  takes,
  value,
  titles,
}: {
  field: string
  takes: FieldForm | undefined
  value: Value
  titles: (id: string) => string | undefined
}) {
  const { t } = useTranslation('operations')
  const { nameOf } = useMembers()
  const { code } = useThingWords()
  if (isWords(value)) return <Text words={value} />
  if (isName(value)) return <bdi dir="auto">{value.name}</bdi>
  if (typeof value === 'boolean') return <>{t(value ? 'yes' : 'no')}</>
  if (typeof value === 'number') return <>{new Intl.NumberFormat(locale()).format(value)}</>
  if (takes?.form === 'corners')
    return <Mono breaks>{(value as string[]).map((one) => one.split('/').reverse().join(', ')).join(' · ')}</Mono>
  if (Array.isArray(value)) return <>{(value as string[]).map(nameOf).join(' · ')}</>
  const text = String(value)
  switch (takes?.form) {
    case 'time':
      return <DateTime at={text} />
    case 'day':
      return <>{writeDay(text)}</>
    case 'member':
      return <>{nameOf(text)}</>
    case 'amount':
      return <>{writeAmount(text)}</>
    case 'code':
      return <>{code(field, text)}</>
    case 'thing':
      return <bdi dir="auto">{titles(text) ?? t('thing.untitled')}</bdi>
    default:
      if (field === 'nationality') return <CountryName code={text} />
      if (field === 'birth_date') return <>{writeDay(text)}</>
      return <Mono breaks>{text}</Mono>
  }
}
