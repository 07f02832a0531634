// How fast partners answer us and we answer them, by one counting rule for both sides.
import { NativeSelect } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import {
  Banner,
  DateTime,
  EmptyState,
  Loading,
  MemberName,
  Page,
  RefusalBanner,
  Section,
  useListState,
  useMembers,
  writeDuration,
} from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import style from './exchange.module.css'

type Row = Output<'exchange.partner-statistics'>['rows'][number]
const PERIODS = ['30', '90', '365'] as const
const DAY_MS = 86_400_000
const SIDES = ['we-asked', 'we-were-asked'] as const

export function Statistics() {
  const { t } = useTranslation('exchange')
  const { node } = useSession()
  const state = useListState(['days', 'network'])
  const days = PERIODS.find((one) => one === state.filters.days) ?? '90'
  const network = state.filters.network ?? node.networks[0]?.id ?? ''
  const span = useMemo(() => {
    // until the end of this minute, so that the same question has the same address
    const until = Math.ceil(Date.now() / 60_000) * 60_000
    return { from: new Date(until - Number(days) * DAY_MS).toISOString(), until: new Date(until).toISOString() }
  }, [days])
  const { data, error, loading, reload } = useView('exchange.partner-statistics', { network, ...span })
  return (
    <Page
      title={t('statistics.title')}
      lead={t('statistics.lead')}
      actions={
        <>
          <Link href="/exchange">{t('statistics.back')}</Link>
          {node.networks.length > 1 && (
            <NativeSelect
              aria-label={t('new.network')}
              value={network}
              onChange={(event) => state.set({ filters: { network: event.currentTarget.value } })}
              data={node.networks.map(({ id, title }) => ({ value: id, label: title }))}
            />
          )}
          <NativeSelect
            aria-label={t('statistics.period')}
            value={days}
            onChange={(event) => state.set({ filters: { days: event.currentTarget.value } })}
            data={PERIODS.map((value) => ({ value, label: t('statistics.days', { count: Number(value) }) }))}
          />
        </>
      }
    >
      <RefusalBanner error={error} onRetry={reload} />
      {loading && <Loading />}
      {data && data.rows.length === 0 && <EmptyState title={t('statistics.empty')}>{t('statistics.empty_text')}</EmptyState>}
      {data &&
        SIDES.map((side) => {
          const rows = data.rows.filter((row) => row.side === side)
          return (
            rows.length > 0 && (
              <Section key={side} title={t(`side.${side}`)} flush>
                <Figures rows={rows} network={network} caption={t(`side.${side}`)} />
              </Section>
            )
          )
        })}
      {data && (
        <Banner title={t('statistics.rule')}>
          <p>{t('statistics.rule_text')}</p>
          <p className={style.quiet}>
            {t('statistics.source')} <bdi dir="ltr">{data.counting_rule}</bdi> · <DateTime at={data.from} form="date" /> –{' '}
            <DateTime at={data.until} form="date" /> · {t('statistics.counted')} <DateTime at={data.counted_at} />
          </p>
        </Banner>
      )}
    </Page>
  )
}

function Figures({ rows, network, caption }: { rows: readonly Row[]; network: string; caption: string }) {
  const { t } = useTranslation('exchange')
  const { term } = useTerm()
  const { nameOf } = useMembers(network)
  const number = new Intl.NumberFormat(locale())
  const share = new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 })
  const sorted = [...rows].sort((a, b) => nameOf(a.partner).localeCompare(nameOf(b.partner)) || a.limit_ms - b.limit_ms)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section className={style.scroll} tabIndex={0} aria-label={caption}>
      <table className={style.figures}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('filter.partner')}</th>
            <th scope="col">{t('new.reply_class')}</th>
            <th scope="col" className={style.end}>
              {t('statistics.requests')}
            </th>
            <th scope="col" className={style.end}>
              {t('statistics.median')}
            </th>
            <th scope="col">{t('statistics.share')}</th>
            <th scope="col" className={style.end}>
              {t('statistics.answered')}
            </th>
            <th scope="col" className={style.end}>
              {t('statistics.refused')}
            </th>
            <th scope="col" className={style.end}>
              {t('statistics.open')}
            </th>
            <th scope="col" className={style.end}>
              {t('statistics.overdue')}
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={`${row.partner} ${row.reply_class}`}>
              <th scope="row">
                <MemberName id={row.partner} network={network} />
              </th>
              <td>{term('reply-class', row.reply_class)}</td>
              <td className={style.end}>{number.format(row.requests)}</td>
              <td className={style.end}>{row.median_ms === null ? t('statistics.none') : writeDuration(row.median_ms)}</td>
              <td>
                {row.share_kept === null ? (
                  t('statistics.none')
                ) : (
                  <span className={style.share}>
                    <span className={style.bar} aria-hidden="true">
                      <span style={{ inlineSize: `${row.share_kept * 100}%` }} />
                    </span>
                    {share.format(row.share_kept)}
                    <span className={style.quiet}>
                      {t('statistics.of', { kept: number.format(row.kept), all: number.format(row.kept + row.missed) })}
                    </span>
                  </span>
                )}
              </td>
              <td className={style.end}>{number.format(row.answered)}</td>
              <td className={style.end}>{number.format(row.refused)}</td>
              <td className={style.end}>{number.format(row.open)}</td>
              <td className={style.end}>{number.format(row.overdue)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
