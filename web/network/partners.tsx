// Who answers, at a glance; and for those who run the node, what needs a look.
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Output } from '../api/client.ts'
import { useView, type ViewState } from '../api/hooks.ts'
import { Banner, DateTime, EmptyState, Facts, Loading, Mono, RefusalBanner, Section, StateMark, writeTime } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import style from './network.module.css'
import { EVERY_MS, PartnerMark, PartnerName, partnerWord, RANK, since } from './partner.tsx'

export type Known = ViewState<Output<'oversight.read-network'>>

export function Partners({ known }: { known: Known | undefined }) {
  const { t } = useTranslation('network')
  const partners = useView('oversight.read-partners', {}, { every_ms: EVERY_MS })
  const { data } = partners
  if (!data) return partners.error ? <RefusalBanner error={partners.error} onRetry={partners.reload} /> : <Loading />
  return (
    <>
      {partners.error && (
        <Banner tone="warning" title={t('old', { time: writeTime(partners.read_at, 'time') })}>
          {t('old_why')}
        </Banner>
      )}
      {known && <Alarms known={known} />}
      {data.networks.map((one) => {
        const state = known?.data?.networks.find(({ network }) => network === one.network)
        const rows = [...one.partners].sort((a, b) => RANK[a.state] - RANK[b.state] || partnerWord(a).localeCompare(partnerWord(b)))
        const answering = rows.filter((partner) => partner.state === 'answering').length
        return (
          <Section
            key={one.network}
            title={<bdi dir="auto">{one.title}</bdi>}
            actions={<span className={style.quiet}>{t('answering', { count: answering, of: rows.length })}</span>}
            flush
          >
            <div>
              {one.roster?.state !== 'valid' && (
                <div className={style.pad}>
                  <RosterState roster={one.roster} />
                </div>
              )}
              {rows.length === 0 ? (
                <EmptyState title={t('nobody')}>{t('nobody_why')}</EmptyState>
              ) : (
                <ul className={style.rows} aria-label={t('part.partners')}>
                  {rows.map((partner) => (
                    <li key={partner.id}>
                      <span className={style.name}>
                        <PartnerName partner={partner} />
                      </span>
                      <PartnerMark state={partner.state} at={partner.since} />
                    </li>
                  ))}
                </ul>
              )}
              {state && <Roster state={state} />}
            </div>
          </Section>
        )
      })}
      <p className={style.note}>{t('read', { time: writeTime(partners.read_at, 'time'), seconds: EVERY_MS / 1000 })}</p>
    </>
  )
}

function RosterState({ roster }: { roster: Output<'oversight.read-partners'>['networks'][number]['roster'] }) {
  const { t } = useTranslation('network')
  if (!roster) return <StateMark tone="bad">{t('roster.missing')}</StateMark>
  if (roster.state === 'valid') return <StateMark tone="good">{t('roster.valid')}</StateMark>
  if (roster.state === 'expired') return <StateMark tone="bad">{t('roster.expired')}</StateMark>
  return <StateMark tone="warning">{t('roster.grace', { count: roster.grace_hours_left ?? 0 })}</StateMark>
}

function Roster({ state }: { state: Output<'oversight.read-network'>['networks'][number] }) {
  const { t } = useTranslation('network')
  const { roster, rivals } = state
  return (
    <div className={style.roster}>
      {rivals.length > 0 && (
        <Banner tone="error" title={t('rival.title', { count: rivals.length })}>
          <p>{t('rival.what')}</p>
          <ul className={style.plain}>
            {rivals.map(({ version, hash, received_at }) => (
              <li key={hash}>
                {t('rival.one', { version, time: writeTime(received_at, 'short') })} <Mono breaks>{hash}</Mono>
              </li>
            ))}
          </ul>
        </Banner>
      )}
      <h3 className={style.small}>{t('roster.title')}</h3>
      <Facts
        items={[
          [t('roster.state'), <RosterState key="s" roster={roster} />],
          ...(roster
            ? ([
                [t('roster.version'), <Mono key="v">{roster.version}</Mono>],
                [t('roster.expires'), <DateTime key="e" at={roster.expires_at} />],
                [t('roster.issued'), <DateTime key="i" at={roster.issued_at} />],
                [t('roster.received'), <DateTime key="r" at={roster.received_at} />],
                [
                  t('roster.hash'),
                  <Mono key="h" breaks>
                    {roster.hash}
                  </Mono>,
                ],
              ] as const)
            : []),
        ]}
      />
    </div>
  )
}

const MOST_ALARMS = 30
const GRAVE = new Set(['roster-missing', 'roster-rival', 'roster-expired', 'partner-not-answering', 'messages-failed', 'journal-behind'])

/** Where an alarm is looked into; those of member lists stand on this page. */
function placeOf(code: string, post: boolean): string | undefined {
  if (code.startsWith('roster')) return undefined
  if (code.startsWith('messages')) return post ? '/network/failed' : undefined
  return code === 'journal-behind' ? '/network/node' : '/network/links'
}

function Alarms({ known: { data, error, reload } }: { known: Known }) {
  const { t } = useTranslation('network')
  const { has } = useSession()
  if (!data) return <RefusalBanner error={error} onRetry={reload} />
  const { alarms } = data
  const titles = new Map(data.networks.map(({ network, title }) => [network, title]))
  const names = new Map(data.networks.flatMap(({ network, members }) => members.map((one) => [`${network}/${one.id}`, one] as const)))
  return (
    <Section title={t('alarms')} flush>
      {alarms.length === 0 ? (
        <div className={style.pad}>
          <StateMark tone="good">{t('no_alarms')}</StateMark>
        </div>
      ) : (
        <ul className={style.rows}>
          {alarms.slice(0, MOST_ALARMS).map(({ code, network, member, since: at }) => {
            const named = names.get(`${network}/${member}`)
            const to = placeOf(code, has('administrator'))
            return (
              <li key={`${code}/${network}/${member}`}>
                <StateMark tone={GRAVE.has(code) ? 'bad' : 'warning'}>
                  {member
                    ? t(`alarm.${code}`, { name: named ? partnerWord(named) : member })
                    : t(`alarm.${code}`, {
                        name: titles.get(network ?? '') ?? '',
                        count: code === 'messages-failed' ? data.node.failed : data.node.unknown_type,
                      })}
                  {at && <span className={style.quiet}> · {t('since', { time: since(at) })}</span>}
                </StateMark>
                {to && <Link href={to}>{t('look')}</Link>}
              </li>
            )
          })}
          {alarms.length > MOST_ALARMS && <li>{t('more_alarms', { count: alarms.length - MOST_ALARMS })}</li>}
        </ul>
      )}
    </Section>
  )
}
