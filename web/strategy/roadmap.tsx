// Actions on a line of time: when each goes on, which is late, which waits for one that ends after it begins. The list below says the same in words.
import { useTranslation } from 'react-i18next'
import { layOutRoadmap } from '#lib/roadmap/index.ts'
import { locale } from '../language/index.ts'
import { writeDay } from '../pieces/index.ts'
import style from './plans.module.css'
import { useTitleOf } from './said.tsx'
import type { Standing } from './types.ts'

const DAY_MS = 86_400_000
const ROW = 30
const WIDTH = 1_000

export function Roadmap({ standings }: { standings: readonly Standing[] }) {
  const { t } = useTranslation('strategy')
  const titleOf = useTitleOf()
  const by = new Map(standings.map((one) => [one.action.id, one]))
  // what is done is waited for no more
  const waits = (id: string) => !['done', 'dropped'].includes(by.get(id)?.state ?? '')
  const map = layOutRoadmap(
    standings.map(({ action }) => ({
      id: action.id,
      start: String(action.set.from),
      end: String(action.set.until),
      after: Array.isArray(action.set.depends_on) ? action.set.depends_on.filter(waits) : [],
    })),
  )
  if (map.from === undefined || map.to === undefined) return null
  const first = Date.parse(map.from)
  const days = Math.max(1, Math.round((Date.parse(map.to) - first) / DAY_MS) + 1)
  const x = (offset: number) => (offset / days) * WIDTH
  const rows = Math.max(...map.bars.map(({ row }) => row)) + 1
  const height = rows * ROW + 24
  const month = new Intl.DateTimeFormat(locale(), { month: 'short', timeZone: 'UTC' })
  const today = Math.round((Date.now() - first) / DAY_MS)
  const bars = new Map(map.bars.map((one) => [one.id, one]))
  const title = (id: string) => titleOf(by.get(id)?.action) ?? ''
  return (
    <figure className={style.figure}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section className={`${style.scroll} ${style.ltr}`} tabIndex={0} aria-label={t('plans.roadmap')}>
        <svg
          className={style.roadmap}
          viewBox={`0 0 ${WIDTH} ${height}`}
          role="img"
          aria-label={t('plans.roadmap_alt', { count: map.bars.length, from: writeDay(map.from), until: writeDay(map.to) })}
          style={{ direction: 'ltr' }}
        >
          {monthsOf(map.from, map.to).map(({ at, day }) => (
            <g key={day}>
              <line x1={x(at)} x2={x(at)} y1={0} y2={height - 18} className={style.grid} />
              <text x={x(at) + 4} y={height - 6} className={style.month}>
                {month.format(new Date(day))}
              </text>
            </g>
          ))}
          {map.clashes.map(({ id, after }) => {
            const [to, from] = [bars.get(id), bars.get(after)]
            if (!to || !from) return null
            return (
              <line
                key={`${after} ${id}`}
                className={style.clash}
                x1={x(from.offset + from.days)}
                y1={from.row * ROW + ROW / 2}
                x2={x(to.offset)}
                y2={to.row * ROW + ROW / 2}
              />
            )
          })}
          {map.bars.map((bar) => {
            const standing = by.get(bar.id)!
            const late = standing.overdue_days > 0 || standing.late_start_days > 0
            return (
              <g key={bar.id}>
                <rect
                  x={x(bar.offset)}
                  y={bar.row * ROW + 4}
                  width={Math.max(3, x(bar.days))}
                  height={ROW - 8}
                  rx={4}
                  className={`${style.mark} ${style[standing.state]} ${late ? style.late : ''}`}
                >
                  <title>{title(bar.id)}</title>
                </rect>
                <text x={Math.min(x(bar.offset) + 6, WIDTH - 120)} y={bar.row * ROW + ROW / 2 + 4} className={style.label}>
                  {shortened(title(bar.id), Math.max(x(bar.days), 120))}
                </text>
              </g>
            )
          })}
          {today >= 0 && today <= days && <line x1={x(today)} x2={x(today)} y1={0} y2={height - 18} className={style.today} />}
        </svg>
      </section>
      {(map.clashes.length > 0 || map.slips.length > 0 || map.circles.length > 0) && (
        <figcaption>
          <ul className={style.notes}>
            {map.clashes.map(({ id, after, days }) => (
              <li key={`${id} ${after}`}>
                {t('plans.clash_text', { action: `\u2068${title(id)}\u2069`, other: `\u2068${title(after)}\u2069`, count: days })}
              </li>
            ))}
            {map.slips.slice(0, 5).map(({ id, days, end }) => (
              <li key={id}>{t('plans.slip', { action: `\u2068${title(id)}\u2069`, count: days, end: writeDay(end) })}</li>
            ))}
            {map.circles.map((circle) => (
              <li key={circle.join()}>{t('plans.circle', { actions: circle.map((id) => `\u2068${title(id)}\u2069`).join(' → ') })}</li>
            ))}
          </ul>
        </figcaption>
      )}
    </figure>
  )
}

/** The first days of the months between two days, by how many days after the first. */
function monthsOf(from: string, to: string): { at: number; day: string }[] {
  const months: { at: number; day: string }[] = []
  const day = new Date(`${from.slice(0, 7)}-01T00:00:00.000Z`)
  for (let i = 0; i < 240 && day.toISOString().slice(0, 10) <= to; i++) {
    const at = Math.round((day.getTime() - Date.parse(from)) / DAY_MS)
    if (at >= 0) months.push({ at, day: day.toISOString().slice(0, 10) })
    day.setUTCMonth(day.getUTCMonth() + 1)
  }
  const step = Math.ceil(months.length / 14)
  return months.filter((_, i) => i % step === 0)
}
const shortened = (text: string, width: number): string => {
  const most = Math.max(8, Math.floor(width / 7))
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}
