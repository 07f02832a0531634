// Says that something is made up for the demonstration.
import { IconFlask } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import style from './states.module.css'

/** Marks a synthetic record or node. */
export function DemoMark() {
  const { t } = useTranslation()
  return (
    <span className={style.demo}>
      <IconFlask size={14} aria-hidden="true" />
      {t('demo.mark')}
    </span>
  )
}
