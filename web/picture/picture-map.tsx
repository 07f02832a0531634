// Routes and places on sea and land, without a border and without a call to anybody: lines as wide as what was detected, circles where people died.
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { Basemap, fitted, MapName, type Position, useSheet } from '../pieces/basemap.tsx'
import { RefusalBanner, Section } from '../pieces/index.ts'
import type { AskedFor } from './behind.tsx'
import { askedOf, reaching } from './flows.tsx'
import style from './picture.module.css'
import { type Dataset, usePlaceName, useRange, useRouteName, useSource } from './places.tsx'
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
  flows_of,
  route,
  onAsk,
}: {
  datasets: readonly Dataset[]
  detections: Dataset | undefined
  deaths: Dataset | undefined
  year: number | undefined
  /** Hubs are of one year. */
  flows_of: number
  route: string | undefined
  onAsk: (asked: AskedFor) => void
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
  const flowing = reaching(datasets, flows_of)
  const flows = useView('picture.read-flows', { dataset: flowing?.id ?? '', year: flows_of }, { enabled: flowing !== undefined })
  const routeName = useRouteName()
  const placeName = usePlaceName()
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
  // where the flows of many nationalities meet: the middle of a route's line
  const hubs = (flows.data?.hubs ?? []).flatMap((hub) => {
    const line = hub.kind === 'route' && (!route || route === hub.code) ? ROUTE_LINES[hub.code] : undefined
    const middle = line?.[Math.floor(line.length / 2)]
    const point = middle && projection([middle[1], middle[0]])
    return point && hub.total.low > 0 ? [{ ...hub, point }] : []
  })
  const fullest = Math.max(1, ...hubs.map(({ total }) => total.low))
  const told = (hub: (typeof hubs)[number]) =>
    t('hubs.told', {
      hub: routeName(hub.code, hub.name),
      total: writeRange(hub.total),
      origins: number.format(hub.origins),
      first: placeName(hub.first_origin),
    })
  const most = Math.max(1, ...lines.map(({ total }) => total.low))
  const deadliest = Math.max(1, ...shown.map(({ total }) => total.low))
  return (
    <Section title={t('map.title')}>
      <figure className={style.figure}>
        <RefusalBanner error={totals.error ?? places.error ?? flows.error} />
        <p className={style.legend} aria-hidden="true">
          <span>
            <svg width="34" height="12" viewBox="0 0 34 12" aria-hidden="true">
              <path d="M0 6H34" className={style.routeLine} strokeWidth="5" />
            </svg>
            {t('map.lines')}
          </span>
          {hubs.length > 0 && (
            <span>
              <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
                <path d={diamond(8, 8, 7)} className={style.hub} />
              </svg>
              {t('hubs.mark', { year: String(flows_of) })}
            </span>
          )}
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
          {/* pressed with a mouse; the table of hubs below does the same by keyboard */}
          {flowing &&
            hubs.map((hub) => (
              // biome-ignore lint/a11y/noStaticElementInteractions: the picture is one image; its table has the buttons
              // biome-ignore lint/a11y/useKeyWithClickEvents: the same
              <path
                key={hub.code}
                data-hub={hub.code}
                d={diamond(hub.point[0], hub.point[1], 7 + 15 * Math.sqrt(hub.total.low / fullest))}
                className={style.hub}
                onClick={() => onAsk(askedOf(hub, flowing.id, flows_of))}
              >
                <title>{told(hub)}</title>
              </path>
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
          {flowing && hubs.length > 0 && (
            <details className={style.details}>
              <summary>{t('hubs.table', { year: String(flows_of) })}</summary>
              <table className={style.table}>
                <thead>
                  <tr>
                    <th scope="col">{t('hubs.hub')}</th>
                    <th scope="col" className={style.end}>
                      {t('hubs.through')}
                    </th>
                    <th scope="col" className={style.end}>
                      {t('hubs.origins')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {hubs.map((hub) => (
                    <tr key={hub.code}>
                      <th scope="row">
                        <bdi>{routeName(hub.code, hub.name)}</bdi>
                      </th>
                      <td className={style.end}>
                        <button type="button" className={style.link} onClick={() => onAsk(askedOf(hub, flowing.id, flows_of))}>
                          {writeRange(hub.total)}
                        </button>
                      </td>
                      <td className={style.end}>{number.format(hub.origins)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <p className={style.quiet}>{source(flowing)}</p>
            </details>
          )}
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

/** A square on its corner, told from circles without colour. */
const diamond = (x: number, y: number, r: number) => `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`

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
