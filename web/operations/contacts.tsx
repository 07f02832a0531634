// How to reach everybody on an action day: the posts, and of each party of the team who answers at all hours, as its directory says.
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useView } from '../api/hooks.ts'
import { Confirmed, NameOf, Telephone } from '../directory/contact.tsx'
import { inOrder } from '../directory/types.ts'
import { useLanguage } from '../language/index.ts'
import { EmptyState, Loading, MemberName, RefusalBanner, Section } from '../pieces/index.ts'
import { isName } from '../pieces/typed.ts'
import style from './operations.module.css'
import type { Team, Thing } from './types.ts'

const MOST = 200
const EVERY_MS = 300_000

export function Contacts({ team, things }: { team: Team; things: readonly Thing[] }) {
  const { t } = useTranslation('operations')
  const posts = things.filter(({ kind, withdrawn }) => kind === 'post' && !withdrawn)
  return (
    <Section title={t('post.contacts')}>
      <div className={style.stack}>
        {posts.length === 0 ? (
          <EmptyState title={t('post.no_contacts')} />
        ) : (
          <ul className={style.messages}>
            {posts.map(({ id, fields }) => {
              const { name, member, telephone, place } = Object.fromEntries(Object.entries(fields).map(([key, { value }]) => [key, value]))
              return (
                <li key={id}>
                  <strong>{isName(name) && <bdi dir="auto">{name.name}</bdi>}</strong>
                  <span>
                    {typeof member === 'string' && <MemberName id={member} network={team.network} hideCode />}
                    {isName(place) && (
                      <>
                        {' '}
                        · <bdi dir="auto">{place.name}</bdi>
                      </>
                    )}
                  </span>
                  {isName(telephone) && <Telephone number={telephone.name} />}
                </li>
              )
            })}
          </ul>
        )}
        <h3 className={style.heading}>{t('post.parties')}</h3>
        <ul className={style.messages}>
          {team.members.map((member) => (
            <PartyContacts key={member} team={team} member={member} />
          ))}
        </ul>
      </div>
    </Section>
  )
}

/** Those of a party that answer at all hours; where it has stated none, that is said. */
function PartyContacts({ team, member }: { team: Team; member: string }) {
  const { t } = useTranslation('operations')
  const { language } = useLanguage()
  const view = useView('directory.find-contacts', { network: team.network, member, limit: MOST }, { every_ms: EVERY_MS })
  const always = inOrder(view.data?.rows ?? [], language).filter(({ hours }) => hours.kind === 'always')
  return (
    <li>
      <strong>
        <Link href={`/directory/members/${member}`}>
          <MemberName id={member} network={team.network} hideCode />
        </Link>
      </strong>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {view.data && always.length === 0 && <span className={style.quiet}>{t('post.no_party')}</span>}
      {always.map((contact) => (
        <div key={`${contact.member} ${contact.id}`} className={style.stackTight}>
          <span>
            <NameOf names={contact.names} />
            {contact.holder && (
              <>
                {' '}
                · <bdi dir="auto">{contact.holder}</bdi>
              </>
            )}
          </span>
          <span className={style.row}>
            {contact.telephone.map((number) => (
              <Telephone key={number} number={number} />
            ))}
          </span>
          {contact.stale && <Confirmed contact={contact} />}
        </div>
      ))}
    </li>
  )
}
