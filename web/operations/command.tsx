// The command post of an action day: what the posts have told so far, by country and by hour, their messages and how to reach them.
import { useTranslation } from 'react-i18next'
import { useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { Banner, Bars, EmptyState, Loading, MemberName, RefusalBanner, Section, StateMark, useMembers, writeTime } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { boardOf } from './board.ts'
import { Totals } from './figures.tsx'
import style from './operations.module.css'
import { Text } from './said.tsx'
import { type Figures, isName, isWords, type Team, type Thing } from './types.ts'
import { AddThing } from './work.tsx'

const EVERY_MS = 5_000
const MOST = 1_000
const KINDS = ['count', 'message', 'post'] as const
const SHOWN_MESSAGES = 50

export function CommandPost({ team }: { team: Team }) {
  const { t } = useTranslation('operations')
  const { has } = useSession()
  const view = useView('operations.find-things', { space: team.id, kinds: [...KINDS], limit: MOST, offset: 0 }, { every_ms: EVERY_MS })
  const figures = useView(
    'operations.read-figures',
    { space: team.id },
    { enabled: has('desk', 'analyst', 'supervisor'), every_ms: EVERY_MS },
  )
  const things = view.data?.things ?? []
  const read_at = writeTime(view.read_at || Date.now(), 'time')
  return (
    <div className={style.stack}>
      <RefusalBanner error={view.error ?? figures.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {view.data && (
        <>
          <div className={style.row}>
            {KINDS.map((kind) => (
              <AddThing key={kind} team={team} kind={kind} things={things} />
            ))}
            <span className={style.quiet}>{t('post.live', { time: read_at })}</span>
          </div>
          {view.data.count > MOST && <Banner tone="warning">{t('post.old')}</Banner>}
          <Numbers things={things} figures={figures.data} />
          <div className={style.two}>
            <ByCountry team={team} things={things} figures={figures.data} />
            <ByHour things={things} read_at={read_at} />
          </div>
          {figures.data && figures.data.totals.length > 0 && (
            <Section title={t('figures.title')}>
              <Totals team={team} figures={figures.data} />
            </Section>
          )}
          <div className={style.two}>
            <Messages things={things} />
            <Contacts team={team} things={things} />
          </div>
        </>
      )}
    </div>
  )
}

function Numbers({ things, figures }: { things: readonly Thing[]; figures: Figures | undefined }) {
  const { t } = useTranslation('operations')
  const number = new Intl.NumberFormat(locale())
  const { checks, hits, new_cases, officers } = boardOf(things)
  const arrests = Number(figures?.totals.find(({ category }) => category === 'arrest')?.quantity ?? 0)
  const items = [
    ['checks', checks],
    ['hits', hits],
    ...(figures ? ([['arrests', arrests]] as const) : []),
    ['new_cases', new_cases],
    ['officers', officers],
  ] as const
  return (
    <dl className={style.numbers} aria-label={t('post.now')}>
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{t(`post.${name}`)}</dt>
          <dd>{number.format(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

const BAR_WIDTH = 120

/** Checks, hits and arrests beside each other, the checks drawn as well. */
function ByCountry({ team, things, figures }: { team: Team; things: readonly Thing[]; figures: Figures | undefined }) {
  const { t } = useTranslation('operations')
  const number = new Intl.NumberFormat(locale())
  const { by_member } = boardOf(things)
  const most = Math.max(1, ...by_member.map(({ checks }) => checks))
  const arrests = figures?.totals.find(({ category }) => category === 'arrest')?.by_member ?? []
  const seizures = (figures?.totals ?? []).filter(({ category }) => !['arrest', 'victim', 'case'].includes(category))
  return (
    <Section title={t('post.country')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <section className={style.scroll} tabIndex={0} aria-label={t('post.country')}>
        <table className={style.table}>
          <thead>
            <tr>
              <th scope="col">{t('members.member')}</th>
              <th scope="col">{t('post.checks')}</th>
              <th scope="col" className={style.end}>
                {t('post.hits')}
              </th>
              {figures && (
                <>
                  <th scope="col" className={style.end}>
                    {t('post.arrests')}
                  </th>
                  <th scope="col" className={style.end}>
                    {t('post.seizures')}
                  </th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {team.members.map((member) => {
              const own = by_member.find((one) => one.member === member) ?? { checks: 0, hits: 0 }
              const seized = seizures.reduce(
                (sum, { by_member }) => sum + (by_member.find((one) => one.member === member)?.results ?? 0),
                0,
              )
              return (
                <tr key={member}>
                  <th scope="row">
                    <MemberName id={member} network={team.network} hideCode />
                  </th>
                  <td>
                    <span className={style.bar}>
                      <svg width={BAR_WIDTH} height="12" viewBox={`0 0 ${BAR_WIDTH} 12`} aria-hidden="true" className="mirror">
                        <rect width={(own.checks / most) * BAR_WIDTH} height="12" className={style.barFill} />
                      </svg>
                      {number.format(own.checks)}
                    </span>
                  </td>
                  <td className={style.end}>{number.format(own.hits)}</td>
                  {figures && (
                    <>
                      <td className={style.end}>{number.format(Number(arrests.find((one) => one.member === member)?.quantity ?? 0))}</td>
                      <td className={style.end}>{number.format(seized)}</td>
                    </>
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
    </Section>
  )
}

function ByHour({ things, read_at }: { things: readonly Thing[]; read_at: string }) {
  const { t } = useTranslation('operations')
  const { hours } = boardOf(things)
  return (
    <Section title={t('post.hours')}>
      {hours.length === 0 ? (
        <EmptyState title={t('work.none')} />
      ) : (
        <Bars
          caption={t('post.window')}
          first={t('post.hour')}
          parts={[t('post.checks')]}
          bars={hours.map(({ from, checks }) => ({ label: writeTime(from, 'time'), values: [checks] }))}
          source={t('post.source', { time: read_at })}
        />
      )}
    </Section>
  )
}

function Messages({ things }: { things: readonly Thing[] }) {
  const { t } = useTranslation('operations')
  const { nameOf } = useMembers()
  const messages = things.filter(({ kind, withdrawn }) => kind === 'message' && !withdrawn).slice(0, SHOWN_MESSAGES)
  return (
    <Section title={t('post.messages')}>
      {messages.length === 0 ? (
        <EmptyState title={t('post.no_messages')} />
      ) : (
        <ol className={style.messages}>
          {messages.map(({ id, by, at, fields }) => {
            const text = fields.text?.value
            const post = fields.post?.value
            return (
              <li key={id}>
                <span className={style.quiet}>
                  {writeTime(at, 'time')} · {nameOf(by)}
                  {isName(post) && (
                    <>
                      {' '}
                      · <bdi dir="auto">{post.name}</bdi>
                    </>
                  )}
                </span>
                {fields.urgent?.value === true && <StateMark tone="warning">{t('post.urgent')}</StateMark>}
                {isWords(text) && <Text words={text} />}
              </li>
            )
          })}
        </ol>
      )}
    </Section>
  )
}

function Contacts({ team, things }: { team: Team; things: readonly Thing[] }) {
  const { t } = useTranslation('operations')
  const posts = things.filter(({ kind, withdrawn }) => kind === 'post' && !withdrawn)
  return (
    <Section title={t('post.contacts')}>
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
                {isName(telephone) && (
                  <a href={`tel:${telephone.name.replace(/[^+\d]/g, '')}`} dir="ltr" className={style.telephone}>
                    {telephone.name}
                  </a>
                )}
              </li>
            )
          })}
        </ul>
      )}
    </Section>
  )
}
