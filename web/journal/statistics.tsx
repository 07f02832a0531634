// How much was done, day by day, by kind of event and by purpose: numbers of events, never of persons.
import { NativeSelect } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { Banner, Bars, EmptyState, Loading, RefusalBanner, Section, Toolbar, useListState, writeDay, writeTime } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import style from './journal.module.css'
import { EventName, GROUPS, OUTCOMES, useEventWord } from './names.tsx'
import { useFrom } from './period.ts'

const DAYS = [7, 31, 91, 365]
const DAY_MS = 86_400_000

export function Statistics() {
  const { t } = useTranslation('journal')
  const { term } = useTerm()
  const word = useEventWord()
  const { officer, has } = useSession()
  const number = new Intl.NumberFormat(locale())
  const { filters, set } = useListState(['days', 'event', 'unit'])
  const own = filters.unit === 'own' || (filters.unit === undefined && !has('data-protection'))
  const from = useFrom(filters.days, DAYS, 31)
  const view = useView('oversight.read-statistics', {
    from,
    ...(filters.event && { event: `${filters.event}.` }),
    ...(own && { unit: officer.unit }),
  })
  const { data } = view
  const days = useMemo(() => {
    if (!data) return []
    const sums = new Map<string, number[]>()
    for (let at = Date.parse(data.from); at <= Date.parse(data.to); at += DAY_MS)
      sums.set(
        new Date(at).toISOString().slice(0, 10),
        OUTCOMES.map(() => 0),
      )
    for (const { day, outcome, count } of data.days) {
      const sum = sums.get(day)
      const part = OUTCOMES.indexOf(outcome as (typeof OUTCOMES)[number])
      if (sum && part >= 0) sum[part]! += count
    }
    return [...sums].map(([day, values]) => ({ label: writeDay(day), values }))
  }, [data])
  const events = useMemo(() => {
    const sums = new Map<string, number[]>()
    for (const { event, outcome, count } of data?.days ?? []) {
      const sum = sums.get(event) ?? OUTCOMES.map(() => 0)
      const part = OUTCOMES.indexOf(outcome as (typeof OUTCOMES)[number])
      if (part >= 0) sum[part]! += count
      sums.set(event, sum)
    }
    return [...sums].sort((a, b) => total(b[1]) - total(a[1]))
  }, [data])
  const purposes = useMemo(() => {
    const sums = new Map<string, number>()
    for (const { purpose, count } of data?.purposes ?? []) sums.set(purpose, (sums.get(purpose) ?? 0) + count)
    return [...sums].sort((a, b) => b[1] - a[1])
  }, [data])
  return (
    <div className={style.part}>
      <Toolbar label={t('part.statistics')}>
        <NativeSelect
          label={t('period.label')}
          value={filters.days ?? '31'}
          onChange={(event) => set({ filters: { days: event.currentTarget.value === '31' ? undefined : event.currentTarget.value } })}
          data={DAYS.map((day) => ({ value: String(day), label: t(`period.${day}`) }))}
        />
        <NativeSelect
          label={t('column.event')}
          value={filters.event ?? ''}
          onChange={(event) => set({ filters: { event: event.currentTarget.value } })}
          data={[{ value: '', label: t('group.all') }, ...GROUPS.map((value) => ({ value, label: t(`group.${value}`) }))]}
        />
        <NativeSelect
          label={t('column.unit')}
          value={own ? 'own' : 'all'}
          onChange={(event) => set({ filters: { unit: event.currentTarget.value } })}
          data={[
            { value: 'own', label: t('unit.own', { unit: officer.unit }) },
            { value: 'all', label: t('unit.all') },
          ]}
        />
      </Toolbar>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {!data && view.loading && <Loading />}
      {data?.capped && <Banner tone="warning" title={t('statistics.capped')} />}
      {data && events.length === 0 && <EmptyState title={t('none')}>{t('statistics.none_why')}</EmptyState>}
      {data && events.length > 0 && (
        <>
          <Section title={t('statistics.days')}>
            <Bars
              caption={t('statistics.caption', { count: days.reduce((sum, { values }) => sum + total(values), 0) })}
              first={t('statistics.day')}
              parts={OUTCOMES.map((outcome) => t(`outcome.${outcome}`))}
              bars={days}
              source={[
                t('statistics.source'),
                data.counted_at ? t('statistics.as_of', { time: writeTime(data.counted_at) }) : '',
                data.uncounted > 0 ? t('statistics.uncounted', { count: data.uncounted }) : '',
              ].join(' ')}
            />
          </Section>
          <div className={style.pair}>
            <Section title={t('statistics.events')} flush>
              <table className={style.numbers}>
                <thead>
                  <tr>
                    <th scope="col">{t('column.event')}</th>
                    {OUTCOMES.map((outcome) => (
                      <th scope="col" key={outcome} className={style.end}>
                        {t(`outcome.${outcome}`)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {events.slice(0, MOST_LINES).map(([event, values]) => (
                    <tr key={event}>
                      <th scope="row">
                        <EventName event={event} />
                      </th>
                      {values.map((value, i) => (
                        <td key={OUTCOMES[i]} className={style.end}>
                          {number.format(value)}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
              {events.length > MOST_LINES && (
                <p className={style.foot}>
                  {t('statistics.more', { count: events.length - MOST_LINES, first: word(events[MOST_LINES]![0]) })}
                </p>
              )}
            </Section>
            <Section title={t('statistics.purposes')} flush>
              {purposes.length === 0 ? (
                <EmptyState title={t('statistics.no_purpose')} />
              ) : (
                <table className={style.numbers}>
                  <thead>
                    <tr>
                      <th scope="col">{t('column.purpose')}</th>
                      <th scope="col" className={style.end}>
                        {t('statistics.count')}
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {purposes.map(([purpose, count]) => (
                      <tr key={purpose}>
                        <th scope="row">{term('purpose', purpose)}</th>
                        <td className={style.end}>{number.format(count)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              )}
            </Section>
          </div>
        </>
      )}
    </div>
  )
}

const MOST_LINES = 60
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
