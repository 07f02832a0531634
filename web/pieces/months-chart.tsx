// Counts month by month from zero: ranges where counts are, changes marked, a forecast fanned out, and the table of the same numbers behind them.
import { useTranslation } from 'react-i18next'
import { locale } from '../language/index.ts'
import bars from './bars.module.css'
import style from './months-chart.module.css'

export type MonthsFan = readonly { readonly month: string; readonly low: number; readonly middle: number; readonly high: number }[]

const WIDTH = 960
const HEIGHT = 200
const MOST_TICKS = 8

/** `high` null: at least `low`, and nobody can say how many. `onPick` is asked where a month's number comes from. */
export function MonthsChart({
  caption,
  months,
  low,
  high,
  changes = [],
  fan = [],
  tone = 0,
  source,
  onPick,
}: {
  caption: string
  months: readonly string[]
  low: readonly number[]
  high: readonly (number | null)[]
  changes?: readonly { readonly month: string; readonly label: string }[]
  fan?: MonthsFan
  tone?: 0 | 1
  source: string
  onPick?: (month: string) => void
}) {
  const { t } = useTranslation()
  const number = new Intl.NumberFormat(locale(), { maximumFractionDigits: 0 })
  const compact = new Intl.NumberFormat(locale(), { notation: 'compact', maximumFractionDigits: 1 })
  const all = [...months, ...fan.map(({ month }) => month)]
  const top = niceAbove(Math.max(1, ...low, ...high.map((one) => one ?? 0), ...fan.map((one) => one.middle)))
  const step = WIDTH / Math.max(1, all.length)
  const x = (i: number) => (i + 0.5) * step
  const y = (value: number) => HEIGHT - (Math.min(value, top) / top) * HEIGHT
  const line = (values: readonly number[], from = 0) =>
    values.map((value, i) => `${i === 0 ? 'M' : 'L'}${x(i + from).toFixed(1)} ${y(value).toFixed(1)}`).join('')
  const band = (lower: readonly number[], upper: readonly number[], from = 0) =>
    `${line(upper, from)}${[...lower]
      .map((value, i) => `L${x(i + from).toFixed(1)} ${y(value).toFixed(1)}`)
      .reverse()
      .join('')}Z`
  const Januaries = all.flatMap((month, i) => (month.endsWith('-01') ? [i] : []))
  const ticks = Januaries.filter((_, i) => i % Math.max(1, Math.ceil(Januaries.length / MOST_TICKS)) === 0)
  const at = (i: number) => ({ insetInlineStart: `${((100 * x(i)) / WIDTH).toFixed(2)}%` })
  const has_range = low.some((value, i) => high[i] !== value)
  return (
    <figure className={bars.figure}>
      <figcaption className={bars.caption}>{caption}</figcaption>
      <div className={style.drawing}>
        <div className={style.scale} aria-hidden="true">
          {[top, top / 2, 0].map((value) => (
            <span key={value}>{compact.format(value)}</span>
          ))}
        </div>
        <div className={style.plane}>
          <svg
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            preserveAspectRatio="none"
            className={style.picture}
            role="img"
            aria-label={t('months.picture', {
              caption,
              first: writeMonth(months[0]),
              last: writeMonth(months.at(-1)),
              most: number.format(Math.max(0, ...low)),
            })}
          >
            <path d={`M0 .5H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}`} className={bars.grid} />
            {fan.length > 0 && (
              <path
                d={band(
                  fan.map((one) => one.low),
                  fan.map((one) => one.high),
                  months.length,
                )}
                className={style.fan}
              />
            )}
            {months.length > 0 && (
              <path
                d={band(
                  low.map(() => 0),
                  low,
                )}
                className={tone === 0 ? style.area0 : style.area1}
              />
            )}
            {has_range && (
              <path
                d={band(
                  low,
                  high.map((one) => one ?? top),
                )}
                className={style.range}
              />
            )}
            <path d={line(low)} className={tone === 0 ? style.line0 : style.line1} />
            {fan.length > 0 && (
              <path d={line([low.at(-1) ?? 0, ...fan.map(({ middle }) => middle)], months.length - 1)} className={style.middle} />
            )}
            {changes.map(({ month }) => {
              const i = months.indexOf(month)
              return i < 0 ? null : <path key={month} d={`M${i * step} 0V${HEIGHT}`} className={style.change} />
            })}
            <path d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} className={bars.axis} />
            {onPick &&
              months.map((month, i) => (
                // biome-ignore lint/a11y/noStaticElementInteractions: a second way; the table of months is the first
                <rect key={month} x={i * step} y={0} width={step} height={HEIGHT} className={style.pick} onClick={() => onPick(month)}>
                  <title>{`${writeMonth(month)}: ${writeRange(low[i]!, high[i]!)}`}</title>
                </rect>
              ))}
          </svg>
          {changes.map(({ month, label }, i) => (
            <span key={month} className={style.number} style={at(Math.max(0, months.indexOf(month)))} aria-hidden="true" title={label}>
              {number.format(i + 1)}
            </span>
          ))}
        </div>
      </div>
      <div className={style.ticks} aria-hidden="true">
        {ticks.map((i) => (
          <span key={all[i]} style={at(i)}>
            {all[i]!.slice(0, 4)}
          </span>
        ))}
      </div>
      {changes.length > 0 && (
        <ol className={style.changes}>
          {changes.map(({ month, label }) => (
            <li key={month}>{label}</li>
          ))}
        </ol>
      )}
      <p className={bars.source}>{source}</p>
      <details className={bars.behind}>
        <summary>{t('bars.table')}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
        <section className={style.bounded} tabIndex={0} aria-label={caption}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('months.month')}</th>
                <th scope="col" className={bars.end}>
                  {t('months.count')}
                </th>
                {onPick && <th scope="col">{t('months.behind')}</th>}
              </tr>
            </thead>
            <tbody>
              {[...months.keys()].reverse().map((i) => (
                <tr key={months[i]}>
                  <th scope="row">{writeMonth(months[i])}</th>
                  <td className={bars.end}>{writeRange(low[i]!, high[i]!)}</td>
                  {onPick && (
                    <td>
                      <button type="button" className={style.link} onClick={() => onPick(months[i]!)}>
                        {t('months.from')}
                        <span className="visually-hidden"> {writeMonth(months[i])}</span>
                      </button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </figure>
  )

  function writeRange(least: number, most: number | null): string {
    if (most === null) return t('range.at_least', { low: number.format(least) })
    return least === most ? number.format(least) : t('range.between', { low: number.format(least), high: number.format(most) })
  }
}

/** `2023-07` in words. */
export function writeMonth(month: string | undefined): string {
  if (month === undefined) return ''
  return new Intl.DateTimeFormat(locale(), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`))
}

/** The next of 1, 2, 5 times a power of ten. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return [1, 2, 4, 5, 6, 8, 10].map((times) => times * power).find((one) => one >= value) ?? 10 * power
}
