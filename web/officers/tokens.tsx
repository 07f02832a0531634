// All tokens of the own member.
import { useTranslation } from 'react-i18next'
import style from './officers.module.css'
import { TokenTable } from './token-table.tsx'

export function Tokens() {
  const { t } = useTranslation('officers')
  return (
    <>
      <TokenTable />
      <p className={style.note}>{t('token.what')}</p>
    </>
  )
}
