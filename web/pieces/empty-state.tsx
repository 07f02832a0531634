// Nothing here: says so and teaches the next step.
import type { ReactNode } from 'react'
import style from './states.module.css'

/** Shows that there is nothing, why, and what can be done. */
export function EmptyState({ title, children, actions }: { title: ReactNode; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className={style.box}>
      <p className={style.title}>{title}</p>
      {children && <div className={style.text}>{children}</div>}
      {actions && <div className={style.actions}>{actions}</div>}
    </div>
  )
}
