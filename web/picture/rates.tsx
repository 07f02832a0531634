// Counts by origin for each 100,000 inhabitants of the same year.
import { useTranslation } from 'react-i18next'
import { useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { Loading, RefusalBanner, Section } from '../pieces/index.ts'
import style from './picture.module.css'
import { type Dataset, usePlaceName, useRange, useSource } from './places.tsx'

const SHOWN = 15

export function Rates({ datasets, year: wanted }: { datasets: readonly Dataset[]; year: number }) {
  const { t } = useTranslation('picture')
  const population = datasets.find(({ measure }) => measure === 'population')
  const last = Number(population?.last_period.slice(0, 4) ?? 0)
  // where nobody was counted yet, the last year of both; the title says which
  const year = Math.min(wanted, last)
  const dataset = datasets.find(
    ({ has_origin, measure, first_period, last_period }) =>
      has_origin && measure === 'detections' && Number(first_period.slice(0, 4)) <= year && year <= Number(last_period.slice(0, 4)),
  )
  const is_there = population !== undefined && dataset !== undefined
  const view = useView('picture.read-rates', { dataset: dataset?.id ?? '', population: population?.id ?? '', year }, { enabled: is_there })
  const placeName = usePlaceName()
  const writeRange = useRange()
  const writeRate = useRange(1)
  const source = useSource()
  const number = new Intl.NumberFormat(locale())
  if (!is_there) return null
  const { data } = view
  const told = data?.rows.filter(({ low }) => low !== null) ?? []
  const steady = told.filter(({ few }) => !few)
  const untold = (data?.rows.length ?? 0) - told.length
  return (
    <Section title={t('rates.title', { year: String(year) })}>
      <div className={style.stack}>
        <RefusalBanner error={view.error} onRetry={view.reload} />
        {!data && view.loading && <Loading />}
        {data && (
          <>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
            <section className={style.scroll} tabIndex={0} aria-label={t('rates.label')}>
              <table className={style.table}>
                <thead>
                  <tr>
                    <th scope="col">{t('field.origin')}</th>
                    <th scope="col" className={style.end}>
                      {t('rates.rate', { per: number.format(data.per) })}
                    </th>
                    <th scope="col" className={style.end}>
                      {t('measure.detections')}
                    </th>
                    <th scope="col" className={style.end}>
                      {t('measure.population')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {steady.slice(0, SHOWN).map((row) => (
                    <tr key={row.origin}>
                      <th scope="row">
                        <bdi>{placeName(row.origin)}</bdi>
                      </th>
                      <td className={style.end}>{writeRate({ low: row.low!, high: row.high })}</td>
                      <td className={style.end}>{writeRange(row.total)}</td>
                      <td className={style.end}>{number.format(row.population!)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
            <p className={style.quiet}>
              {t('rates.left', {
                shown: number.format(Math.min(SHOWN, steady.length)),
                few: number.format(told.length - steady.length),
                untold: number.format(untold),
              })}
            </p>
            <p className={style.quiet}>{source(data.dataset)}</p>
            <p className={style.quiet}>{source(data.population)}</p>
          </>
        )}
      </div>
    </Section>
  )
}
