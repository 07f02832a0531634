// A hit, read from top to bottom: what to do, who says so, how sure, what it is not, and one button.
import { Button } from '@mantine/core'
import { IconSend, IconUserQuestion } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useTerm } from '../language/term.ts'
import { AnswerState } from './answer-state.tsx'
import { CountryName } from './country-name.tsx'
import { DateTime } from './date-time.tsx'
import { HandlingMark } from './handling-mark.tsx'
import style from './hit-card.module.css'
import { HitReasons, type HitReasonsProps } from './hit-reasons.tsx'
import { Mono } from './mono.tsx'

export type HitCardProps = {
  /** A code of the vocabulary `record-kind`. */
  kind: string
  /** A code of the vocabulary `document-status`, when it is a document. */
  status?: string
  /** A code of the vocabulary `notice`, when it is one. */
  notice?: string
  /** A code of the vocabulary `action-to-take`, and the owner's own words with their language. */
  action: { code?: string; words?: string; language?: string }
  reason?: string
  owner: {
    code: string
    name?: string
    unit?: string
    reference: string
    reach?: { kind: string; value: string; href?: string }[]
    /** Whom to call, in the owner's words; telephone numbers in it can be called. */
    contact?: string
  }
  names?: HitReasonsProps['names']
  facts?: HitReasonsProps['facts']
  score?: HitReasonsProps['score']
  by_name?: HitReasonsProps['by_name']
  threshold?: HitReasonsProps['threshold']
  handling?: readonly { code: string; words?: string }[]
  evaluation?: { source: string; information: string }
  confirmed_at?: string
  /** Absent where there is nobody to ask (an own record). */
  onAsk?: () => void
  asking?: boolean
  children?: ReactNode
}

/** The card of one hit. */
export function HitCard(hit: HitCardProps) {
  const { t } = useTranslation()
  const { term } = useTerm()
  const todo = hit.action.code ? term('action-to-take', hit.action.code) : hit.action.words
  return (
    <article className={style.card}>
      <header className={style.head}>
        <AnswerState answer="hit" />
        <span className={style.subject}>
          {term('record-kind', hit.kind)}
          {hit.status && <> · {term('document-status', hit.status)}</>}
          {hit.notice && <> · {term('notice', hit.notice)}</>}
        </span>
        {hit.handling?.map(({ code, words }) => (
          <HandlingMark key={code} code={code} words={words} />
        ))}
      </header>
      <div className={style.action}>
        <h3 className={style.label}>{t('hit.do')}</h3>
        <p className={style.todo}>{todo}</p>
        {hit.action.code && hit.action.words && (
          <p className={style.words}>
            <bdi lang={hit.action.language} dir="auto">
              {hit.action.words}
            </bdi>
          </p>
        )}
        {hit.reason && <p className={style.words}>{hit.reason}</p>}
      </div>
      <section className={style.section}>
        <h3 className={style.label}>{t('hit.owner')}</h3>
        <div className={style.owner}>
          <div>
            <p>
              <strong>
                <CountryName code={hit.owner.code} {...(hit.owner.name ? { name: hit.owner.name } : {})} />
              </strong>
            </p>
            {hit.owner.unit && (
              <p>
                <bdi>{hit.owner.unit}</bdi>
              </p>
            )}
            <p className={style.quiet}>
              {t('hit.reference')} <Mono>{hit.owner.reference}</Mono>
            </p>
          </div>
          {(hit.owner.contact || (hit.owner.reach && hit.owner.reach.length > 0)) && (
            <div>
              <p className={style.quiet}>{t('hit.reach')}</p>
              {hit.owner.contact && (
                <p>
                  <bdi dir="auto">{callable(hit.owner.contact)}</bdi>
                </p>
              )}
              {hit.owner.reach?.map((way) => (
                <p key={way.value}>
                  {term('reach-kind', way.kind)}:{' '}
                  {way.href ? (
                    <a href={way.href}>
                      <Mono>{way.value}</Mono>
                    </a>
                  ) : (
                    <Mono>{way.value}</Mono>
                  )}
                </p>
              ))}
            </div>
          )}
        </div>
      </section>
      <section className={style.section}>
        <h3 className={style.label}>{t('hit.sure')}</h3>
        <HitReasons names={hit.names} facts={hit.facts} score={hit.score} by_name={hit.by_name} threshold={hit.threshold} />
        {(hit.evaluation || hit.confirmed_at) && (
          <p className={style.quiet}>
            {hit.evaluation && (
              <span title={`${term('source-grade', hit.evaluation.source)}\n${term('information-grade', hit.evaluation.information)}`}>
                {t('hit.evaluation')} <Mono>{hit.evaluation.source + hit.evaluation.information}</Mono>
              </span>
            )}
            {hit.evaluation && hit.confirmed_at && ' · '}
            {hit.confirmed_at && (
              <>
                {t('hit.confirmed')} <DateTime at={hit.confirmed_at} form="date" />
              </>
            )}
          </p>
        )}
        {hit.children}
      </section>
      <footer className={style.foot}>
        <p className={style.lead}>
          <IconUserQuestion size={20} aria-hidden="true" />
          {t('hit.lead')}
        </p>
        {hit.onAsk && (
          <Button onClick={hit.onAsk} loading={hit.asking ?? false} leftSection={<IconSend size={18} className="mirror" />}>
            {t('hit.ask')}
          </Button>
        )}
      </footer>
    </article>
  )
}

const TELEPHONE = /(\+?\d[\d\s().-]{5,}\d)/

/** The text with its telephone numbers as links. */
function callable(text: string): ReactNode[] {
  return text.split(TELEPHONE).map((piece, i) =>
    i % 2 === 0 ? (
      piece
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text
      <a key={i} href={`tel:${piece.replace(/[^\d+]/g, '')}`}>
        <Mono>{piece}</Mono>
      </a>
    ),
  )
}
