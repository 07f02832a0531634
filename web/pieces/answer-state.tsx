// The answer to a check: four states that nobody confuses, by word, shape and colour together; and one for not yet.
import type { ReactNode } from 'react'
import { useTerm } from '../language/term.ts'
import style from './answer-state.module.css'

export type Answer = 'hit' | 'no-hit' | 'refused' | 'no-answer'
export type AnswerOrWaiting = Answer | 'waiting'

const CLASS: Record<AnswerOrWaiting, string> = {
  hit: style.hit!,
  'no-hit': style.noHit!,
  refused: style.refused!,
  'no-answer': style.noAnswer!,
  waiting: style.waiting!,
}

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 2.2, strokeLinecap: 'round', strokeLinejoin: 'round' } as const

const SHAPES: Record<AnswerOrWaiting, ReactNode> = {
  hit: (
    <>
      <path d="M8 1.5h8L22.5 8v8L16 22.5H8L1.5 16V8z" fill="currentColor" />
      <path d="M12 6.2v7.2M12 17.3v.2" {...line} strokeWidth={2.8} stroke="var(--hit)" />
    </>
  ),
  'no-hit': (
    <>
      <circle cx="12" cy="12" r="10" {...line} />
      <path d="m7.3 12.4 3.2 3.2 6.2-6.8" {...line} />
    </>
  ),
  refused: (
    <>
      <rect x="2.5" y="2.5" width="19" height="19" rx="1.5" {...line} />
      <path d="M7 12h10" {...line} strokeWidth={3.4} />
    </>
  ),
  'no-answer': (
    <>
      <circle cx="12" cy="12" r="10" {...line} strokeDasharray="3.6 4.25" />
      <path d="M7.5 12h.01M12 12h.01M16.5 12h.01" {...line} strokeWidth={3} />
    </>
  ),
  waiting: <path d="M12 2.5a9.5 9.5 0 1 1-9.5 9.5" {...line} />,
}

/** Shows an answer: as a mark in a row, or filling the screen of a front-line officer with one sentence below the word. */
export function AnswerState({
  answer,
  variant = 'mark',
  children,
}: {
  answer: AnswerOrWaiting
  variant?: 'mark' | 'banner'
  children?: ReactNode
}) {
  const { term } = useTerm()
  const shape = (
    <svg className={style.shape} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {SHAPES[answer]}
    </svg>
  )
  if (variant === 'mark')
    return (
      <span className={`${style.mark} ${CLASS[answer]}`} data-answer={answer}>
        {shape}
        {term('check-answer', answer)}
      </span>
    )
  return (
    <div className={`${style.banner} ${CLASS[answer]}`} data-answer={answer} role="status">
      {shape}
      <div>
        <p className={style.word}>{term('check-answer', answer)}</p>
        {children && <div className={style.say}>{children}</div>}
      </div>
    </div>
  )
}
