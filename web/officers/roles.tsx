// Who has which role: for whoever has to answer for it.
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { Banner, Loading, PersonName, RefusalBanner, Section } from '../pieces/index.ts'
import style from './officers.module.css'
import { CLEARANCES, ROLES } from './powers.ts'

const MOST = 200

export function Roles() {
  const { t } = useTranslation('officers')
  const { term } = useTerm()
  const number = new Intl.NumberFormat(locale())
  const view = useView('officers.find-many', { disabled: false, limit: MOST })
  const { data } = view
  if (!data) return view.error ? <RefusalBanner error={view.error} onRetry={view.reload} /> : <Loading />
  return (
    <>
      {data.total > MOST && (
        <Banner tone="warning" title={t('roles.cut', { count: MOST, total: number.format(data.total) })}>
          <Link href="/officers">{t('roles.list')}</Link>
        </Banner>
      )}
      <div className={style.grid}>
        {[...ROLES].reverse().map((role) => {
          const holders = data.rows.filter(({ roles }) => roles.includes(role))
          return (
            <Section
              key={role}
              title={term('role', role)}
              actions={<Link href={`/officers?role=${role}`}>{t('roles.count', { count: holders.length })}</Link>}
            >
              <p className={style.quiet}>{t(`role.${role}`)}</p>
              {holders.length === 0 ? (
                <p className={style.flat}>{t('roles.nobody')}</p>
              ) : (
                <ul className={style.people}>
                  {holders.map((one) => (
                    <li key={one.id}>
                      <Link href={`/officers/account/${one.id}`}>
                        <PersonName name={one.name} />
                      </Link>
                      <span className={style.quiet}>
                        <bdi dir="auto">{one.unit}</bdi> · {term('classification', CLEARANCES[one.clearance] ?? '')}
                      </span>
                    </li>
                  ))}
                </ul>
              )}
            </Section>
          )
        })}
      </div>
    </>
  )
}
