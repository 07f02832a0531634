// What is shown and how it looks: kinds, time, nearness, groups, colour, and what nodes are sized and ranked by.
import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { locale } from '../language/index.ts'
import { Toolbar } from '../pieces/index.ts'
import style from './analysis.module.css'
import { MEASURES, type MeasureName } from './messages.ts'
import { NO_FILTER } from './model.ts'
import type { ColourBy, GroupBy, Workbench } from './use-workbench.ts'

const KINDS = ['person', 'organisation', 'object', 'place', 'event'] as const
const MOST_LINK_KINDS = 12

export function Looks({ bench }: { bench: Workbench }) {
  const { t } = useTranslation('analysis')
  const { settings, change } = bench
  return (
    <Toolbar label={t('looks.label')}>
      <NativeSelect
        label={t('looks.measure')}
        value={settings.measure}
        data={MEASURES.map((value) => ({ value, label: t(`measure.${value}`) }))}
        onChange={(event) => change({ measure: event.currentTarget.value as MeasureName })}
      />
      <NativeSelect
        label={t('looks.colour')}
        value={settings.colour}
        data={(['community', 'kind', 'plain'] as const).map((value) => ({ value, label: t(`colour.${value}`) }))}
        onChange={(event) => change({ colour: event.currentTarget.value as ColourBy })}
      />
      <NativeSelect
        label={t('looks.group')}
        value={settings.group}
        data={(['none', 'community', 'kind'] as const).map((value) => ({ value, label: t(`group.${value}`) }))}
        onChange={(event) => change({ group: event.currentTarget.value as GroupBy })}
      />
      <Checkbox
        className={style.beside!}
        label={t('looks.directed')}
        checked={settings.directed}
        onChange={(event) => change({ directed: event.currentTarget.checked })}
      />
    </Toolbar>
  )
}

export function Filters({ bench }: { bench: Workbench }) {
  const { t } = useTranslation('analysis')
  const { settings, cut, summary, selected, talker } = bench
  const { filter } = settings
  const number = new Intl.NumberFormat(locale())
  if (!summary) return null
  const kinds = summary.element_kinds.flatMap((count, kind) => (count > 0 ? [kind] : []))
  const link_kinds = summary.link_kinds.map((one, i) => ({ ...one, i })).sort((a, b) => b.count - a.count)
  const toggle = (list: readonly number[] | null, all: readonly number[], one: number, on: boolean): number[] | null => {
    const next = on ? [...(list ?? all), one] : (list ?? all).filter((other) => other !== one)
    return all.every((other) => next.includes(other)) ? null : next
  }
  const near = async (steps: number) => {
    if (selected === null || !talker) return
    cut({ only: await talker.call('around', { centres: [selected], steps, most: 5_000, filter }) })
  }
  const is_cut = JSON.stringify(filter) !== JSON.stringify(NO_FILTER)
  return (
    <div className={style.filters}>
      {kinds.length > 1 && (
        <fieldset className={style.chips}>
          <legend>{t('filter.elements')}</legend>
          {kinds.map((kind) => (
            <Checkbox
              key={kind}
              size="xs"
              label={`${t(`kind.${KINDS[kind]}`)} ${number.format(summary.element_kinds[kind]!)}`}
              checked={filter.element_kinds?.includes(kind) ?? true}
              onChange={(event) => cut({ element_kinds: toggle(filter.element_kinds, kinds, kind, event.currentTarget.checked) })}
            />
          ))}
        </fieldset>
      )}
      {link_kinds.length > 1 && (
        <fieldset className={style.chips}>
          <legend>{t('filter.links')}</legend>
          {link_kinds.slice(0, MOST_LINK_KINDS).map(({ name, count, i }) => (
            <Checkbox
              key={i}
              size="xs"
              label={
                <>
                  <bdi dir="auto">{name === '' ? t('filter.no_kind') : name}</bdi> {number.format(count)}
                </>
              }
              checked={filter.link_kinds?.includes(i) ?? true}
              onChange={(event) =>
                cut({
                  link_kinds: toggle(
                    filter.link_kinds,
                    link_kinds.map((one) => one.i),
                    i,
                    event.currentTarget.checked,
                  ),
                })
              }
            />
          ))}
        </fieldset>
      )}
      {summary.time && <TimeSlider bench={bench} time={summary.time} untimed={summary.untimed} />}
      <div className={style.row}>
        <NativeSelect
          label={t('filter.least')}
          value={String(filter.least)}
          data={[0, 1, 2, 3, 5, 10].map((value) => ({ value: String(value), label: value === 0 ? t('filter.any') : number.format(value) }))}
          onChange={(event) => cut({ least: Number(event.currentTarget.value) })}
        />
        <div className={style.buttons}>
          <Button variant="default" disabled={selected === null} onClick={() => void near(1)}>
            {t('filter.near_one')}
          </Button>
          <Button variant="default" disabled={selected === null} onClick={() => void near(2)}>
            {t('filter.near_two')}
          </Button>
          {is_cut && (
            <Button variant="subtle" onClick={() => cut(NO_FILTER)}>
              {t('filter.all')}
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}

const SLIDES = 200

/** Two handles over the time of the links; those without a time stay, and are told of. */
function TimeSlider({
  bench: { settings, cut },
  time: { first, last, steps },
  untimed,
}: {
  bench: Workbench
  time: { first: number; last: number; steps: boolean }
  untimed: number
}) {
  const { t } = useTranslation('analysis')
  const id = useId()
  const places = steps ? Math.max(1, last - first) : SLIDES
  const toPlace = (moment: number) => Math.round(((moment - first) / Math.max(1, last - first)) * places)
  const toMoment = (place: number) => first + (place / places) * Math.max(1, last - first)
  const [range, setRange] = useState<[number, number]>([0, places])
  const now = settings.filter.time
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was chosen elsewhere
  useEffect(() => setRange(now ? [toPlace(now[0]), toPlace(now[1])] : [0, places]), [now, places])
  useEffect(() => {
    const timer = setTimeout(() => {
      const whole = range[0] === 0 && range[1] === places
      const wanted: [number, number] | null = whole ? null : [toMoment(range[0]), toMoment(range[1])]
      if (JSON.stringify(wanted) !== JSON.stringify(now && [toMoment(toPlace(now[0])), toMoment(toPlace(now[1]))])) cut({ time: wanted })
    }, 250)
    return () => clearTimeout(timer)
  })
  /** One phase alone, the next or the one before; from all of them it begins at the end that it comes from. */
  const walk = (step: 1 | -1) => {
    const at = now === null ? (step === 1 ? first : last) : step === 1 ? Math.min(last, now[0] + 1) : Math.max(first, now[1] - 1)
    cut({ time: [at, at] })
  }
  const write = (place: number) =>
    steps
      ? t('filter.step', { step: new Intl.NumberFormat(locale()).format(toMoment(place)) })
      : new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(toMoment(place))
  return (
    <fieldset className={style.time} aria-describedby={`${id}-told`}>
      <legend>{t('filter.time')}</legend>
      <label>
        <span>{t('filter.since')}</span>
        <input
          type="range"
          min={0}
          max={places}
          value={range[0]}
          aria-valuetext={write(range[0])}
          onChange={(event) => setRange([Math.min(Number(event.currentTarget.value), range[1]), range[1]])}
        />
        <output>{write(range[0])}</output>
      </label>
      <label>
        <span>{t('filter.until')}</span>
        <input
          type="range"
          min={0}
          max={places}
          value={range[1]}
          aria-valuetext={write(range[1])}
          onChange={(event) => setRange([range[0], Math.max(Number(event.currentTarget.value), range[0])])}
        />
        <output>{write(range[1])}</output>
      </label>
      {steps && (
        <div className={style.buttons}>
          <Button size="xs" variant="default" disabled={now !== null && now[1] <= first} onClick={() => walk(-1)}>
            {t('filter.back')}
          </Button>
          <Button size="xs" variant="default" disabled={now !== null && now[0] >= last} onClick={() => walk(1)}>
            {t('filter.on')}
          </Button>
        </div>
      )}
      {untimed > 0 && (
        <p id={`${id}-told`} className={style.quiet}>
          {t('filter.untimed', { number: new Intl.NumberFormat(locale()).format(untimed) })}
        </p>
      )}
    </fieldset>
  )
}
