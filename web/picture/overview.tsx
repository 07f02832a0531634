// Detections and deaths by route and month, each on its own scale, with changes, a forecast and its worth; every number leads to its lines.
import { Button, NativeSelect } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useSearch } from 'wouter'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { EmptyState, Loading, MonthsChart, Page, RefusalBanner, Section, Toolbar } from '../pieces/index.ts'
import { writeMonth } from '../pieces/months-chart.tsx'
import { useSession } from '../session/session.tsx'
import { type AskedFor, Behind } from './behind.tsx'
import { Flows } from './flows.tsx'
import style from './picture.module.css'
import { type Dataset, Places, useRange, useRouteName, useSource } from './places.tsx'
import { Rates } from './rates.tsx'
import { TakeOut } from './take-out.tsx'

const PictureMap = lazy(() => import('./picture-map.tsx'))

type Chosen = { readonly route?: string; readonly year?: string; readonly detections?: string; readonly deaths?: string }

/** What is chosen stands in the address, so that a picture can be sent on. */
function useChosen(): [Chosen, (change: Chosen) => void] {
  const search = useSearch()
  const [, navigate] = useLocation()
  const chosen = Object.fromEntries(new URLSearchParams(search)) as Chosen
  return [
    chosen,
    (change) => {
      const next = new URLSearchParams(Object.entries({ ...chosen, ...change }).filter(([, value]) => value) as [string, string][])
      navigate(`/picture${next.size > 0 ? `?${next}` : ''}`, { replace: true })
    },
  ]
}

export function Overview() {
  const { t } = useTranslation('picture')
  const { has, node } = useSession()
  const view = useView('picture.find-datasets', {})
  const rows = view.data?.rows ?? []
  return (
    <Page title={t('title')} lead={t('lead')} width="wide">
      <Places />
      {node.demonstration && rows.length > 0 && <p className={style.told}>{t('demo')}</p>}
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {view.data &&
        (rows.some(({ period_kind, measure }) => period_kind === 'month' && measure !== 'population') ? (
          <Drawn rows={rows} />
        ) : (
          <EmptyState
            title={t('none.title')}
            actions={
              has('analyst') && (
                <Button component={Link} href="/picture/sources">
                  {t('none.act')}
                </Button>
              )
            }
          >
            {t(has('analyst') ? 'none.text' : 'none.reader')}
          </EmptyState>
        ))}
    </Page>
  )
}

function Drawn({ rows }: { rows: readonly Dataset[] }) {
  const { t } = useTranslation('picture')
  const [chosen, choose] = useChosen()
  const [behind, setBehind] = useState<AskedFor | undefined>()
  const of = (measure: Dataset['measure']) => rows.filter((row) => row.measure === measure && row.period_kind === 'month')
  const pick = (measure: 'detections' | 'deaths') => of(measure).find(({ id }) => id === chosen[measure]) ?? of(measure)[0]
  const [detections, deaths] = [pick('detections'), pick('deaths')]
  const main = detections ?? deaths ?? rows.find(({ period_kind }) => period_kind === 'month')!
  const first = Math.min(...[detections, deaths].flatMap((one) => (one ? [Number(one.first_period.slice(0, 4))] : [])))
  const last = Number(main.last_period.slice(0, 4))
  const years = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => String(last - i))
  const year = chosen.year === 'all' ? undefined : years.includes(chosen.year ?? '') ? Number(chosen.year) : last
  const ask = (asked: AskedFor) => setBehind(asked)
  return (
    <div className={style.stack}>
      <Toolbar label={t('choose.label')}>
        <NativeSelect
          label={t('choose.year')}
          value={year === undefined ? 'all' : String(year)}
          data={[{ value: 'all', label: t('choose.all_years') }, ...years.map((value) => ({ value, label: value }))]}
          onChange={(event) => choose({ year: event.currentTarget.value })}
        />
        {(['detections', 'deaths'] as const).map(
          (measure) =>
            of(measure).length > 1 && (
              <NativeSelect
                key={measure}
                label={t(`measure.${measure}`)}
                value={(measure === 'detections' ? detections : deaths)?.id ?? ''}
                data={of(measure).map(({ id, title, publisher }) => ({ value: id, label: `${publisher}: ${title}` }))}
                onChange={(event) => choose({ [measure]: event.currentTarget.value })}
              />
            ),
        )}
      </Toolbar>
      <Routes
        sets={[detections, deaths].filter((one) => one !== undefined)}
        year={year}
        route={chosen.route}
        onRoute={(route) => choose({ route: route === chosen.route ? '' : route })}
        onAsk={ask}
      />
      {behind && <Behind asked={behind} onClose={() => setBehind(undefined)} />}
      {[detections, deaths].map(
        (one, i) =>
          one && (
            <Months
              key={one.id}
              dataset={one}
              route={chosen.route}
              tone={i === 0 ? 0 : 1}
              onAsk={ask}
              onAll={chosen.route ? () => choose({ route: '' }) : undefined}
            />
          ),
      )}
      <Suspense fallback={<Loading />}>
        <PictureMap
          datasets={rows}
          detections={detections}
          deaths={deaths}
          year={year}
          flows_of={year ?? last}
          route={chosen.route}
          onAsk={ask}
        />
      </Suspense>
      <Flows datasets={rows} year={year ?? last} onAsk={ask} />
      <Rates datasets={rows} year={year ?? last} />
      {[detections, deaths].map((one) => one && <TakeOut key={one.id} dataset={one} />)}
    </div>
  )
}

type Totals = Output<'picture.read-totals'>

function Routes({
  sets,
  year,
  route,
  onRoute,
  onAsk,
}: {
  sets: readonly Dataset[]
  year: number | undefined
  route: string | undefined
  onRoute: (route: string) => void
  onAsk: (asked: AskedFor) => void
}) {
  const { t } = useTranslation('picture')
  const span = year === undefined ? {} : { year_from: year, year_until: year }
  const [a, b] = sets
  const views = [
    useView('picture.read-totals', { dataset: a!.id, ...span }),
    useView('picture.read-totals', { dataset: (b ?? a)!.id, ...span }, { enabled: b !== undefined }),
  ].slice(0, sets.length)
  const routeName = useRouteName()
  const writeRange = useRange()
  const source = useSource()
  const read = views.map(({ data }) => data)
  const codes = new Map<string, string>()
  for (const data of read) for (const { code, name } of data?.routes ?? []) if (!codes.has(code)) codes.set(code, name)
  const totalIn = (data: Totals | undefined, code: string) => data?.routes.find((one) => one.code === code)?.total
  const order = [...codes].sort(([x], [y]) => (totalIn(read[0], y)?.low ?? -1) - (totalIn(read[0], x)?.low ?? -1))
  const is_cut = read.some((data) => data?.all.total.suppressed || data?.all.total.not_reported)
  const cell = (data: Totals | undefined, dataset: Dataset, code: string | undefined) => {
    const total = code === undefined ? data?.all.total : totalIn(data, code)
    if (!total) return <td className={style.end}>–</td>
    const asked = { dataset: dataset.id, ...(code !== undefined && { route: code }), ...(year !== undefined && { year }) }
    return (
      <td className={style.end}>
        <button type="button" className={style.link} onClick={() => onAsk(asked)}>
          {writeRange(total)}
        </button>
      </td>
    )
  }
  return (
    <Section title={year === undefined ? t('routes.title_all') : t('routes.title', { year: String(year) })}>
      <div className={style.stack}>
        {views.map(({ error, reload }, i) => (
          <RefusalBanner key={sets[i]!.id} error={error} onRetry={reload} />
        ))}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
        <section className={style.scroll} tabIndex={0} aria-label={t('routes.label')}>
          <table className={style.table}>
            <thead>
              <tr>
                <th scope="col">{t('field.route')}</th>
                {sets.map(({ id, measure }) => (
                  <th key={id} scope="col" className={style.end}>
                    {t(`measure.${measure}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              <tr className={style.sum}>
                <th scope="row">{t('routes.all')}</th>
                {sets.map((dataset, i) => (
                  <Cells key={dataset.id}>{cell(read[i], dataset, undefined)}</Cells>
                ))}
              </tr>
              {order.map(([code, name]) => (
                <tr key={code} className={code === route ? style.chosen : ''}>
                  <th scope="row">
                    <button type="button" className={style.link} aria-pressed={code === route} onClick={() => onRoute(code)}>
                      <bdi>{routeName(code, name)}</bdi>
                    </button>
                  </th>
                  {sets.map((dataset, i) => (
                    <Cells key={dataset.id}>{cell(read[i], dataset, code)}</Cells>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        {is_cut && <p className={style.quiet}>{t('routes.ranges')}</p>}
        <p className={style.quiet}>{t('routes.apart')}</p>
        {sets.map((dataset) => (
          <p key={dataset.id} className={style.quiet}>
            <strong>{t(`measure.${dataset.measure}`)}:</strong> {source(dataset)}
          </p>
        ))}
      </div>
    </Section>
  )
}

const Cells = ({ children }: { children: React.ReactNode }) => children

function Months({
  dataset,
  route,
  tone,
  onAsk,
  onAll,
}: {
  dataset: Dataset
  route: string | undefined
  tone: 0 | 1
  onAsk: (asked: AskedFor) => void
  onAll: (() => void) | undefined
}) {
  const { t } = useTranslation('picture')
  const view = useView('picture.read-series', { dataset: dataset.id, ...(route && { route }) })
  const source = useSource()
  const routeName = useRouteName()
  const number = new Intl.NumberFormat(locale(), { maximumFractionDigits: 0 })
  const precise = new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 })
  const share = new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 })
  const { data } = view
  const where = route ? routeName(route, route) : t('routes.all')
  const caption = t('months.caption', { measure: t(`measure.${dataset.measure}`), route: where })
  return (
    <Section
      title={caption}
      actions={
        onAll && (
          <Button variant="default" onClick={onAll}>
            {t('routes.all')}
          </Button>
        )
      }
    >
      <div className={style.stack}>
        <RefusalBanner error={view.error} onRetry={view.reload} />
        {!data && view.loading && <Loading />}
        {data && data.months.length > 0 && (
          <>
            <MonthsChart
              caption={t('months.scale')}
              months={data.months}
              low={data.by_month.low}
              high={data.by_month.high}
              changes={data.changes.rows.map(({ month, before, after }) => ({
                month,
                label: t('change.line', { month: writeMonth(month), before: number.format(before), after: number.format(after) }),
              }))}
              fan={data.forecast.months}
              tone={tone}
              source={`${source(dataset)} ${dataset.absent_is_none ? t('months.absent') : ''}`}
              onPick={(month) =>
                onAsk({ dataset: dataset.id, ...(route && { route }), year: Number(month.slice(0, 4)), month: Number(month.slice(5)) })
              }
            />
            <p className={style.quiet}>
              {data.changes.refused
                ? t(`refused.changes-${data.changes.refused}`, { months: number.format(data.changes.shortest) })
                : t('change.method')}
            </p>
            {data.forecast.refused ? (
              <p className={style.quiet}>
                {t(`refused.forecast-${data.forecast.refused}`, { months: number.format(data.forecast.shortest) })}
              </p>
            ) : (
              <div className={style.worth}>
                <p>
                  <strong>{t('forecast.title')}</strong> {t(`method.${data.forecast.method}`)}
                </p>
                <table className={style.table}>
                  <caption className={style.caption}>{t('forecast.worth')}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{t('forecast.method')}</th>
                      <th scope="col" className={style.end}>
                        {t('forecast.trials')}
                      </th>
                      <th scope="col" className={style.end}>
                        {t('forecast.missed')}
                      </th>
                      <th scope="col" className={style.end}>
                        {t('forecast.mase')}
                      </th>
                      <th scope="col" className={style.end}>
                        {t('forecast.held')}
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {data.forecast.backtests.map((one) => (
                      <tr key={one.method}>
                        <th scope="row">{t(`method.${one.method}`)}</th>
                        <td className={style.end}>{number.format(one.origins)}</td>
                        <td className={style.end}>{number.format(one.mae)}</td>
                        <td className={style.end}>{precise.format(one.mase)}</td>
                        <td className={style.end}>{one.intervals === 0 ? '–' : share.format(one.held / one.intervals)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
                <p className={style.quiet}>{t('forecast.means')}</p>
                <details className={style.details}>
                  <summary>{t('forecast.months')}</summary>
                  <table className={style.table}>
                    <thead>
                      <tr>
                        <th scope="col">{t('field.period')}</th>
                        <th scope="col" className={style.end}>
                          {t('forecast.low')}
                        </th>
                        <th scope="col" className={style.end}>
                          {t('forecast.middle')}
                        </th>
                        <th scope="col" className={style.end}>
                          {t('forecast.high')}
                        </th>
                      </tr>
                    </thead>
                    <tbody>
                      {data.forecast.months.map(({ month, low, middle, high }) => (
                        <tr key={month}>
                          <th scope="row">{writeMonth(month)}</th>
                          <td className={style.end}>{number.format(low)}</td>
                          <td className={style.end}>{number.format(middle)}</td>
                          <td className={style.end}>{number.format(high)}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </details>
              </div>
            )}
          </>
        )}
      </div>
    </Section>
  )
}
