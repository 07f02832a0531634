// Why a record met what was asked: how sure, the names side by side, and what birth date, sex, nationality or number say beside them.
import { IconCircleCheck, IconCircleHalf2, IconCircleX, IconHelpCircle, type IconProps } from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useTerm } from '../language/term.ts'
import { CountryName } from './country-name.tsx'
import { Day } from './date-time.tsx'
import style from './hit-reasons.module.css'
import { MarkedNames, type MarkedNamesProps } from './marked-names.tsx'
import { MarkedNumber } from './marked-number.tsx'
import { strengthOf, writeScore } from './score.ts'

export type Fact = {
  /** A code of the vocabulary `fact`: birth-date, document-number, nationality, plate… */
  fact: string
  asked: ReactNode
  record: ReactNode
  /** A code of the vocabulary `match`. */
  match: string
}

export type HitReasonsProps = {
  names?: MarkedNamesProps | undefined
  facts?: readonly Fact[] | undefined
  /** How sure the node that answered is, 0 to 1. */
  score?: number | undefined
  /** A name and nothing surer made it a hit: then no score is certain. */
  by_name?: boolean | undefined
  /** From which score on a name was a hit there. */
  threshold?: number | undefined
  children?: ReactNode
}

type Agreement = 'agrees' | 'near' | 'differs' | 'silent'
const AGREEMENT: Readonly<Record<string, Agreement>> = {
  same: 'agrees',
  transliteration: 'agrees',
  spelling: 'agrees',
  'short-form': 'agrees',
  compatible: 'near',
  near: 'near',
  close: 'near',
  swapped: 'near',
  converted: 'near',
  'look-alike': 'near',
  worn: 'near',
  different: 'differs',
  unknown: 'silent',
}
const SIGNS: Readonly<Record<Agreement, ComponentType<IconProps>>> = {
  agrees: IconCircleCheck,
  near: IconCircleHalf2,
  differs: IconCircleX,
  silent: IconHelpCircle,
}

/** The reasons of one hit. */
export function HitReasons({ names, facts = [], score, by_name = false, threshold, children }: HitReasonsProps) {
  return (
    <div className={style.reasons}>
      {score !== undefined && <Sureness score={score} threshold={by_name ? threshold : undefined} by_name={by_name} />}
      <div className={`${style.columns} ${names && facts.length > 0 ? style.beside : ''}`}>
        {names && <MarkedNames {...names} />}
        {facts.length > 0 && <FactTable facts={facts} labels={names?.labels} />}
      </div>
      {children}
    </div>
  )
}

/** How sure, as a word, a figure and a length; where only names met never as certainty. */
function Sureness({ score, threshold, by_name }: { score: number; threshold: number | undefined; by_name: boolean }) {
  const { t } = useTranslation()
  const strength = by_name && strengthOf(score) === 'exact' ? 'strong' : strengthOf(score)
  return (
    <p className={style.sure}>
      <strong>{t(`strength.${strength}`)}</strong>
      {strength !== 'exact' && (
        <>
          <span className={style.meter} aria-hidden="true">
            <span className={style.fill} style={{ inlineSize: `${100 * Math.min(score, 0.99)}%` }} />
            {threshold !== undefined && <span className={style.from} style={{ insetInlineStart: `${100 * threshold}%` }} />}
          </span>
          <span className={style.figure}>{t('hit.of_one', { score: writeScore(score) })}</span>
          {threshold !== undefined && <span className={style.quiet}>{t('hit.from', { threshold: writeScore(threshold) })}</span>}
        </>
      )}
    </p>
  )
}

function FactTable({ facts, labels }: { facts: readonly Fact[]; labels: MarkedNamesProps['labels'] }) {
  const { t } = useTranslation()
  const [one, other] = labels ?? [t('names.asked'), t('names.record')]
  const { term } = useTerm()
  return (
    <table className={style.facts}>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{t('hit.fact')}</span>
          </th>
          <th scope="col">{one}</th>
          <th scope="col">{other}</th>
          <th scope="col">
            <span className="visually-hidden">{t('hit.match')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {facts.map(({ fact, asked, record, match }) => {
          const agreement = AGREEMENT[match] ?? 'near'
          const Sign = SIGNS[agreement]
          return (
            <tr key={fact}>
              <th scope="row">{t(`fact.${fact}`, { defaultValue: fact })}</th>
              <td data-label={one}>{asked}</td>
              <td data-label={other}>{record}</td>
              <td className={`${style.verdict} ${style[agreement]}`}>
                <Sign size={18} aria-hidden="true" />
                <span>{t(`verdict.${fact}.${match}`, { defaultValue: term('match', match) })}</span>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

type Answered = Output<'checks.read-one'>
type Hit = Answered['answers'][number]['hits'][number]
type Subject = Answered['subjects'][number]
type Reason = Hit['reasons'][number]

/** The words of the vocabulary `match` for what a comparison of fields found. */
const MATCH: Record<string, string> = { equal: 'same', similar: 'close' }

/** Two numbers that are near differ by a slip that a check digit proves. */
const NUMBERS = new Set(['document_number', 'plate', 'vin', 'serial', 'identifier'])

const FACT: Record<string, string> = {
  birth_date: 'birth-date',
  birth_place: 'birth-place',
  document_number: 'document-number',
  document_issuer: 'issuer',
  document_type: 'document-kind',
  plate_country: 'plate-country',
}

/** What of a hit's reasons is shown: the names that met, and the facts beside them. */
export function useReasonsOf(): (
  hit: Pick<Hit, 'kind' | 'reasons' | 'score'>,
  subjects: readonly Subject[],
) => Pick<HitReasonsProps, 'names' | 'facts' | 'score' | 'by_name'> {
  const { term } = useTerm()
  return ({ kind, reasons, score }, subjects) => {
    const named = reasons.find((reason) => reason.parts && reason.asked !== undefined && reason.held !== undefined)
    const facts = reasons.flatMap((reason) => factOf(reason, subjects[reason.subject], named, term))
    return { score, by_name: isByName({ kind, reasons }), ...(named && { names: namesOf(named) }), ...(facts.length > 0 && { facts }) }
  }
}

/** Whether a name and nothing surer made it a hit: then it has a place above the threshold, and may be hidden as a weak one. */
export const isByName = ({ kind, reasons }: Pick<Hit, 'kind' | 'reasons'>): boolean =>
  kind === 'person' &&
  !reasons.some(({ field, verdict }) => field === 'document_number' && (verdict === 'equal' || verdict === 'look-alike'))

/** Names and parts of a reason as the picture takes them. */
export function namesOf({ asked = '', held = '', parts = [] }: Pick<Reason, 'asked' | 'held' | 'parts'>) {
  return {
    asked,
    record: held,
    parts: parts.map((part) => ({
      match: part.rule,
      score: part.score,
      ...(part.asked && { asked: [part.asked.start, part.asked.end] as const }),
      ...(part.held && { record: [part.held.start, part.held.end] as const }),
    })),
  }
}

type Term = ReturnType<typeof useTerm>['term']

function factOf(reason: Reason, subject: Subject | undefined, named: Reason | undefined, term: Term): Fact[] {
  const { field, verdict, held } = reason
  if (reason === named && field === 'name') return []
  const asked = reason.asked === undefined ? askedOf(field, subject, term) : written(field, reason.asked, term, held)
  // what was neither asked nor compared says nothing
  if (asked === undefined) return []
  const record = held !== undefined ? written(field, held, term, reason.asked) : verdict === 'equal' ? asked : '—'
  const match = verdict === 'near' && NUMBERS.has(field) ? 'typing' : (MATCH[verdict] ?? verdict)
  return [{ fact: FACT[field] ?? field, asked, record, match }]
}

function askedOf(field: string, subject: Subject | undefined, term: Term): ReactNode {
  const { person, document, vehicle, firearm, identifier } = subject ?? {}
  const values: Record<string, string | undefined> = {
    birth_date: person?.birth_date,
    sex: person?.sex,
    nationality: person?.nationality,
    holder: person?.names[0] && (person.names[0].text ?? [person.names[0].given, person.names[0].family].filter(Boolean).join(' ')),
    document_number: document?.number,
    document_issuer: document?.issuer,
    document_type: document?.type,
    plate: vehicle?.plate,
    plate_country: vehicle?.country,
    vin: vehicle?.vin,
    serial: firearm?.serial,
    make: firearm?.make,
    model: firearm?.model,
    calibre: firearm?.calibre,
    identifier: identifier?.value,
  }
  const value = values[field]
  return value === undefined ? undefined : written(field, value, term)
}

/** A value as its field is written; a number with what differs from `other` marked. */
function written(field: string, value: string, term: Term, other?: string): ReactNode {
  switch (field) {
    case 'birth_date':
      return <Day day={value} />
    case 'sex':
      return term('sex', value)
    case 'nationality':
    case 'document_issuer':
    case 'plate_country':
      return <CountryName code={value} />
    case 'document_type':
      return term('document-kind', value)
    case 'document_number':
    case 'plate':
    case 'vin':
    case 'serial':
    case 'identifier':
      return <MarkedNumber text={value} other={other} />
    default:
      return <bdi dir="auto">{value}</bdi>
  }
}
