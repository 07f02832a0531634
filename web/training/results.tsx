// What all answers come to: topics by priority, beside who answered, and between which ranks each moves when one country is left out.
import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import {
  Banner,
  DateTime,
  EmptyState,
  Loading,
  MemberName,
  Page,
  RefusalBanner,
  Section,
  StateMark,
  TakeDocument,
  useMembers,
} from '../pieces/index.ts'
import style from './training.module.css'

type Read = Output<'training.read-results'>

export function Results({ id }: { id: string }) {
  const { t } = useTranslation('training')
  const [late, setLate] = useState(false)
  const view = useView('training.read-results', { survey: id, late })
  const read = view.data
  return (
    <Page
      title={t('results.title')}
      lead={
        read && (
          <bdi dir="auto" lang={read.survey.title.language}>
            {read.survey.title.text}
          </bdi>
        )
      }
      width="wide"
      actions={
        <Link href={`/training/${id}`} className={style.back!}>
          {t('results.back')}
        </Link>
      }
    >
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {!read && !view.error && <Loading />}
      {read && (
        <div className={style.stack}>
          <Banner tone="info" title={t('results.ours')}>
            {t('results.formula')}
          </Banner>
          <Answers read={read} late={late} onLate={setLate} />
          <Scores read={read} />
          <Report id={id} late={late} />
        </div>
      )}
    </Page>
  )
}

function Report({ id, late }: { id: string; late: boolean }) {
  const { t } = useTranslation('training')
  const act = useAct('training.take-report', { touches: [] })
  return (
    <Section title={t('results.report')}>
      <p>{t('results.report_text')}</p>
      <TakeDocument running={act.running} error={act.error} make={(form, language) => act.run({ survey: id, late, form, language })} />
    </Section>
  )
}

function Answers({ read, late, onLate }: { read: Read; late: boolean; onLate: (late: boolean) => void }) {
  const { t } = useTranslation('training')
  const rate = new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 })
  return (
    <Section title={t('results.rate', { rate: rate.format(read.response_rate) })}>
      <div className={style.stack}>
        <ul className={style.members}>
          {read.asked.map(({ member, active, answered_at, late, counted }) => (
            <li key={member} className={style.member}>
              <strong>
                <MemberName id={member} network={read.survey.network} />
              </strong>
              <StateMark tone={counted ? 'good' : late ? 'warning' : 'quiet'}>
                {t(answered_at === null ? 'results.silent' : late ? 'results.late' : 'results.in_time')}
              </StateMark>
              {answered_at && <DateTime at={answered_at} form="short" />}
              {!active && <span className={style.quiet}>{t('results.left')}</span>}
            </li>
          ))}
        </ul>
        {read.asked.some((one) => one.late) && (
          <Checkbox label={t('results.count_late')} checked={late} onChange={(event) => onLate(event.currentTarget.checked)} />
        )}
      </div>
    </Section>
  )
}

function Scores({ read }: { read: Read }) {
  const { t } = useTranslation('training')
  const { nameOf } = useMembers(read.survey.network)
  const number = new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 })
  const percent = new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 })
  const most = Math.max(...read.scores.map(({ priority }) => priority), 1e-9)
  if (!read.asked.some(({ counted }) => counted)) return <EmptyState title={t('results.none')}>{t('results.none_text')}</EmptyState>
  return (
    <Section title={t('results.order')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <section className={style.scroll} tabIndex={0} aria-label={t('results.order')}>
        <table className={style.table}>
          <caption className={style.caption}>{t('results.caption', { rate: percent.format(read.response_rate) })}</caption>
          <thead>
            <tr>
              <th scope="col">{t('results.rank')}</th>
              <th scope="col">{t('results.topic')}</th>
              <th scope="col">{t('results.priority')}</th>
              <th scope="col" className={style.end}>
                {t('need.officers')}
              </th>
              <th scope="col" className={style.end}>
                {t('need.urgency')}
              </th>
              <th scope="col" className={style.end}>
                {t('results.relevance')}
              </th>
              <th scope="col">{t('results.moves')}</th>
              <th scope="col">{t('results.by_country')}</th>
            </tr>
          </thead>
          <tbody>
            {read.scores.map((one) => (
              <tr key={one.topic}>
                <td className={style.rank}>{number.format(one.rank)}</td>
                <th scope="row">
                  <bdi dir="auto" lang={one.title.language}>
                    {one.title.text}
                  </bdi>
                </th>
                <td>
                  <span className={style.bar} aria-hidden="true">
                    <span style={{ inlineSize: `${(one.priority / most) * 100}%` }} />
                  </span>
                  {number.format(one.priority)}
                </td>
                <td className={style.end}>{number.format(one.officers)}</td>
                <td className={style.end}>{one.urgency === null ? '–' : number.format(one.urgency)}</td>
                <td className={style.end}>{percent.format(one.relevance)}</td>
                <td>
                  {one.rank_without_one.best === one.rank_without_one.worst
                    ? t('results.firm')
                    : t('results.between', {
                        best: number.format(one.rank_without_one.best),
                        worst: number.format(one.rank_without_one.worst),
                      })}
                </td>
                <td className={style.quiet}>
                  {one.by_country
                    .map(({ country, officers, urgency }) => `${nameOf(country)} ${number.format(officers)} (${number.format(urgency)})`)
                    .join(' · ')}
                  {one.silent.length > 0 && <div>{t('results.nothing_said', { members: one.silent.map(nameOf).join(', ') })}</div>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Section>
  )
}
