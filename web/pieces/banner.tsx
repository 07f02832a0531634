// A statement above the work: what is so, and what to do about it.
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import style from './states.module.css'

export type BannerTone = 'info' | 'good' | 'warning' | 'error'

const ICONS = { info: IconInfoCircle, good: IconCircleCheck, warning: IconAlertTriangle, error: IconAlertTriangle } as const

/** Shows a statement; errors are announced at once, the others politely. */
export function Banner({
  tone = 'info',
  title,
  actions,
  children,
}: {
  tone?: BannerTone
  title?: ReactNode
  actions?: ReactNode
  children?: ReactNode
}) {
  const Icon = ICONS[tone]
  return (
    <div className={`${style.banner} ${style[tone]}`} role={tone === 'error' ? 'alert' : 'status'}>
      <Icon size={20} aria-hidden="true" />
      <div className={style.bannerText}>
        {title && <p className={style.bannerTitle}>{title}</p>}
        {children && <div>{children}</div>}
      </div>
      {actions}
    </div>
  )
}
