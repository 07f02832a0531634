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
const HEIGHT = 120
const WIDEST_BAR = 40

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
  const width = Math.max(1, Math.min(step - 2, WIDEST_BAR))
  const ticks = [...new Set([0, Math.floor((bars.length - 1) / 2), bars.length - 1])].filter((i) => i >= 0)
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
      <div className={style.drawing}>
        <span className={style.tick} aria-hidden="true">
          {number.format(most)}
        </span>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className={style.picture}
          role="img"
          aria-label={t('bars.picture', { caption, most: number.format(Math.max(0, ...sums)) })}
        >
          <path d={`M0 .5H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}`} className={style.grid} />
          {bars.map(({ label, values }, i) => {
            const x = i * step + (step - width) / 2
            let y = HEIGHT
            return values.map((value, part) => {
              const height = (value / most) * HEIGHT
              y -= height
              return (
                value > 0 && (
                  // biome-ignore lint/suspicious/noArrayIndexKey: places on the axis, parts in their order
                  <g key={`${i}.${part}`}>
                    <rect x={x} y={y} width={width} height={height} className={style[`part${part}`]}>
                      <title>{`${label}: ${parts.length > 1 ? `${parts[part]} ` : ''}${number.format(value)}`}</title>
                    </rect>
                    {part > 0 && <path d={hatching(x, y, width, height)} className={style.hatch} />}
                  </g>
                )
              )
            })
          })}
          <path d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} className={style.axis} />
        </svg>
        <div className={style.ticks} aria-hidden="true">
          {ticks.map((i) => (
            <span key={i} className={style.tick}>
              {bars[i]!.label}
            </span>
          ))}
        </div>
      </div>
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
