// Routes and places on sea and land, without a border and without a call to anybody: lines as wide as what was detected, circles where people died.
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { Basemap, fitted, MapName, type Position, useSheet } from '../pieces/basemap.tsx'
import { RefusalBanner, Section } from '../pieces/index.ts'
import style from './picture.module.css'
import { type Dataset, useRange, useRouteName, useSource } from './places.tsx'
import { ROUTE_LINES } from './route-lines.ts'

const MOST_LISTED = 30
/** From the Canary Islands to the Levant, from the Sahel to the Channel. */
const WHOLE: readonly Position[] = [
  [-19, 11],
  [42, 11],
  [-19, 53],
  [42, 53],
]

export default function PictureMap({
  datasets,
  detections,
  deaths,
  year,
  route,
}: {
  datasets: readonly Dataset[]
  detections: Dataset | undefined
  deaths: Dataset | undefined
  year: number | undefined
  route: string | undefined
}) {
  const { t } = useTranslation('picture')
  const sheet = useSheet()
  const { width, height } = sheet
  const placed = deaths?.has_position ? deaths : datasets.find((one) => one.measure === 'deaths' && one.has_position)
  const span = year === undefined ? {} : { year_from: year, year_until: year }
  const totals = useView('picture.read-totals', { dataset: detections?.id ?? '', ...span }, { enabled: detections !== undefined })
  const places = useView(
    'picture.read-places',
    { dataset: placed?.id ?? '', ...span, ...(route && { route }) },
    { enabled: placed !== undefined },
  )
  const routeName = useRouteName()
  const writeRange = useRange()
  const source = useSource()
  const number = new Intl.NumberFormat(locale())
  const projection = useMemo(() => fitted(WHOLE, sheet, 10), [sheet])
  const lines = (totals.data?.routes ?? []).flatMap((one) => {
    const line = ROUTE_LINES[one.code]
    return line && one.total.low > 0 && (!route || route === one.code) ? [{ ...one, line }] : []
  })
  const squares = (places.data?.rows ?? []).filter(({ total }) => total.low > 0)
  const shown = squares.flatMap((square) => {
    const point = projection([square.lon, square.lat])
    return point && point[0] >= 0 && point[0] <= width && point[1] >= 0 && point[1] <= height ? [{ ...square, point }] : []
  })
  const most = Math.max(1, ...lines.map(({ total }) => total.low))
  const deadliest = Math.max(1, ...shown.map(({ total }) => total.low))
  return (
    <Section title={t('map.title')}>
      <figure className={style.figure}>
        <RefusalBanner error={totals.error ?? places.error} />
        <p className={style.legend} aria-hidden="true">
          <span>
            <svg width="34" height="12" viewBox="0 0 34 12" aria-hidden="true">
              <path d="M0 6H34" className={style.routeLine} strokeWidth="5" />
            </svg>
            {t('map.lines')}
          </span>
          <span>
            <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
              <circle cx="7" cy="7" r="6" className={style.square} />
            </svg>
            {t('map.circles')}
          </span>
        </p>
        <Basemap
          projection={projection}
          sheet={sheet}
          label={t('map.label', { routes: number.format(lines.length), places: number.format(shown.length) })}
        >
          {lines.map(({ code, name, line, total }) => (
            <path
              key={code}
              d={smooth(line.map(([lat, lon]) => projection([lon, lat])!))}
              className={style.routeLine}
              strokeWidth={2 + 14 * Math.sqrt(total.low / most)}
            >
              <title>{`${routeName(code, name)}: ${writeRange(total)}`}</title>
            </path>
          ))}
          {shown.map(({ lat, lon, total, point }) => (
            <circle
              key={`${lat} ${lon}`}
              cx={point[0]}
              cy={point[1]}
              r={2 + 16 * Math.sqrt(total.low / deadliest)}
              className={style.square}
            >
              <title>{t('map.square', { total: writeRange(total), lat: lat.toFixed(1), lon: lon.toFixed(1) })}</title>
            </circle>
          ))}
          {width > 700 &&
            lines.map(({ code, name, line }) => {
              const [x, y] = projection([line[0]![1], line[0]![0]])!
              return (
                <MapName key={code} x={Math.max(4, x)} y={y + 18}>
                  {routeName(code, name)}
                </MapName>
              )
            })}
        </Basemap>
        <figcaption className={style.quiet}>
          {t('map.told')} {detections && source(detections)} {placed && source(placed)}{' '}
          {places.data && t('map.unplaced', { number: number.format(places.data.unplaced) })}
        </figcaption>
        <div className={style.row}>
          <details className={style.details}>
            <summary>{t('map.table_routes')}</summary>
            <table className={style.table}>
              <thead>
                <tr>
                  <th scope="col">{t('field.route')}</th>
                  <th scope="col" className={style.end}>
                    {t('measure.detections')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {lines.map(({ code, name, total }) => (
                  <tr key={code}>
                    <th scope="row">
                      <bdi>{routeName(code, name)}</bdi>
                    </th>
                    <td className={style.end}>{writeRange(total)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
          <details className={style.details}>
            <summary>{t('map.table_places', { number: number.format(Math.min(MOST_LISTED, squares.length)) })}</summary>
            <table className={style.table}>
              <thead>
                <tr>
                  <th scope="col">{t('map.where')}</th>
                  <th scope="col" className={style.end}>
                    {t('measure.deaths')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {squares.slice(0, MOST_LISTED).map(({ lat, lon, total }) => (
                  <tr key={`${lat} ${lon}`}>
                    <th scope="row">
                      <bdi dir="ltr">{`${lat.toFixed(1)}, ${lon.toFixed(1)}`}</bdi>
                    </th>
                    <td className={style.end}>{writeRange(total)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </div>
      </figure>
    </Section>
  )
}

/** A line through points, rounded at each. */
function smooth(points: readonly (readonly [number, number])[]): string {
  let path = `M${points[0]![0].toFixed(1)} ${points[0]![1].toFixed(1)}`
  for (let i = 1; i < points.length - 1; i++) {
    const [x, y] = points[i]!
    const [u, v] = points[i + 1]!
    path += `Q${x.toFixed(1)} ${y.toFixed(1)} ${((x + u) / 2).toFixed(1)} ${((y + v) / 2).toFixed(1)}`
  }
  const [x, y] = points.at(-1)!
  return `${path}L${x.toFixed(1)} ${y.toFixed(1)}`
}
