// Machine text: MRZ, plates, numbers of documents, hashes; never mirrored, never translated.
import type { ReactNode } from 'react'
import style from './text.module.css'

/** Isolates machine text, left to right; `lines` keeps line breaks (MRZ), `break` lets long hashes wrap. */
/** Arabic and Hebrew letters with what stands between them. */
const RIGHT_TO_LEFT = /([\u0590-\u08ff]+(?:\s[\u0590-\u08ff]+)*)/

/**
 * Letters of a plate (`12345 | أ | 6`) stand in their own isolate, or they would take the number behind them to their other side. What
 * begins with such letters is read from the right as a whole (`س ص ع 1234`).
 */
export function isolated(text: string): { dir: 'ltr' | 'rtl'; parts: { from: number; text: string; isolate: boolean }[] } {
  let from = 0
  const parts = text.split(RIGHT_TO_LEFT).map((part, i) => {
    from += part.length
    return { from: from - part.length, text: part, isolate: i % 2 === 1 }
  })
  return { dir: parts[0]!.text === '' && parts.length > 1 ? 'rtl' : 'ltr', parts: parts.filter((part) => part.text !== '') }
}

export function Mono({ children, lines = false, breaks = false }: { children: ReactNode; lines?: boolean; breaks?: boolean }) {
  const { dir, parts } = isolated(typeof children === 'string' ? children : '')
  return (
    <bdi
      dir={dir}
      translate="no"
      tabIndex={lines ? 0 : undefined}
      className={`${style.mono} ${lines ? style.lines : ''} ${breaks ? style.breaks : ''}`}
    >
      {dir === 'rtl' || parts.length < 2
        ? children
        : parts.map(({ from, text, isolate }) => (isolate ? <bdi key={from}>{text}</bdi> : text))}
    </bdi>
  )
}
