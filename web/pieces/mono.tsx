// Machine text: MRZ, plates, numbers of documents, hashes; never mirrored, never translated.
import type { ReactNode } from 'react'
import style from './text.module.css'

/** Isolates left-to-right machine text; `lines` keeps line breaks (MRZ), `break` lets long hashes wrap. */
export function Mono({ children, lines = false, breaks = false }: { children: ReactNode; lines?: boolean; breaks?: boolean }) {
  return (
    <bdi
      dir="ltr"
      translate="no"
      tabIndex={lines ? 0 : undefined}
      className={`${style.mono} ${lines ? style.lines : ''} ${breaks ? style.breaks : ''}`}
    >
      {children}
    </bdi>
  )
}
