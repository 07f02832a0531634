// One partner of a check: who, which of the four answers, how long it took, and since when it is silent.
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { type AnswerOrWaiting, AnswerState } from './answer-state.tsx'
import { CountryName } from './country-name.tsx'
import { writeTime } from './date-time.tsx'
import style from './partner-row.module.css'

export type PartnerRowProps = {
  code: string
  name?: string
  answer: AnswerOrWaiting
  took_ms?: number
  /** When the partner was last heard, for no answer and waiting. */
  silent_since?: string
  /** A code of the vocabulary `refusal-ground`. */
  ground?: string
  /** How many hits, when more than one. */
  hits?: number
  children?: ReactNode
}

/** The list around the rows. */
export function PartnerRows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={style.rows} aria-label={label}>
      {children}
    </ul>
  )
}

/** Writes a short stretch of time: 340ms or 2.1s. */
export function writeTook(took_ms: number): string {
  const seconds = took_ms >= 1000
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: seconds ? 'second' : 'millisecond',
    unitDisplay: 'narrow',
    maximumFractionDigits: seconds ? 1 : 0,
  }).format(seconds ? took_ms / 1000 : took_ms)
}

/** One row. */
export function PartnerRow({ code, name, answer, took_ms, silent_since, ground, hits, children }: PartnerRowProps) {
  const { t } = useTranslation()
  const { term } = useTerm()
  const note =
    answer === 'refused' && ground
      ? term('refusal-ground', ground)
      : answer === 'no-answer' && silent_since
        ? t('partner.silent', { time: writeTime(silent_since, Date.now() - Date.parse(silent_since) > 43_200_000 ? 'short' : 'time') })
        : undefined
  return (
    <li className={style.row}>
      <span className={style.name}>
        <CountryName code={code} {...(name ? { name } : {})} />
        {hits !== undefined && hits > 1 && <> · {t('partner.hits', { count: hits })}</>}
      </span>
      <AnswerState answer={answer} />
      <span className={style.time}>{took_ms === undefined ? '' : writeTook(took_ms)}</span>
      {(note || children) && <p className={style.note}>{children ?? note}</p>}
    </li>
  )
}
