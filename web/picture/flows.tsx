// From where by which route: the flows of a year, and the hubs through which they pass.
import { useTranslation } from 'react-i18next'
import { useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { Loading, RefusalBanner, Section } from '../pieces/index.ts'
import type { AskedFor } from './behind.tsx'
import style from './picture.module.css'
import { type Dataset, usePlaceName, useRange, useRouteName, useSource } from './places.tsx'

const SHOWN_ROUTES = 8

/** The newest dataset that says from where, and has figures of that year. */
export const reaching = (datasets: readonly Dataset[], year: number) =>
  datasets.filter(
    ({ has_origin, measure, first_period, last_period }) =>
      has_origin && measure === 'detections' && Number(first_period.slice(0, 4)) <= year && year <= Number(last_period.slice(0, 4)),
  )[0]

/** The figures behind all that passes through a hub. */
export const askedOf = ({ kind, code }: { kind: 'route' | 'place'; code: string }, dataset: string, year: number): AskedFor => ({
  dataset,
  year,
  ...(kind === 'route' ? { route: code } : { place: code }),
})

export function Flows({ datasets, year, onAsk }: { datasets: readonly Dataset[]; year: number; onAsk: (asked: AskedFor) => void }) {
  const { t } = useTranslation('picture')
  const dataset = reaching(datasets, year)
  const view = useView('picture.read-flows', { dataset: dataset?.id ?? '', year }, { enabled: dataset !== undefined })
  const routeName = useRouteName()
  const placeName = usePlaceName()
  const writeRange = useRange()
  const source = useSource()
  const share = new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 })
  const number = new Intl.NumberFormat(locale())
  if (!dataset) return null
  const { data } = view
  const sum = (links: { total: { low: number; high: number | null } }[]) =>
    links.reduce(
      (all, { total }) => ({ low: all.low + total.low, high: all.high === null || total.high === null ? null : all.high + total.high }),
      { low: 0, high: 0 as number | null },
    )
  const routes = data ? data.hubs.filter(({ kind }) => kind === 'route').slice(0, SHOWN_ROUTES) : []
  const origins = data ? [...Map.groupBy(data.links, ({ origin, rest }) => (rest ? '\u0000rest' : origin))] : []
  const rows = origins
    .map(([origin, links]) => ({ origin, rest: origin === '\u0000rest', links, all: sum(links) }))
    .sort((a, b) => Number(a.rest) - Number(b.rest) || b.all.low - a.all.low)
  const most = Math.max(
    1,
    ...rows.flatMap(({ links, rest }) => (rest ? [] : [...Map.groupBy(links, ({ route }) => route).values()].map((some) => sum(some).low))),
  )
  return (
    <Section title={t('flows.title', { year: String(year) })}>
      <div className={style.stack}>
        <RefusalBanner error={view.error} onRetry={view.reload} />
        {!data && view.loading && <Loading />}
        {data && rows.length > 0 && (
          <>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
            <section className={style.scroll} tabIndex={0} aria-label={t('flows.matrix')}>
              <table className={style.table}>
                <caption className={style.caption}>{t('flows.matrix')}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t('field.origin')}</th>
                    {routes.map(({ code, name }) => (
                      <th key={code} scope="col" className={style.end}>
                        <bdi>{routeName(code, name)}</bdi>
                      </th>
                    ))}
                    <th scope="col" className={style.end}>
                      {t('flows.all')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map(({ origin, rest, links, all }) => (
                    <tr key={origin}>
                      <th scope="row">
                        <bdi>{rest ? t('flows.rest') : placeName(origin)}</bdi>
                      </th>
                      {routes.map(({ code }) => {
                        const some = links.filter(({ route }) => route === code)
                        const total = sum(some)
                        return (
                          <td key={code} className={style.end}>
                            {some.length === 0 ? (
                              <span className={style.quiet}>–</span>
                            ) : (
                              <>
                                {!rest && (
                                  <span
                                    className={style.weight}
                                    style={{ inlineSize: `${Math.round((60 * total.low) / most)}px` }}
                                    aria-hidden="true"
                                  />
                                )}
                                {rest ? (
                                  writeRange(total)
                                ) : (
                                  <button
                                    type="button"
                                    className={style.link}
                                    onClick={() => onAsk({ dataset: dataset.id, route: code, origin, year })}
                                  >
                                    {writeRange(total)}
                                  </button>
                                )}
                              </>
                            )}
                          </td>
                        )
                      })}
                      <td className={style.end}>{writeRange(all)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
            <section className={style.scroll} tabIndex={0} aria-label={t('hubs.title')}>
              <table className={style.table}>
                <caption className={style.caption}>{t('hubs.title')}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t('hubs.hub')}</th>
                    <th scope="col" className={style.end}>
                      {t('hubs.through')}
                    </th>
                    <th scope="col" className={style.end}>
                      {t('hubs.origins')}
                    </th>
                    <th scope="col">{t('hubs.first')}</th>
                  </tr>
                </thead>
                <tbody>
                  {data.hubs.map((hub) => (
                    <tr key={`${hub.kind} ${hub.code}`}>
                      <th scope="row">
                        <bdi>{hub.kind === 'route' ? routeName(hub.code, hub.name) : placeName(hub.code)}</bdi>
                      </th>
                      <td className={style.end}>
                        <button type="button" className={style.link} onClick={() => onAsk(askedOf(hub, dataset.id, year))}>
                          {writeRange(hub.total)}
                        </button>
                      </td>
                      <td className={style.end}>{number.format(hub.origins)}</td>
                      <td>
                        <bdi>{placeName(hub.first_origin)}</bdi>
                        {hub.first_share !== null && ` (${share.format(hub.first_share)})`}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
            {data.cut && <p className={style.quiet}>{t('flows.cut')}</p>}
            <p className={style.quiet}>{source(dataset)}</p>
          </>
        )}
      </div>
    </Section>
  )
}
