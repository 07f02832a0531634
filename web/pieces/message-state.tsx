// Where a message is: waiting, delivered, opened, answered, each with its time; and who holds the ball.
import { IconArrowBackUp, IconBan, IconCheck, IconClockX, IconHourglass, IconMailOpened, IconMessageCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useTerm } from '../language/term.ts'
import { DateTime, writeTime } from './date-time.tsx'
import style from './message-state.module.css'

export type MessageStateCode = 'waiting' | 'delivered' | 'opened' | 'answered' | 'refused' | 'expired' | 'recalled'

const ICONS = {
  waiting: IconHourglass,
  delivered: IconCheck,
  opened: IconMailOpened,
  answered: IconMessageCheck,
  refused: IconBan,
  expired: IconClockX,
  recalled: IconArrowBackUp,
} as const

/** The state as a word with its icon, for rows. */
export function MessageMark({ state }: { state: MessageStateCode }) {
  const { term } = useTerm()
  const Icon = ICONS[state]
  return (
    <span className={`${style.mark} ${style[state] ?? ''}`} data-state={state}>
      <Icon size={16} aria-hidden="true" />
      {term('message-state', state)}
    </span>
  )
}

const ROAD = ['waiting', 'delivered', 'opened', 'answered'] as const

export type MessageTrackProps = {
  state: MessageStateCode
  /** When each state was reached; `waiting` is when it was sent. */
  times: Partial<Record<MessageStateCode, string>>
  /** Who has to do something now, and since when. */
  ball?: { holder: ReactNode; since?: string }
}

/** The four steps with their times. A refused, expired or recalled message ends where it ended and says so. */
export function MessageTrack({ state, times, ball }: MessageTrackProps) {
  const { t } = useTranslation()
  const { term } = useTerm()
  const broken = !ROAD.includes(state as never)
  const reached = broken ? ROAD.findLastIndex((step) => step !== 'answered' && times[step]) : ROAD.indexOf(state as never)
  const steps: MessageStateCode[] = broken ? [...ROAD.slice(0, reached + 1), state] : [...ROAD]
  return (
    <div className={style.box}>
      <ol className={style.track}>
        {steps.map((step, i) => {
          const current = step === state
          const look = broken && current ? style.ended : i <= reached ? style.done : ''
          return (
            <li key={step} className={`${style.step} ${look} ${current ? style.now : ''}`} aria-current={current ? 'step' : undefined}>
              <span className={style.word}>{term('message-state', step)}</span>
              {times[step] && <DateTime at={times[step]} form="short" />}
            </li>
          )
        })}
      </ol>
      {ball && (
        <p className={style.ball}>
          {t('message.ball')} <strong>{ball.holder}</strong>
          {ball.since && <> · {t('message.since', { time: writeTime(ball.since, 'short') })}</>}
        </p>
      )}
    </div>
  )
}
