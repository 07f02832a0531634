// Moments and days as the reader writes them, with the time zone said; the exact instant on request.
import { useTranslation } from 'react-i18next'
import { locale } from '../language/index.ts'
import style from './text.module.css'

type Style = 'full' | 'short' | 'time' | 'date'

const FORMS: Record<Style, Intl.DateTimeFormatOptions> = {
  full: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' },
  short: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
}

/** Writes an instant in the present language and the device's time zone. */
export function writeTime(instant: string | number | Date, form: Style = 'full', timeZone?: string): string {
  const date = new Date(instant)
  if (Number.isNaN(date.getTime())) return String(instant)
  return new Intl.DateTimeFormat(locale(), { ...FORMS[form], timeZone }).format(date)
}

/** The device's time zone as a short name, like CET or GMT+1. */
export function zoneName(instant: number = Date.now()): string {
  const parts = new Intl.DateTimeFormat(locale(), { timeZoneName: 'short' }).formatToParts(instant)
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
}

/** Shows an instant. Forms other than `full` say the zone and the UTC time in the title. */
export function DateTime({ at, form = 'full' }: { at: string | number; form?: Style }) {
  const { t } = useTranslation()
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return <span>{String(at)}</span>
  const title = `${writeTime(date)}\n${t('time.utc', { time: date.toISOString().slice(0, 16).replace('T', ' ') })}`
  return (
    <time dateTime={date.toISOString()} title={title} className={style.time}>
      {writeTime(date, form)}
    </time>
  )
}

const DAY = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/

/** Writes a calendar day that has no time zone (birth, expiry), also when only the year or month is known. */
export function writeDay(day: string): string {
  const found = DAY.exec(day)
  if (!found) return day
  const date = new Date(Date.UTC(Number(found[1]), Number(found[2] ?? 1) - 1, Number(found[3] ?? 1)))
  const form: Intl.DateTimeFormatOptions = { year: 'numeric', timeZone: 'UTC' }
  if (found[2]) form.month = 'short'
  if (found[3]) form.day = 'numeric'
  return new Intl.DateTimeFormat(locale(), form).format(date)
}

/** Shows a day (`2001-05`, `2001-05-31`); with `hijri` the record's own Hijri date beside it. */
export function Day({ day, hijri }: { day: string; hijri?: string | undefined }) {
  return (
    <span>
      <time dateTime={day} className={style.time}>
        {writeDay(day)}
      </time>
      {hijri && (
        <>
          {' '}
          <span className={style.hijri}>
            (<bdi>{hijri}</bdi>)
          </span>
        </>
      )}
    </span>
  )
}

/** Writes how long, in its largest whole unit that says enough: minutes under an hour, hours under two days, else days. */
export function writeDuration(duration_ms: number): string {
  const { value, unit } = inUnit(duration_ms)
  return new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'long' }).format(value)
}

/** The number and unit that `writeDuration` writes. Rounds down, so that nothing is promised that is not there. */
export function inUnit(duration_ms: number): { value: number; unit: 'minute' | 'hour' | 'day' } {
  const minutes = Math.floor(Math.abs(duration_ms) / 60_000)
  if (minutes < 60) return { value: minutes, unit: 'minute' }
  if (minutes < 48 * 60) return { value: Math.floor(minutes / 60), unit: 'hour' }
  return { value: Math.floor(minutes / 1440), unit: 'day' }
}
