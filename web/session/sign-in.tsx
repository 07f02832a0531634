// The first page: whose node this is, and how to come in.
import { useTranslation } from 'react-i18next'
import { useView } from '../api/hooks.ts'
import { useWindowTitle } from '../pieces/page.tsx'
import { LanguageRow } from './language-row.tsx'
import { useSessionHandle } from './session.tsx'
import style from './sign-in.module.css'
import { SignInForm } from './sign-in-form.tsx'

export default function SignIn() {
  const { t } = useTranslation('session')
  const { reload } = useSessionHandle()
  const options = useView('session.options', {})
  useWindowTitle(t('title'))
  return (
    <div className={style.page}>
      <header className={style.head}>
        <span className={style.brand}>
          <img src="/mark.svg" width="28" height="28" alt="" />
          <bdi>Portolan</bdi>
        </span>
        <LanguageRow />
      </header>
      <main className={style.main}>
        <h1 className={style.title}>{t('title')}</h1>
        <p className={style.node}>{options.data?.node ? <bdi dir="auto">{options.data.node.name}</bdi> : t('what')}</p>
        <SignInForm onSignedIn={reload} />
        <p className={style.notice}>{t('notice')}</p>
      </main>
    </div>
  )
}
