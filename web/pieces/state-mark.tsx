// How a thing stands, in one word with a shape beside it: the shape and the word say it, the colour only helps.
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX, type IconProps } from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'
import style from './state-mark.module.css'

export type StateTone = 'good' | 'warning' | 'bad' | 'quiet'

const ICONS: Record<StateTone, ComponentType<IconProps>> = {
  good: IconCircleCheck,
  warning: IconAlertTriangle,
  bad: IconCircleX,
  quiet: IconCircleDashed,
}

/** Shows a state. `strong` for the one that a page is about; `icon` where the tone's own would say something else. */
export function StateMark({
  tone,
  strong = false,
  icon,
  children,
}: {
  tone: StateTone
  strong?: boolean
  icon?: ComponentType<IconProps>
  children: ReactNode
}) {
  const Icon = icon ?? ICONS[tone]
  return (
    <span className={`${style.mark} ${style[tone]} ${strong ? style.strong : ''}`}>
      <Icon size={18} aria-hidden="true" />
      <span>{children}</span>
    </span>
  )
}
