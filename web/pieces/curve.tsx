// Shares along an axis as lines from zero to one, told apart by their strokes, with the table of the same numbers behind them.
import { useTranslation } from 'react-i18next'
import { locale } from '../language/index.ts'
import bars from './bars.module.css'
import style from './curve.module.css'

export type CurveLine = {
  label: string
  /** From 0 to 1, one for each place on the axis; null where there is nothing to say. */
  values: readonly (number | null)[]
}

const WIDTH = 720
const HEIGHT = 240
const TICKS = 5

/** Draws the lines over `places`. `at` is where the reader is; `marks` are places with a meaning of their own. */
export function Curve({
  caption,
  first,
  places,
  write,
  lines,
  at,
  marks = [],
  source,
}: {
  caption: string
  first: string
  places: readonly number[]
  write: (place: number) => string
  lines: readonly CurveLine[]
  at?: number
  marks?: readonly { place: number; label: string }[]
  source: string
}) {
  const { t } = useTranslation()
  const share = new Intl.NumberFormat(locale(), { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const whole = new Intl.NumberFormat(locale(), { style: 'percent' })
  const [least, most] = [places[0] ?? 0, places.at(-1) ?? 1]
  const along = (place: number) => (most === least ? 0 : (place - least) / (most - least))
  const ticks = Array.from({ length: TICKS }, (_, i) => places[Math.round((i * (places.length - 1)) / (TICKS - 1))] ?? 0)
  return (
    <figure className={bars.figure}>
      <figcaption className={bars.caption}>{caption}</figcaption>
      <p className={bars.legend} aria-hidden="true">
        {lines.map(({ label }, i) => (
          <span key={label}>
            <svg width="34" height="12" viewBox="0 0 34 12" aria-hidden="true">
              <path d="M0 6H34" className={`${style.line} ${style[`line${i}`]}`} />
            </svg>
            {label}
          </span>
        ))}
      </p>
      <div className={style.drawing}>
        <div className={style.scale} aria-hidden="true">
          {[1, 0.5, 0].map((value) => (
            <span key={value}>{whole.format(value)}</span>
          ))}
        </div>
        <div className={style.plane}>
          <svg
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            preserveAspectRatio="none"
            className={style.picture}
            role="img"
            aria-label={t('curve.picture', { caption })}
          >
            <path d={`M0 .5H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}`} className={bars.grid} />
            {marks.map(({ place, label }) => (
              <path key={label} d={`M${along(place) * WIDTH} ${HEIGHT - 14}V${HEIGHT}`} className={style.mark}>
                <title>{`${label}: ${write(place)}`}</title>
              </path>
            ))}
            {lines.map(({ label, values }, i) => (
              <path key={label} d={pathOf(values, places.map(along))} className={`${style.line} ${style[`line${i}`]}`} />
            ))}
            <path d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} className={bars.axis} />
          </svg>
          {at !== undefined && <span className={style.at} style={{ insetInlineStart: `${100 * along(at)}%` }} aria-hidden="true" />}
        </div>
      </div>
      <div className={style.ticks} aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick} className={bars.tick}>
            {write(tick)}
          </span>
        ))}
      </div>
      <p className={bars.source}>{source}</p>
      <details className={bars.behind}>
        <summary>{t('bars.table')}</summary>
        <table>
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{first}</th>
              {lines.map(({ label }) => (
                <th scope="col" key={label} className={bars.end}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {places.map((place, i) => (
              <tr key={place}>
                <th scope="row">{write(place)}</th>
                {lines.map(({ label, values }) => (
                  <td key={label} className={bars.end}>
                    {values[i] === null || values[i] === undefined ? '–' : share.format(values[i])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}

/** The line through the values; where one is missing it begins anew. */
function pathOf(values: readonly (number | null)[], along: readonly number[]): string {
  let path = ''
  let drawing = false
  values.forEach((value, i) => {
    if (value === null) {
      drawing = false
      return
    }
    path += `${drawing ? 'L' : 'M'}${(along[i]! * WIDTH).toFixed(1)} ${((1 - value) * HEIGHT).toFixed(1)}`
    drawing = true
  })
  return path
}
