// The map of a command post: posts, events, incidents, results and patrols on sea and land, by hour and kind; the same as a list.
import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { type PointerEvent, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { locale } from '../language/index.ts'
import { Basemap, fitted, MapName, namesApart, type Position, useSheet } from '../pieces/basemap.tsx'
import { EmptyState, MemberName, useListState, useNow, writeTime } from '../pieces/index.ts'
import { Glyph, Sign } from './glyph.tsx'
import style from './map.module.css'
import common from './operations.module.css'
import { gathered, hoursOf, isMapped, isWithin, MAPPED, type Mapped, type Placed, placedOf, startOf } from './placed.ts'
import { useThingWords, useTitleOf } from './said.tsx'
import { OneThing } from './thing.tsx'
import type { Team, Thing } from './types.ts'
import { mayBePut } from './work.tsx'

const HOUR_MS = 3_600_000
const SPANS = [1, 3, 6, 12, 24] as const
const MOST_HOURS = 48
const MOST_LISTED = 100
const MOST_NAMES = 12
const LONGEST_NAME = 24
const APART = 26
const MARGIN = 60
const STEP = 2
/** An action day may be in one bay: from 200 km to the sheet, and by hand down to where the coarse shore helps no more. */
const CLOSEST = 24_000
const MOST_SCALE = 200_000
/** Less of a way is a click, not a pull. */
const CLICK = 4
/** What is dated a little ahead, by a clock that is. */
const AHEAD_MS = 60_000

interface Look {
  readonly centre: Position
  readonly times: number
}

export default function PostMap({ team, things }: { team: Team; things: readonly Thing[] }) {
  const { t } = useTranslation('operations')
  const words = useThingWords()
  const state = useListState(['hour', 'without'])
  const now = useNow()
  const number = new Intl.NumberFormat(locale())
  const placed = useMemo(() => placedOf(things), [things])
  const without = new Set((state.filters.without ?? '').split('.').filter(isMapped))
  const ofKinds = placed.filter(({ kind }) => !without.has(kind))
  const hours = hoursOf(ofKinds, MOST_HOURS)
  const [begin, end] = spanOf(state.filters.hour, now)
  const shown = ofKinds.filter((one) => isWithin(one, begin, end))
  const [picked, setPicked] = useState<readonly string[]>([])
  const chosen = picked.flatMap((id) => placed.find(({ thing }) => thing.id === id) ?? [])
  const details = useRef<HTMLDivElement>(null)
  const pick = (ids: readonly string[]) => {
    setPicked(ids)
    requestAnimationFrame(() => details.current?.scrollIntoView({ block: 'nearest' }))
  }
  const writeHour = (hour: number) => `${writeTime(startOf(hour), 'short')} – ${writeTime(startOf(hour + 1), 'time')}`
  return (
    <div className={style.stack}>
      <div className={style.filters}>
        <fieldset className={style.kinds}>
          <legend>{t('map.kinds')}</legend>
          {MAPPED.map((kind) => (
            <Checkbox
              key={kind}
              checked={!without.has(kind)}
              onChange={() => {
                const next = MAPPED.filter((one) => without.has(one) !== (one === kind))
                state.set({ filters: { without: next.join('.') } })
              }}
              label={
                <span className={style.label}>
                  <Sign kind={kind} />
                  {words.kind(kind)} ({number.format(placed.filter((one) => one.kind === kind).length)})
                </span>
              }
            />
          ))}
        </fieldset>
        <NativeSelect
          label={t('map.when')}
          value={state.filters.hour ?? ''}
          onChange={(event) => state.set({ filters: { hour: event.currentTarget.value } })}
          data={[
            { value: '', label: t('map.all_hours') },
            ...SPANS.map((span) => ({ value: `last-${span}`, label: t('map.last', { span: number.format(span) }) })),
            ...hours.map(({ hour, count }) => ({ value: String(hour), label: `${writeHour(hour)} (${number.format(count)})` })),
          ]}
        />
      </div>
      {placed.length === 0 ? (
        <EmptyState title={t('map.none')}>{t('map.none_text')}</EmptyState>
      ) : (
        <>
          <Drawn shown={shown} picked={picked} onPick={pick} />
          <div ref={details} aria-live="polite">
            {chosen.length > 0 && (
              <div className={style.stack}>
                <div className={common.row}>
                  <h3 className={common.heading}>
                    {chosen.length === 1 ? t('map.chosen') : t('map.here', { number: number.format(chosen.length) })}
                  </h3>
                  <Button size="compact-sm" variant="default" onClick={() => setPicked([])}>
                    {t('map.close')}
                  </Button>
                </div>
                <ul className={common.cards}>
                  {chosen.slice(0, MOST_LISTED).map(({ thing }) => (
                    <OneThing key={thing.id} team={team} thing={thing} things={things} mayPut={mayBePut(team, thing.kind)} />
                  ))}
                </ul>
              </div>
            )}
          </div>
          <Listed team={team} shown={shown} onPick={pick} />
        </>
      )}
    </div>
  )
}

/** From when to when the chosen hour reaches; an hour of the address that is none is all of them. */
function spanOf(chosen: string | undefined, now: number): readonly [number, number] {
  const span = SPANS.find((one) => chosen === `last-${one}`)
  if (span) return [now - span * HOUR_MS, now + AHEAD_MS]
  const hour = chosen && /^\d{6}$/.test(chosen) ? Number(chosen) : undefined
  return hour === undefined ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] : [startOf(hour), startOf(hour + 1)]
}

function Drawn({
  shown,
  picked,
  onPick,
}: {
  shown: readonly Placed[]
  picked: readonly string[]
  onPick: (ids: readonly string[]) => void
}) {
  const { t } = useTranslation('operations')
  const titleOf = useTitleOf()
  const sheet = useSheet({ beside: true })
  const number = new Intl.NumberFormat(locale())
  const [look, setLook] = useState<Look | undefined>()
  const [pull, setPull] = useState<readonly [number, number] | undefined>()
  const began = useRef<{ x: number; y: number; per: number } | undefined>(undefined)
  const positions = useMemo(() => shown.flatMap(({ position }) => (position ? [position] : [])), [shown])
  // a list that is read again says the same: what is looked at stays where it is
  const told = JSON.stringify(positions)
  const whole = useMemo(() => fitted(JSON.parse(told) as Position[], sheet, MARGIN, CLOSEST), [told, sheet])
  const projection = useMemo(() => {
    if (!look) return whole
    const near = fitted(JSON.parse(told) as Position[], sheet, MARGIN, CLOSEST)
    const [x, y] = near.scale(whole.scale() * look.times)([...look.centre]) ?? [0, 0]
    const [left, top] = near.translate()
    return near.translate([left + sheet.width / 2 - x, top + sheet.height / 2 - y])
  }, [whole, look, told, sheet])
  const most_near = Math.max(1, MOST_SCALE / whole.scale())
  const centre = (): Position => projection.invert?.([sheet.width / 2, sheet.height / 2]) ?? [0, 0]
  const nearer = (to: Position, times: number) => {
    const next = Math.min(most_near, (look?.times ?? 1) * times)
    setLook(next < 1 ? undefined : { centre: to, times: next })
  }
  if (positions.length === 0) return <EmptyState title={t('map.no_position')}>{t('map.none_text')}</EmptyState>
  const spots = shown.flatMap((one) => {
    const point = one.position && projection([...one.position])
    return point ? [{ ...one, point: point as [number, number] }] : []
  })
  const gatherings = gathered(spots, APART)
  const named = namesApart(
    gatherings.flatMap(({ point, all }) => {
      const post = all.find(({ kind }) => kind === 'post')
      const label = post && titleOf(post.thing)
      return label ? [{ label: label.length > LONGEST_NAME ? `${label.slice(0, LONGEST_NAME)}…` : label, weight: all.length, point }] : []
    }),
    MOST_NAMES,
  )
  const choose = ({ point, all }: (typeof gatherings)[number]) => {
    const spread = all.some(({ point: [x, y] }) => Math.hypot(x - point[0], y - point[1]) > 1)
    if (all.length > 1 && spread && (look?.times ?? 1) < most_near) {
      const [x, y] = all.reduce(([u, v], one) => [u + one.point[0] / all.length, v + one.point[1] / all.length], [0, 0])
      nearer(projection.invert?.([x, y]) ?? centre(), STEP * STEP)
    } else onPick(all.map(({ thing }) => thing.id))
  }
  const pulling = {
    onPointerDown(event: PointerEvent) {
      // a finger scrolls the page
      if (event.pointerType !== 'mouse' || event.button !== 0) return
      const { width } = event.currentTarget.getBoundingClientRect()
      began.current = { x: event.clientX, y: event.clientY, per: sheet.width / width }
    },
    onPointerMove(event: PointerEvent) {
      if (!began.current) return
      const { x, y, per } = began.current
      const way = [(event.clientX - x) * per, (event.clientY - y) * per] as const
      if (pull || Math.hypot(...way) > CLICK) {
        event.currentTarget.setPointerCapture(event.pointerId)
        setPull(way)
      }
    },
    onPointerUp() {
      began.current = undefined
      if (!pull) return
      const [x, y] = [sheet.width / 2 - pull[0], sheet.height / 2 - pull[1]]
      setLook({ centre: projection.invert?.([x, y]) ?? centre(), times: look?.times ?? 1 })
      setPull(undefined)
    },
  }
  return (
    <figure className={style.frame}>
      <div className={pull ? style.held : style.hand} {...pulling} onPointerCancel={pulling.onPointerUp}>
        <Basemap
          projection={projection}
          sheet={sheet}
          label={t('map.label', { things: number.format(spots.length), places: number.format(gatherings.length) })}
          {...(pull && { shift: pull })}
        >
          {gatherings.map((one) => {
            const { point, all } = one
            const only = all.length === 1 ? all[0]! : undefined
            const is_chosen = all.some(({ thing }) => picked.includes(thing.id))
            return (
              // biome-ignore lint/a11y/noStaticElementInteractions: a second way; the list below is the first
              <g key={all[0]!.thing.id} className={style.spot} onClick={() => choose(one)}>
                <title>{only ? (titleOf(only.thing) ?? t('thing.untitled')) : t('map.here', { number: number.format(all.length) })}</title>
                {only ? (
                  <Glyph kind={only.kind} x={point[0]} y={point[1]} size={1.3} chosen={is_chosen} />
                ) : (
                  <>
                    <circle cx={point[0]} cy={point[1]} r={11 + 2 * Math.sqrt(all.length)} className={style.gathering} />
                    <text x={point[0]} y={point[1]} className={style.number}>
                      {number.format(all.length)}
                    </text>
                    {kindsIn(all).map((kind, i, kinds) => (
                      <Glyph
                        key={kind}
                        kind={kind}
                        x={point[0] + (i - (kinds.length - 1) / 2) * 13}
                        y={point[1] + 19 + 2 * Math.sqrt(all.length)}
                        size={0.6}
                      />
                    ))}
                  </>
                )}
              </g>
            )
          })}
          {named.map(({ label, point, weight }) => (
            <MapName key={`${label} ${point.join(' ')}`} x={point[0]} y={point[1] - (weight > 1 ? 20 + Math.sqrt(weight) : 16)} middle>
              {label}
            </MapName>
          ))}
        </Basemap>
      </div>
      <div className={style.controls}>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('map.nearer')}
          title={t('map.nearer')}
          onClick={() => nearer(centre(), STEP)}
        >
          +
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('map.farther')}
          title={t('map.farther')}
          onClick={() => nearer(centre(), 1 / STEP)}
        >
          −
        </Button>
        <Button size="compact-sm" variant="default" aria-label={t('map.whole')} title={t('map.whole')} onClick={() => setLook(undefined)}>
          ⤢
        </Button>
      </div>
      <figcaption className={style.told}>
        <span>{t('map.told', { things: number.format(spots.length), unplaced: number.format(shown.length - positions.length) })}</span>
        <span>{t('map.source')}</span>
      </figcaption>
    </figure>
  )
}

const kindsIn = (all: readonly { readonly kind: Mapped }[]): Mapped[] => MAPPED.filter((kind) => all.some((one) => one.kind === kind))

/** All that the map shows, and what has no position, for whoever does not see the map or does not point. */
function Listed({ team, shown, onPick }: { team: Team; shown: readonly Placed[]; onPick: (ids: readonly string[]) => void }) {
  const { t } = useTranslation('operations')
  const words = useThingWords()
  const titleOf = useTitleOf()
  const number = new Intl.NumberFormat(locale())
  const inOrder = [...shown].sort(
    (a, b) => (b.from ?? Number.POSITIVE_INFINITY) - (a.from ?? Number.POSITIVE_INFINITY) || (a.thing.id < b.thing.id ? -1 : 1),
  )
  return (
    <details>
      <summary className={style.summary}>{t('map.list', { number: number.format(shown.length) })}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <section className={style.bounded} tabIndex={0} aria-label={t('map.list', { number: number.format(shown.length) })}>
        <table className={common.table}>
          <thead>
            <tr>
              <th scope="col">{t('map.what')}</th>
              <th scope="col">{t('members.member')}</th>
              <th scope="col">{words.field('event', 'happened_at')}</th>
              <th scope="col">{words.field('event', 'place')}</th>
            </tr>
          </thead>
          <tbody>
            {inOrder.slice(0, MOST_LISTED).map(({ thing, kind, from, place, position }) => (
              <tr key={thing.id}>
                <th scope="row">
                  <button type="button" className={style.pick} onClick={() => onPick([thing.id])}>
                    <Sign kind={kind} />
                    <span>
                      {words.kind(kind)}: <bdi dir="auto">{titleOf(thing) ?? t('thing.untitled')}</bdi>
                    </span>
                  </button>
                </th>
                <td>
                  <MemberName id={thing.by} network={team.network} hideCode />
                </td>
                <td>{from === undefined ? t('map.all_day') : writeTime(from, 'short')}</td>
                <td>
                  {place && <bdi dir="auto">{place}</bdi>}
                  {position ? (
                    <>
                      {place && ' · '}
                      <bdi dir="ltr">{`${position[1].toFixed(3)}, ${position[0].toFixed(3)}`}</bdi>
                    </>
                  ) : (
                    <span className={common.quiet}> {t('map.unplaced')}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {shown.length > MOST_LISTED && <p className={common.quiet}>{t('work.only_newest', { number: number.format(MOST_LISTED) })}</p>}
    </details>
  )
}
