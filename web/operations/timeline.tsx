// Turns as bars on a time line: moved by hand or by the arrow keys, saved once, and never the only way to read them.
import { IconAlertTriangle } from '@tabler/icons-react'
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rowsOf, type Turn } from '#capabilities/operations/planning.ts'
import { directionOf, locale, useLanguage } from '../language/index.ts'
import { writeTime } from '../pieces/index.ts'
import style from './planner.module.css'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** What a hand trembles is no move. */
const DRAG_PX = 5
const MOST_ROWS = 60
const ROW_PX = 40

export type Span = { readonly from: number; readonly until: number }
export type Group = { readonly name: string; readonly turns: readonly Turn[] }

export function Timeline({
  span,
  groups,
  mayMove,
  troubled,
  onMove,
  onOpen,
}: {
  span: Span
  groups: readonly Group[]
  mayMove: boolean
  /** What does not fit, by turn, in words. */
  troubled: ReadonlyMap<string, readonly string[]>
  onMove: (turn: Turn, by_ms: number) => void
  onOpen: (turn: Turn) => void
}) {
  const { t } = useTranslation('patrols')
  const days = Math.round((span.until - span.from) / DAY_MS)
  const step_ms = (days > 1 ? 60 : 15) * MINUTE_MS
  const ticks = ticksOf(span, days)
  const at = (ms: number) => ((ms - span.from) / (span.until - span.from)) * 100
  return (
    <div className={style.timeline}>
      <p className={style.quiet}>{t(mayMove ? 'line.how' : 'line.read')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <section className={style.scrolled} tabIndex={0} aria-label={t('line.label')}>
        <div className={style.drawn} data-days={days}>
          <div className={style.axis} aria-hidden="true">
            {ticks.map(({ ms, word }) => (
              <span key={ms} className={style.tick} style={{ insetInlineStart: `${at(ms)}%` }}>
                {word}
              </span>
            ))}
          </div>
          {groups.map(({ name, turns }) => {
            const rows = rowsOf(turns)
            return (
              <fieldset key={name} className={style.group}>
                <legend>
                  <bdi dir="auto">{name}</bdi>
                </legend>
                {/* bars stand beside each other under one roof: one that is being moved stays the same when others come in above it */}
                <div className={style.rows} style={{ blockSize: `${Math.min(rows.length, MOST_ROWS) * ROW_PX}px` }}>
                  {ticks.map(({ ms }) => (
                    <span key={ms} className={style.rule} style={{ insetInlineStart: `${at(ms)}%` }} />
                  ))}
                  {rows
                    .slice(0, MOST_ROWS)
                    .flatMap((row, number) =>
                      row.map((turn) => (
                        <Bar
                          key={turn.id}
                          turn={turn}
                          row={number}
                          span={span}
                          step_ms={step_ms}
                          mayMove={mayMove && turn.state !== 'cancelled'}
                          troubles={troubled.get(turn.id) ?? []}
                          onMove={onMove}
                          onOpen={onOpen}
                        />
                      )),
                    )}
                </div>
                {rows.length > MOST_ROWS && <p className={style.quiet}>{t('line.more', { number: rows.length - MOST_ROWS })}</p>}
              </fieldset>
            )
          })}
        </div>
      </section>
    </div>
  )
}

/** By the hours of a day, or by its days; days of a change of the clock are longer or shorter. */
function ticksOf({ from, until }: Span, days: number): { ms: number; word: string }[] {
  if (days <= 1)
    return Array.from({ length: 8 }, (_, i) => from + (i * (until - from)) / 8).map((ms) => ({ ms, word: writeTime(ms, 'time') }))
  const day = new Intl.DateTimeFormat(locale(), { weekday: 'short', day: 'numeric', month: 'short' })
  const start = new Date(from)
  return Array.from({ length: days }, (_, i) => new Date(start.getFullYear(), start.getMonth(), start.getDate() + i).getTime()).map(
    (ms) => ({ ms, word: day.format(ms) }),
  )
}

function Bar({
  turn,
  row,
  span,
  step_ms,
  mayMove,
  troubles,
  onMove,
  onOpen,
}: {
  turn: Turn
  row: number
  span: Span
  step_ms: number
  mayMove: boolean
  troubles: readonly string[]
  onMove: (turn: Turn, by_ms: number) => void
  onOpen: (turn: Turn) => void
}) {
  const { t } = useTranslation('patrols')
  const { language } = useLanguage()
  /** How far it is moved and not saved. */
  const [by_ms, setBy] = useState(0)
  const held = useRef<{ x: number; width: number; moved: boolean } | undefined>(undefined)
  const towards = directionOf(language) === 'rtl' ? -1 : 1
  const whole = span.until - span.from
  const [from, until] = [Date.parse(turn.from) + by_ms, Date.parse(turn.until) + by_ms]
  const [start, end] = [Math.max(span.from, from), Math.min(span.until, until)]
  const times = `${writeTime(from, 'short')} – ${writeTime(until, 'short')}`
  const who = turn.officers.map(({ officer }) => officer).join(' · ')
  const save = (ms: number) => {
    setBy(0)
    if (ms !== 0) onMove(turn, ms)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const side = { ArrowRight: towards, ArrowLeft: -towards }[event.key]
    if (mayMove && side) {
      event.preventDefault()
      setBy((old) => old + side * (event.shiftKey ? DAY_MS : step_ms))
    } else if (by_ms !== 0 && event.key === 'Enter') {
      event.preventDefault()
      save(by_ms)
    } else if (by_ms !== 0 && event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      setBy(0)
    }
  }
  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    // a finger scrolls; who plans on a telephone has the form
    if (!mayMove || event.button !== 0 || event.pointerType === 'touch') return
    event.currentTarget.setPointerCapture(event.pointerId)
    held.current = { x: event.clientX, width: event.currentTarget.parentElement!.getBoundingClientRect().width, moved: false }
  }
  const onPointerMove = ({ clientX }: PointerEvent) => {
    const hold = held.current
    if (!hold) return
    const far = (clientX - hold.x) * towards
    if (!hold.moved && Math.abs(far) < DRAG_PX) return
    hold.moved = true
    setBy(Math.round(((far / hold.width) * whole) / step_ms) * step_ms)
  }
  return (
    <button
      type="button"
      className={style.bar}
      data-kind={turn.kind}
      data-state={turn.state}
      data-moved={by_ms !== 0 || undefined}
      data-troubled={troubles.length > 0 || undefined}
      hidden={end <= span.from || start >= span.until}
      style={{
        insetBlockStart: `${row * ROW_PX + 3}px`,
        insetInlineStart: `${((start - span.from) / whole) * 100}%`,
        inlineSize: `${(Math.max(0, end - start) / whole) * 100}%`,
      }}
      aria-label={[
        `${t(`kind.${turn.kind}`)} ${turn.title}`,
        times,
        ...(turn.kind === 'patrol' && who ? [who] : []),
        ...troubles,
        ...(by_ms !== 0 ? [t('line.unsaved')] : []),
      ].join('. ')}
      title={`${turn.title}\n${times}${who && turn.kind === 'patrol' ? `\n${who}` : ''}`}
      onKeyDown={onKeyDown}
      onBlur={() => setBy(0)}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        if (held.current?.moved) save(by_ms)
      }}
      onPointerCancel={() => {
        held.current = undefined
        setBy(0)
      }}
      onClick={() => {
        const moved = held.current?.moved
        held.current = undefined
        if (!moved && by_ms === 0) onOpen(turn)
      }}
    >
      {troubles.length > 0 && <IconAlertTriangle size={16} aria-hidden="true" />}
      <span className={style.barText} dir="auto">
        {turn.title}
        {by_ms !== 0 && <span className={style.barTimes}>{times}</span>}
      </span>
    </button>
  )
}
