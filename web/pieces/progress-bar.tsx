// Long work: how far it is, that it can be left, and how to stop it.
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { locale } from '../language/index.ts'
import style from './states.module.css'

export type ProgressBarProps = {
  label: string
  done: number
  /** Unknown while it is still being counted. */
  total?: number
  /** Says that the page may be left. */
  leavable?: boolean
  onStop?: () => void
}

/** Shows progress in numbers and as a bar. */
export function ProgressBar({ label, done, total, leavable = false, onStop }: ProgressBarProps) {
  const { t } = useTranslation()
  const number = new Intl.NumberFormat(locale())
  const words = total === undefined ? number.format(done) : t('progress.of', { done: number.format(done), total: number.format(total) })
  return (
    <div className={style.progress}>
      <div className={style.progressHead}>
        <strong>{label}</strong>
        <span aria-live="polite">{words}</span>
      </div>
      <progress className={style.bar} aria-label={label} max={total ?? 1} value={total === undefined ? undefined : Math.min(done, total)} />
      {(leavable || onStop) && (
        <div className={style.progressHead}>
          <p className={style.quiet}>{leavable && t('progress.leave')}</p>
          {onStop && (
            <Button variant="default" size="xs" onClick={onStop}>
              {t('progress.stop')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
