// Something is being read: said in words, and only after a moment, so that fast answers do not flicker.
import { Loader } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import style from './states.module.css'

const BEFORE_SHOWN_MS = 250

/** Shows that work is under way. */
export function Loading({ label }: { label?: string }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), BEFORE_SHOWN_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className={style.loading} role="status" aria-live="polite">
      {shown && (
        <>
          <Loader size="sm" aria-hidden="true" />
          {label ?? t('page.loading')}
        </>
      )}
    </div>
  )
}
