// Places and routes of a chart on sea and land, without a border and without a call to anybody; time beside it; the same as tables behind both.
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { locale } from '../language/index.ts'
import { Basemap, fitted, MapName, namesApart, useSheet } from '../pieces/basemap.tsx'
import { Bars, EmptyState, Loading } from '../pieces/index.ts'
import style from './analysis.module.css'
import type { ChartCalls } from './messages.ts'
import { SHAPES } from './picture.tsx'
import type { Workbench } from './use-workbench.ts'

const MOST_PLACES = 400
const MOST_NAMES = 40
const BINS = 24
const AWAY: [number, number] = [-99, -99]

type Found = ChartCalls['places'][1]
type Times = ChartCalls['times'][1]

export default function ChartMap({ bench }: { bench: Workbench }) {
  const { t } = useTranslation('analysis')
  const { talker, picture } = bench
  const [found, setFound] = useState<Found | undefined>()
  const [times, setTimes] = useState<Times | undefined>()
  useEffect(() => {
    if (!talker || !picture) return
    let is_over = false
    talker.call('places', { most: MOST_PLACES }).then((places) => !is_over && setFound(places))
    talker.call('times', { bins: BINS }).then((one) => !is_over && setTimes(one))
    return () => {
      is_over = true
    }
  }, [talker, picture])
  if (!found) return <Loading />
  return (
    <div className={style.stack}>
      {found.places.length === 0 ? (
        <EmptyState title={t('map.none')}>{t('map.none_text')}</EmptyState>
      ) : (
        <Drawn found={found} bench={bench} />
      )}
      {times ? <Timeline times={times} /> : times === null && <p className={style.quiet}>{t('map.no_time')}</p>}
    </div>
  )
}

function Drawn({ found, bench }: { found: Found; bench: Workbench }) {
  const { t } = useTranslation('analysis')
  const sheet = useSheet()
  const number = new Intl.NumberFormat(locale())
  const { places, routes } = found
  const projection = useMemo(
    () =>
      fitted(
        places.map(({ lat, lon }) => [lon, lat]),
        sheet,
        sheet.width / 12,
      ),
    [places, sheet],
  )
  const at = new Map(places.map((place) => [place.at, { ...place, weight: place.ties, point: projection([place.lon, place.lat]) ?? AWAY }]))
  const most = Math.max(1, ...places.map(({ ties }) => ties))
  const radius = (ties: number) => 4 + 9 * Math.sqrt(ties / most)
  const heaviest = Math.max(1, ...routes.map(({ weight }) => weight))
  const named = namesApart([...at.values()], MOST_NAMES)
  return (
    <figure className={style.figure}>
      <Basemap
        projection={projection}
        sheet={sheet}
        label={t('map.label', { places: number.format(places.length), routes: number.format(routes.length) })}
      >
        {routes.map(({ a, b, weight, links }) => {
          const [from, to] = [at.get(a)!, at.get(b)!]
          return (
            <path
              key={`${a} ${b}`}
              d={bowed(from.point, to.point)}
              className={style.route}
              strokeWidth={1.5 + 5 * Math.sqrt(weight / heaviest)}
            >
              <title>{t('map.route', { from: from.label, to: to.label, links: number.format(links) })}</title>
            </path>
          )
        })}
        {[...at.values()].map((place) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: a second way; the table of places is the first
          <circle
            key={place.at}
            cx={place.point[0]}
            cy={place.point[1]}
            r={radius(place.ties)}
            className={bench.selected === place.at ? style.placeChosen : style.place}
            onClick={() => bench.select(place.at)}
          >
            <title>{place.label}</title>
          </circle>
        ))}
        {named.map((place) => (
          <MapName key={place.at} x={place.point[0]} y={place.point[1] - radius(place.ties) - 6} middle>
            {place.label}
          </MapName>
        ))}
      </Basemap>
      <figcaption className={style.told}>
        <span>
          {t('map.told', {
            places: number.format(places.length),
            routes: number.format(routes.length),
            unplaced: number.format(found.unplaced),
          })}
        </span>
        <span className={style.quiet}>{t('map.source')}</span>
      </figcaption>
      <div className={style.fields}>
        <details className={style.details}>
          <summary>{t('map.places')}</summary>
          <div className={style.bounded}>
            <table className={style.table}>
              <thead>
                <tr>
                  <th scope="col">{t('table.element')}</th>
                  <th scope="col">{t('table.ties')}</th>
                  <th scope="col">{t('element.place')}</th>
                </tr>
              </thead>
              <tbody>
                {places.map((place) => (
                  <tr key={place.at}>
                    <th scope="row">
                      <button type="button" className={style.pick} onClick={() => bench.select(place.at)}>
                        <span aria-hidden="true">{SHAPES[place.kind]}</span> <bdi dir="auto">{place.label}</bdi>
                      </button>
                    </th>
                    <td>{number.format(place.ties)}</td>
                    <td>
                      <bdi dir="ltr">{`${place.lat.toFixed(3)}, ${place.lon.toFixed(3)}`}</bdi>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
        <details className={style.details}>
          <summary>{t('map.routes')}</summary>
          <div className={style.bounded}>
            <table className={style.table}>
              <thead>
                <tr>
                  <th scope="col">{t('field.source')}</th>
                  <th scope="col">{t('field.target')}</th>
                  <th scope="col">{t('links')}</th>
                  <th scope="col">{t('field.weight')}</th>
                </tr>
              </thead>
              <tbody>
                {routes.map(({ a, b, links, weight }) => (
                  <tr key={`${a} ${b}`}>
                    <th scope="row">
                      <bdi dir="auto">{at.get(a)!.label}</bdi>
                    </th>
                    <td>
                      <bdi dir="auto">{at.get(b)!.label}</bdi>
                    </td>
                    <td>{number.format(links)}</td>
                    <td>{number.format(weight)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      </div>
    </figure>
  )
}

/** A line that leans to its own side, so that there and back do not lie on each other. */
function bowed([x, y]: readonly number[], [u, v]: readonly number[]): string {
  const [mx, my] = [(x! + u!) / 2 - (v! - y!) * 0.12, (y! + v!) / 2 + (u! - x!) * 0.12]
  return `M${x},${y}Q${mx},${my} ${u},${v}`
}

/** Links by when they begin. */
function Timeline({ times: { first, last, steps, counts, untimed } }: { times: NonNullable<Times> }) {
  const { t } = useTranslation('analysis')
  const number = new Intl.NumberFormat(locale())
  const day = new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' })
  const wide = (last - first + 1) / counts.length
  const bars = counts.map((count, i) => ({
    label: steps
      ? t('filter.step', { step: number.format(first + i) })
      : `${day.format(first + i * wide)} – ${day.format(Math.min(last, first + (i + 1) * wide - 1))}`,
    values: [count],
  }))
  return (
    <div>
      <Bars
        caption={t('map.when')}
        first={t('map.span')}
        parts={[t('links')]}
        bars={bars}
        source={t('map.counted', { untimed: number.format(untimed) })}
      />
    </div>
  )
}
