// Who belongs to a team, who left it, and what was destroyed by whom; leaving it, and another wording of who the parties are.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api/hooks.ts'
import { locale, useLanguage } from '../language/index.ts'
import { Confirm, DateTime, EmptyState, MemberName, Section, StateMark, useMembers, WordsField, writeTime } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { Propose } from './agreement.tsx'
import { draftOf } from './clause.tsx'
import style from './operations.module.css'
import type { Team, Words } from './types.ts'

const ENDED = ['archived', 'erased']

export function Members({ team }: { team: Team }) {
  const { t } = useTranslation('operations')
  const { has } = useSession()
  const [amending, setAmending] = useState(false)
  const speaks = has('desk', 'analyst', 'supervisor') && team.belongs && team.unit !== '' && !ENDED.includes(team.state)
  const all = [
    ...new Set([
      ...team.parties.map(({ member }) => member),
      ...team.members,
      ...team.invited,
      ...team.departures.map(({ member }) => member),
    ]),
  ]
  const parties = team.clauses.find(({ id }) => id === 'parties')
  return (
    <div className={style.stack}>
      <Section title={t('members.who')}>
        <div className={style.stack}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
          <section className={style.scroll} tabIndex={0} aria-label={t('members.who')}>
            <table className={style.table}>
              <thead>
                <tr>
                  <th scope="col">{t('members.member')}</th>
                  <th scope="col">{t('members.part')}</th>
                  <th scope="col">{t('members.standing')}</th>
                </tr>
              </thead>
              <tbody>
                {all.map((member) => (
                  <tr key={member}>
                    <th scope="row">
                      <MemberName id={member} network={team.network} />
                    </th>
                    <td>
                      {member === team.leader ? t('members.leads') : t('members.takes_part')}
                      {team.parties.some((one) => one.member === member && one.third_country) && (
                        <span className={style.quiet}> · {t('members.third')}</span>
                      )}
                    </td>
                    <td>
                      <Standing team={team} member={member} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          {speaks && parties && (
            <div className={style.stackTight}>
              <p className={style.quiet}>{t('members.amend_hint')}</p>
              <div>
                <Button variant="default" onClick={() => setAmending(true)}>
                  {t('members.amend')}
                </Button>
              </div>
            </div>
          )}
        </div>
        {amending && parties && (
          <Propose team={team} draft={draftOf('parties', parties.value)} name={t('clause.parties')} onClose={() => setAmending(false)} />
        )}
      </Section>
      <Proofs team={team} />
      <Leave team={team} />
    </div>
  )
}

function Standing({ team, member }: { team: Team; member: string }) {
  const { t } = useTranslation('operations')
  if (team.members.includes(member)) return <StateMark tone="good">{t('members.in')}</StateMark>
  const left = team.departures.findLast((one) => one.member === member)
  if (left && !team.invited.includes(member))
    return (
      <StateMark tone="quiet">{t(left.own_will ? 'members.left' : 'members.left_out', { time: writeTime(left.at, 'short') })}</StateMark>
    )
  return <StateMark tone="warning">{t('members.invited')}</StateMark>
}

function Proofs({ team }: { team: Team }) {
  const { t } = useTranslation('operations')
  const { nameOf } = useMembers(team.network)
  const number = new Intl.NumberFormat(locale())
  return (
    <Section title={t('members.proofs')}>
      {team.executed.length === 0 ? (
        <EmptyState title={t('members.no_proofs')} />
      ) : (
        <ul className={style.marks}>
          {team.executed.map(({ partner, what, entries, done_at }) => (
            <li key={`${partner} ${what}`}>
              <StateMark tone="good">
                {nameOf(partner)} · {t(`members.proof.${what}`)}
              </StateMark>{' '}
              <span className={style.quiet}>
                {t('members.entries', { number: number.format(entries) })} · <DateTime at={done_at} form="short" />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Leave({ team }: { team: Team }) {
  const { t } = useTranslation('operations')
  const { has } = useSession()
  const { language } = useLanguage()
  const { nameOf } = useMembers(team.network)
  const act = useAct('operations.leave-space')
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState<Words>({ text: '', language })
  if (!has('supervisor') || !team.belongs || ENDED.includes(team.state)) return null
  if (team.leader === team.own) return <p className={style.quiet}>{t('members.leader_stays')}</p>
  const text = reason.text.trim()
  return (
    <div>
      <Button variant="outline" color="red" onClick={() => setAsking(true)}>
        {t('members.leave')}
      </Button>
      <Confirm
        open={asking}
        title={t('members.leave_title')}
        happens={[t('members.leave_happens'), t('members.leave_keeps', { what: t(`keeps.${team.leaver_keeps}`) })]}
        seenBy={[...team.members, ...team.invited].filter((member) => member !== team.own).map(nameOf)}
        act={t('members.leave')}
        danger
        running={act.running}
        error={act.error}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          if (text && (await act.run({ space: team.id, reason: { ...reason, text } }))) setAsking(false)
        }}
      >
        <WordsField label={t('why')} required value={reason} onChange={setReason} rows={2} error={text ? undefined : t('why')} />
      </Confirm>
    </div>
  )
}
