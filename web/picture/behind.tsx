// Where a number comes from: the dataset with its licence and counting rule, and the printed figures line by line.
import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { Facts, Loading, Mono, RefusalBanner, Section } from '../pieces/index.ts'
import { writeMonth } from '../pieces/months-chart.tsx'
import style from './picture.module.css'
import { type Dataset, usePlaceName, useRange, useRouteName, writeDate } from './places.tsx'

export type AskedFor = {
  readonly dataset: string
  readonly route?: string
  readonly year?: number
  readonly month?: number
  readonly origin?: string
  /** A border, or where something was found. */
  readonly place?: string
}
const PAGE = 20

export function Behind({ asked, onClose }: { asked: AskedFor; onClose: () => void }) {
  const { t } = useTranslation('picture')
  const [page, setPage] = useState(0)
  const place = useRef<HTMLDivElement>(null)
  const key = JSON.stringify(asked)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another number begins at its first line, and is shown to the reader
  useEffect(() => {
    setPage(0)
    place.current?.focus({ preventScroll: true })
    place.current?.scrollIntoView({ block: 'start' })
  }, [key])
  const view = useView('picture.find-cells', { ...asked, limit: PAGE, offset: page * PAGE })
  const writeRange = useRange()
  const routeName = useRouteName()
  const placeName = usePlaceName()
  const number = new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 })
  const { data } = view
  const has = (field: 'origin' | 'place' | 'kind' | 'unit' | 'reference') => data?.rows.some((row) => row[field] !== '')
  const period = (text: string) => (text.length === 7 ? writeMonth(text) : text)
  return (
    <div ref={place} tabIndex={-1}>
      <Section
        title={t('behind.title')}
        actions={
          <Button variant="default" onClick={onClose}>
            {t('behind.close')}
          </Button>
        }
      >
        <div className={style.stack}>
          <RefusalBanner error={view.error} onRetry={view.reload} />
          {!data && view.loading && <Loading />}
          {data && (
            <>
              <p>
                {t('behind.sum', {
                  sum: writeRange(data.sum),
                  figures: number.format(data.total),
                  suppressed: number.format(data.sum.suppressed),
                  not_reported: number.format(data.sum.not_reported),
                })}
              </p>
              <DatasetFacts dataset={data.dataset} />
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
              <section className={style.scroll} tabIndex={0} aria-label={t('behind.lines')}>
                <table className={style.table}>
                  <thead>
                    <tr>
                      <th scope="col" className={style.end}>
                        {t('field.line')}
                      </th>
                      <th scope="col">{t('field.period')}</th>
                      <th scope="col">{t('field.route')}</th>
                      {has('origin') && <th scope="col">{t('field.origin')}</th>}
                      {has('place') && <th scope="col">{t('field.place')}</th>}
                      {has('kind') && <th scope="col">{t('field.kind')}</th>}
                      {has('reference') && <th scope="col">{t('field.reference')}</th>}
                      <th scope="col" className={style.end}>
                        {t('field.value')}
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {data.rows.map((row) => (
                      <tr key={`${row.line} ${row.period}`}>
                        <td className={style.end}>{number.format(row.line)}</td>
                        <td>{period(row.period)}</td>
                        <td>
                          <bdi>{routeName(row.route, row.route)}</bdi>
                        </td>
                        {has('origin') && (
                          <td>
                            <bdi>{placeName(row.origin)}</bdi>
                          </td>
                        )}
                        {has('place') && (
                          <td>
                            <bdi>{placeName(row.place)}</bdi>
                          </td>
                        )}
                        {has('kind') && (
                          <td>
                            <bdi dir="auto">{row.kind}</bdi>
                          </td>
                        )}
                        {has('reference') && (
                          <td>
                            <Mono>{row.reference.slice(0, 40)}</Mono>
                          </td>
                        )}
                        <td className={style.end}>
                          {row.state === 'number' ? (
                            <>
                              {number.format(row.value!)} {row.unit}
                            </>
                          ) : row.state === 'below' ? (
                            t('state.below', { number: number.format(row.value!) })
                          ) : (
                            t(`state.${row.state}`)
                          )}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </section>
              {data.total > PAGE && (
                <div className={style.row}>
                  <Button variant="default" disabled={page === 0} onClick={() => setPage(page - 1)}>
                    {t('behind.before')}
                  </Button>
                  <span>
                    {t('behind.page', {
                      from: number.format(page * PAGE + 1),
                      to: number.format(Math.min(data.total, (page + 1) * PAGE)),
                      total: number.format(data.total),
                    })}
                  </span>
                  <Button variant="default" disabled={(page + 1) * PAGE >= data.total} onClick={() => setPage(page + 1)}>
                    {t('behind.next')}
                  </Button>
                </div>
              )}
            </>
          )}
        </div>
      </Section>
    </div>
  )
}

/** All that is known of a dataset. */
export function DatasetFacts({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('picture')
  const number = new Intl.NumberFormat(locale())
  return (
    <Facts
      items={[
        [t('dataset.publisher'), <bdi key="p">{dataset.publisher}</bdi>],
        [t('dataset.title'), <bdi key="t">{dataset.title}</bdi>],
        [t('dataset.licence'), <bdi key="l">{dataset.licence}</bdi>],
        [t('dataset.address'), dataset.address && <bdi dir="ltr">{dataset.address}</bdi>],
        [t('dataset.retrieved'), dataset.retrieved_on && writeDate(dataset.retrieved_on)],
        [t('dataset.rule'), `${t(`rule.${dataset.rule}`)} ${dataset.absent_is_none ? t('months.absent') : ''}`],
        [t('dataset.note'), dataset.note && <bdi dir="auto">{dataset.note}</bdi>],
        [
          t('dataset.rows'),
          t('dataset.counted', {
            rows: number.format(dataset.rows),
            cells: number.format(dataset.cells),
            repeated: number.format(dataset.repeated),
            bad: number.format(dataset.bad),
            suppressed: number.format(dataset.suppressed),
          }),
        ],
        [t('dataset.file'), <bdi key="f">{dataset.file_name}</bdi>],
        ['SHA-256', <Mono key="s">{dataset.sha256}</Mono>],
      ]}
    />
  )
}
