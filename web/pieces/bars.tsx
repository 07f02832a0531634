// Counts as upright bars from zero, with the table of the same numbers behind them.
import { useTranslation } from 'react-i18next'
import { locale } from '../language/index.ts'
import style from './bars.module.css'

export type Bar = {
  /** The place on the axis in full, as the table says it. */
  label: string
  /** One number for each part. */
  values: readonly number[]
}

const WIDTH = 720
const HEIGHT = 160
const TOP = 18
const FOOT = 22
const MOST_TICKS = 6

/** Draws bars stacked by part, in order. `first` heads the column of labels; `source` says where the numbers come from, how they count and of when. */
export function Bars({
  caption,
  first,
  parts,
  bars,
  source,
}: {
  caption: string
  first: string
  parts: readonly string[]
  bars: readonly Bar[]
  source: string
}) {
  const { t } = useTranslation()
  const number = new Intl.NumberFormat(locale())
  const sums = bars.map(({ values }) => values.reduce((sum, value) => sum + value, 0))
  const most = Math.max(1, ...sums)
  const step = WIDTH / Math.max(1, bars.length)
  const inner = HEIGHT - TOP - FOOT
  const every = Math.ceil(bars.length / MOST_TICKS)
  return (
    <figure className={style.figure}>
      <figcaption className={style.caption}>{caption}</figcaption>
      {parts.length > 1 && (
        <p className={style.legend} aria-hidden="true">
          {parts.map((part, i) => (
            <span key={part}>
              <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
                <rect width="12" height="12" className={style[`part${i}`]} />
                {i > 0 && <path d="M0 12 12 0" className={style.hatch} />}
              </svg>
              {part}
            </span>
          ))}
        </p>
      )}
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className={style.picture}
        role="img"
        aria-label={t('bars.picture', { caption, most: number.format(Math.max(0, ...sums)) })}
      >
        <line x1="0" x2={WIDTH} y1={TOP} y2={TOP} className={style.grid} />
        <line x1="0" x2={WIDTH} y1={TOP + inner / 2} y2={TOP + inner / 2} className={style.grid} />
        <line x1="0" x2={WIDTH} y1={TOP + inner} y2={TOP + inner} className={style.axis} />
        <text x="0" y={TOP - 5} className={style.tick}>
          {number.format(most)}
        </text>
        {bars.map(({ label, values }, i) => {
          let y = TOP + inner
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a place on the axis
            <g key={i}>
              {values.map((value, part) => {
                const height = (value / most) * inner
                y -= height
                const width = Math.max(1, Math.min(step - 2, 40))
                return (
                  value > 0 && (
                    // biome-ignore lint/suspicious/noArrayIndexKey: parts in their order
                    <g key={part}>
                      <rect x={i * step + (step - width) / 2} y={y} width={width} height={height} className={style[`part${part}`]}>
                        <title>{`${label}: ${parts.length > 1 ? `${parts[part]} ` : ''}${number.format(value)}`}</title>
                      </rect>
                      {part > 0 && <path d={hatching(i * step + (step - width) / 2, y, width, height)} className={style.hatch} />}
                    </g>
                  )
                )
              })}
              {i % every === 0 && (
                <text x={i * step + step / 2} y={HEIGHT - 6} textAnchor={i === 0 ? 'start' : 'middle'} className={style.tick}>
                  {label}
                </text>
              )}
            </g>
          )
        })}
      </svg>
      <p className={style.source}>{source}</p>
      <details className={style.behind}>
        <summary>{t('bars.table')}</summary>
        <table>
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{first}</th>
              {parts.map((part) => (
                <th scope="col" key={part} className={style.end}>
                  {part}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bars.map(({ label, values }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a place on the axis
              <tr key={i}>
                <th scope="row">{label}</th>
                {values.map((value, part) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: parts in their order
                  <td key={part} className={style.end}>
                    {number.format(value)}
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

const HATCH_GAP = 6

/** Slanted lines inside a rectangle, so that a part is told from another without colour. */
function hatching(x: number, y: number, width: number, height: number): string {
  let path = ''
  for (let at = HATCH_GAP; at < width + height; at += HATCH_GAP) {
    const from_x = Math.max(0, at - height)
    const from_y = Math.min(at, height)
    const to_x = Math.min(at, width)
    const to_y = Math.max(0, at - width)
    path += `M${(x + from_x).toFixed(1)} ${(y + from_y).toFixed(1)}L${(x + to_x).toFixed(1)} ${(y + to_y).toFixed(1)}`
  }
  return path
}
