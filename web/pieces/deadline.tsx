// A time limit in words: what is left, of how much; its tone changes before its colour.
import { IconAlertTriangle, IconCheck, IconClock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { locale } from '../language/index.ts'
import { inUnit, writeDuration, writeTime, zoneName } from './date-time.tsx'
import style from './deadline.module.css'
import { useNow } from './now.ts'

export type Tone = 'calm' | 'near' | 'urgent' | 'over' | 'kept' | 'missed'

/** How pressing a limit is: half used is near, three quarters urgent. */
export function toneOf(from_ms: number, due_ms: number, now_ms: number, answered_ms?: number): Tone {
  if (answered_ms !== undefined) return answered_ms <= due_ms ? 'kept' : 'missed'
  if (now_ms > due_ms) return 'over'
  const left = (due_ms - now_ms) / Math.max(due_ms - from_ms, 1)
  return left > 0.5 ? 'calm' : left > 0.25 ? 'near' : 'urgent'
}

/** Counts down from the receipt (`from`) to `due`; once `answered`, says whether the limit was kept. `withDue` adds the moment and its zone. */
export function Deadline({
  from,
  due,
  answered,
  withDue = false,
}: {
  from: string
  due: string
  answered?: string | undefined
  withDue?: boolean
}) {
  const { t } = useTranslation()
  const now = useNow()
  const start = Date.parse(from)
  const end = Date.parse(due)
  const tone = toneOf(start, end, now, answered ? Date.parse(answered) : undefined)
  const left = inUnit(end - now)
  const total = inUnit(end - start)
  const of = left.unit === total.unit ? new Intl.NumberFormat(locale()).format(total.value) : writeDuration(end - start)
  const words =
    tone === 'kept'
      ? t('deadline.kept', { time: writeDuration(Date.parse(answered ?? due) - start) })
      : tone === 'missed'
        ? t('deadline.missed', { by: writeDuration(Date.parse(answered ?? due) - end) })
        : tone === 'over'
          ? t('deadline.over', { by: writeDuration(now - end) })
          : t('deadline.left', { count: left.value, left: writeDuration(end - now), of })
  const Icon = tone === 'kept' ? IconCheck : tone === 'over' || tone === 'missed' ? IconAlertTriangle : IconClock
  const at = t('deadline.due', { time: writeTime(end, 'short'), zone: zoneName(end) })
  return (
    <span title={at} className={style.box}>
      <span className={`${style.deadline} ${style[tone === 'missed' ? 'over' : tone]}`} data-tone={tone}>
        <Icon className={style.icon} size={16} aria-hidden="true" />
        {words}
      </span>
      {withDue && <span className={style.due}>{at}</span>}
    </span>
  )
}
