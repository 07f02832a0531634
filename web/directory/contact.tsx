// A contact point: how to reach it first, then who, when, in which languages, for what; and when that was last confirmed.
import { IconMail, IconPhone } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { locale, useLanguage } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { DateTime, Facts, MemberName } from '../pieces/index.ts'
import style from './directory.module.css'
import { type Contact, dialled, type Names, nameIn } from './types.ts'

/** A name in the reader's language, marked where it is in another. */
export function NameOf({ names }: { names: Names | null }) {
  const { language } = useLanguage()
  const name = nameIn(names, language)
  return (
    <bdi dir="auto" lang={name.language}>
      {name.text}
    </bdi>
  )
}

export function Telephone({ number, strong = false }: { number: string; strong?: boolean }) {
  return (
    <a className={`${style.telephone} ${strong ? style.strong : ''}`} href={dialled(number)}>
      <IconPhone size={strong ? 22 : 18} aria-hidden="true" />
      <bdi dir="ltr" translate="no">
        {number}
      </bdi>
    </a>
  )
}

export function Email({ address }: { address: string }) {
  return (
    <a className={style.telephone} href={`mailto:${address}`}>
      <IconMail size={18} aria-hidden="true" />
      <bdi dir="ltr" translate="no">
        {address}
      </bdi>
    </a>
  )
}

/** Languages by their names in the reader's language. */
export const writeLanguage = (code: string): string => {
  try {
    return new Intl.DisplayNames([locale()], { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}

/** When a contact point was last confirmed; one that was not confirmed for 90 days says so. */
export function Confirmed({ contact }: { contact: Pick<Contact, 'last_confirmed' | 'stale'> }) {
  const { t } = useTranslation('directory')
  return (
    <p className={contact.stale ? style.stale : style.quiet}>
      {contact.stale && <strong>{t('stale.mark')} · </strong>}
      {t('confirmed.last')} <DateTime at={contact.last_confirmed} form="date" />
      {contact.stale && <> · {t('stale.why')}</>}
    </p>
  )
}

export function ContactCard({ contact, withMember = false }: { contact: Contact; withMember?: boolean }) {
  const { t } = useTranslation('directory')
  const { term } = useTerm()
  const always = contact.hours.kind === 'always'
  return (
    <article className={style.contact}>
      <header className={style.contactHead}>
        <h3 className={style.contactName}>
          <NameOf names={contact.names} />
        </h3>
        <p className={style.quiet}>
          {term('contact-kind', contact.kind)}
          {withMember && (
            <>
              {' · '}
              <MemberName id={contact.member} network={contact.network} />
            </>
          )}
          {contact.unit_names && (
            <>
              {' · '}
              <NameOf names={contact.unit_names} />
            </>
          )}
        </p>
      </header>
      <div className={style.reach}>
        {contact.telephone.map((number, i) => (
          <span key={number} className={style.reachOne}>
            {always && i === 0 && <span className={style.always}>{t('hours.always')}</span>}
            <Telephone number={number} />
          </span>
        ))}
        {contact.email.map((address) => (
          <Email key={address} address={address} />
        ))}
      </div>
      <Facts
        items={[
          [t('contact.holder'), contact.holder && <bdi dir="auto">{contact.holder}</bdi>],
          [
            t('contact.hours'),
            contact.hours.kind === 'stated' ? (
              <>
                <bdi dir="auto">{contact.hours.text}</bdi> (<bdi dir="ltr">{contact.hours.time_zone}</bdi>)
              </>
            ) : (
              t('hours.always')
            ),
          ],
          [t('contact.languages'), contact.languages.map(writeLanguage).join(' · ')],
          [
            t('contact.crime_areas'),
            contact.crime_areas.length === 0
              ? t('contact.all_areas')
              : contact.crime_areas.map((code) => term('crime-area', code)).join(' · '),
          ],
          [
            t('contact.deputies'),
            contact.deputies.length > 0 ? (
              <span key="d" className={style.stack}>
                {contact.deputies.map((deputy, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: deputies stand in their order
                  <span key={i} className={style.reach}>
                    {deputy.holder && <bdi dir="auto">{deputy.holder}</bdi>}
                    {deputy.telephone && <Telephone number={deputy.telephone} />}
                    {deputy.email && <Email address={deputy.email} />}
                  </span>
                ))}
              </span>
            ) : undefined,
          ],
          [t('contact.address'), contact.address && <bdi dir="auto">{contact.address}</bdi>],
        ]}
      />
      <Confirmed contact={contact} />
    </article>
  )
}
