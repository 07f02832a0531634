// The agreement of a team: each clause with who agrees and who objects, the signing of the whole, and what was signed before.
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api/hooks.ts'
import { useLanguage } from '../language/index.ts'
import {
  Banner,
  Confirm,
  DateTime,
  EmptyState,
  Mono,
  RefusalBanner,
  Section,
  StateMark,
  useMembers,
  WordsField,
  writeTime,
} from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { blankClause, byPlace, ClauseField, ClauseSays, clauseValueOf, type Draft, draftOf, NAMED, useClauseName } from './clause.tsx'
import style from './operations.module.css'
import { Text } from './said.tsx'
import type { Clause, ClauseId, Team, Words } from './types.ts'

const ENDED = ['archived', 'erased']

/** Those whose word counts for the text on the table. */
const partiesOf = ({ clauses, parties }: Team): string[] => {
  const proposed = clauses.find(({ id }) => id === 'parties')?.value
  return (proposed && 'parties' in proposed ? proposed.parties : parties).map(({ member }) => member)
}

export function AgreementPart({ team }: { team: Team }) {
  const { t } = useTranslation('operations')
  const { has } = useSession()
  const agree = useAct('operations.agree-clauses')
  const [adding, setAdding] = useState(false)
  const speaks = has('desk', 'analyst', 'supervisor') && team.belongs && team.unit !== '' && !ENDED.includes(team.state)
  const open = team.clauses.filter(
    ({ agreed, objections }) => !agreed.includes(team.own) && !objections.some(({ member }) => member === team.own),
  )
  return (
    <div className={style.stack}>
      <Signing team={team} />
      {speaks && (
        <Banner
          tone={open.length > 0 ? 'warning' : 'good'}
          title={open.length > 0 ? t('agree.open_count', { number: open.length }) : t('agree.none_open')}
          actions={
            open.length > 0 && (
              <Button
                loading={agree.running}
                onClick={() => void agree.run({ space: team.id, clauses: open.map(({ id, version }) => ({ clause: id, version })) })}
              >
                {t('agree.all')}
              </Button>
            )
          }
        >
          <RefusalBanner error={agree.error} />
        </Banner>
      )}
      <Section
        title={t('agree.clauses')}
        actions={
          speaks && (
            <Button variant="default" onClick={() => setAdding(true)}>
              {t('agree.new')}
            </Button>
          )
        }
      >
        <div className={style.clauses}>
          {[...team.clauses].sort(byPlace).map((clause) => (
            <OneClause key={clause.id} team={team} clause={clause} speaks={speaks} />
          ))}
        </div>
      </Section>
      {adding && <AddClause team={team} onClose={() => setAdding(false)} />}
      <Earlier team={team} />
    </div>
  )
}

function OneClause({ team, clause, speaks }: { team: Team; clause: Clause; speaks: boolean }) {
  const { t } = useTranslation('operations')
  const nameOf = useClauseName()
  const { nameOf: memberName } = useMembers(team.network)
  const agree = useAct('operations.agree-clauses')
  const [doing, setDoing] = useState<'object' | 'propose' | undefined>()
  const { id, version, by, at, value } = clause
  const name = nameOf(id)
  return (
    <article className={style.clause} aria-label={name}>
      <div className={style.clauseSays}>
        <h3 className={style.heading}>{name}</h3>
        <ClauseSays id={id} value={value} network={team.network} />
        <p className={style.quiet}>{t('agree.by', { who: memberName(by), when: writeTime(at, 'short') })}</p>
        {speaks && (
          <div className={style.row}>
            {!clause.agreed.includes(team.own) && (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`${t('agree.one')}: ${name}`}
                loading={agree.running}
                onClick={() => void agree.run({ space: team.id, clauses: [{ clause: id, version }] })}
              >
                {t('agree.one')}
              </Button>
            )}
            <Button size="compact-sm" variant="default" aria-label={t('agree.object_title', { name })} onClick={() => setDoing('object')}>
              {t('agree.object')}
            </Button>
            <Button size="compact-sm" variant="default" aria-label={t('agree.other_title', { name })} onClick={() => setDoing('propose')}>
              {t('agree.other')}
            </Button>
          </div>
        )}
        <RefusalBanner error={agree.error} />
      </div>
      <Grid team={team} clause={clause} />
      {doing === 'object' && <ObjectTo team={team} clause={clause} name={name} onClose={() => setDoing(undefined)} />}
      {doing === 'propose' && <Propose team={team} draft={draftOf(id, value)} name={name} onClose={() => setDoing(undefined)} />}
    </article>
  )
}

/** Who agrees, objects, or has not said anything, party by party. */
function Grid({ team, clause }: { team: Team; clause: Clause }) {
  const { t } = useTranslation('operations')
  const { nameOf } = useMembers(team.network)
  const left = new Set(team.departures.map(({ member }) => member))
  return (
    <table className={style.grid}>
      <caption className="visually-hidden">{t('agree.grid')}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{t('agree.party')}</th>
          <th scope="col">{t('agree.says')}</th>
        </tr>
      </thead>
      <tbody>
        {partiesOf(team).map((member) => {
          const objection = clause.objections.find((one) => one.member === member)
          const agreed = clause.agreed.includes(member)
          const gone = left.has(member) && !team.members.includes(member) && !team.invited.includes(member)
          return (
            <tr key={member}>
              <th scope="row">{nameOf(member)}</th>
              <td>
                <StateMark tone={agreed ? 'good' : objection ? 'bad' : 'quiet'}>
                  {agreed ? t('agree.agreed') : objection ? t('agree.objected') : gone ? t('agree.left') : t('agree.open')}
                </StateMark>
                {objection && (
                  <div className={style.reason}>
                    <Text words={objection.reason} />
                  </div>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function ObjectTo({ team, clause, name, onClose }: { team: Team; clause: Clause; name: string; onClose: () => void }) {
  const { t } = useTranslation('operations')
  const { t: shell } = useTranslation()
  const { language } = useLanguage()
  const act = useAct('operations.object-to-clause')
  const [reason, setReason] = useState<Words>({ text: '', language })
  const text = reason.text.trim()
  return (
    <Modal
      opened
      onClose={onClose}
      title={<strong>{t('agree.object_title', { name })}</strong>}
      closeButtonProps={{ 'aria-label': shell('page.close') }}
    >
      <form
        className={style.stack}
        onSubmit={async (event) => {
          event.preventDefault()
          if (text && (await act.run({ space: team.id, clause: clause.id, version: clause.version, reason: { ...reason, text } })))
            onClose()
        }}
      >
        <WordsField label={t('why')} required value={reason} onChange={setReason} />
        <RefusalBanner error={act.error} />
        <div className={style.row}>
          <Button type="submit" disabled={!text} loading={act.running}>
            {t('agree.object')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {shell('page.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** Another wording of a clause, or a first one. */
export function Propose({ team, draft: first, name, onClose }: { team: Team; draft: Draft; name: string; onClose: () => void }) {
  const { t } = useTranslation('operations')
  const { t: shell } = useTranslation()
  const act = useAct('operations.propose-clause')
  const [draft, setDraft] = useState(first)
  const value = clauseValueOf(draft)
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={<strong>{t('agree.other_title', { name })}</strong>}
      closeButtonProps={{ 'aria-label': shell('page.close') }}
    >
      <form
        className={style.stack}
        onSubmit={async (event) => {
          event.preventDefault()
          if (value && (await act.run({ space: team.id, clause: draft.id, value }))) onClose()
        }}
      >
        <p className={style.quiet}>{t('agree.other_hint')}</p>
        <ClauseField draft={draft} onChange={setDraft} network={team.network} required />
        <RefusalBanner error={act.error} />
        <div className={style.row}>
          <Button type="submit" disabled={!value} loading={act.running}>
            {t('agree.propose')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {shell('page.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

const FREE_NAME = /^[a-z0-9-]{1,40}$/

/** A clause that is not on the table yet: one with a name of its own, or a free one. */
function AddClause({ team, onClose }: { team: Team; onClose: () => void }) {
  const { t } = useTranslation('operations')
  const { t: shell } = useTranslation()
  const { language } = useLanguage()
  const nameOf = useClauseName()
  const missing = NAMED.filter((id) => !team.clauses.some((one) => one.id === id))
  const [chosen, setChosen] = useState<string>(missing[0] ?? 'free')
  const [free, setFree] = useState('')
  const [going, setGoing] = useState(false)
  const id = (chosen === 'free' ? `clause-${free}` : chosen) as ClauseId
  if (going) return <Propose team={team} draft={blankClause(id, language)} name={nameOf(id)} onClose={onClose} />
  return (
    <Modal opened onClose={onClose} title={<strong>{t('agree.new')}</strong>} closeButtonProps={{ 'aria-label': shell('page.close') }}>
      <form
        className={style.stack}
        onSubmit={(event) => {
          event.preventDefault()
          if (chosen !== 'free' || FREE_NAME.test(free)) setGoing(true)
        }}
      >
        <NativeSelect
          label={t('agree.new')}
          value={chosen}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={[...missing.map((one) => ({ value: one as string, label: nameOf(one) })), { value: 'free', label: t('new.free') }]}
        />
        {chosen === 'free' && <FreeName value={free} onChange={setFree} />}
        <Button type="submit" disabled={chosen === 'free' && !FREE_NAME.test(free)}>
          {t('agree.propose')}
        </Button>
      </form>
    </Modal>
  )
}

export function FreeName({ value, onChange, error }: { value: string; onChange: (value: string) => void; error?: string | undefined }) {
  const { t } = useTranslation('operations')
  return (
    <TextInput
      label={t('new.free_name')}
      description={t('new.free_hint')}
      dir="ltr"
      styles={{ input: { fontFamily: 'var(--mono)', textAlign: 'start' } }}
      maxLength={40}
      autoComplete="off"
      spellCheck={false}
      value={value}
      error={error ?? (value !== '' && !FREE_NAME.test(value) ? t('form.wrong') : undefined)}
      onChange={(event) => onChange(event.currentTarget.value.toLowerCase())}
    />
  )
}

/** The text that can be signed now, by its hash; or why there is none. */
function Signing({ team }: { team: Team }) {
  const { t } = useTranslation('operations')
  const { has } = useSession()
  const { nameOf } = useMembers(team.network)
  const act = useAct('operations.sign-agreement')
  const [asking, setAsking] = useState(false)
  const { signable, own } = team
  if (ENDED.includes(team.state)) return null
  const signed = signable?.signed.includes(own) ?? false
  const mayDecide = has('supervisor') && team.belongs && team.unit !== ''
  return (
    <Section title={t('sign.title')}>
      {!signable ? (
        <p className={style.text}>{t(team.agreements.length > 0 && isAsSigned(team) ? 'sign.in_force' : 'sign.not_ready')}</p>
      ) : (
        <div className={style.stack}>
          <p className={style.text}>{t('sign.ready')}</p>
          <div>
            <p className={style.quiet}>{t('sign.hash')}</p>
            <Mono breaks>{signable.sha256}</Mono>
          </div>
          <ul className={style.marks} aria-label={t('sign.signed')}>
            {partiesOf(team).map((member) => (
              <li key={member}>
                <StateMark tone={signable.signed.includes(member) ? 'good' : 'quiet'}>
                  {nameOf(member)} · {t(signable.signed.includes(member) ? 'state.signed' : 'agree.open')}
                </StateMark>
              </li>
            ))}
          </ul>
          {signed && <p className={style.text}>{t('sign.done')}</p>}
          {!signed && mayDecide && (
            <div>
              <Button onClick={() => setAsking(true)}>{t('sign.act')}</Button>
            </div>
          )}
          {!signed && !mayDecide && <p className={style.quiet}>{t('sign.only')}</p>}
          <Confirm
            open={asking}
            title={t('sign.confirm', { name: nameOf(own) })}
            happens={[
              <span key="h">
                {t('sign.happens')} <Mono breaks>{signable.sha256}</Mono>
              </span>,
              t('sign.happens_force'),
            ]}
            seenBy={partiesOf(team)
              .filter((member) => member !== own)
              .map(nameOf)}
            act={t('sign.act')}
            running={act.running}
            error={act.error}
            onClose={() => setAsking(false)}
            onConfirm={async () => {
              if (await act.run({ space: team.id, agreement: signable.sha256 })) setAsking(false)
            }}
          />
        </div>
      )}
    </Section>
  )
}

/** Nothing on the table differs from the agreement in force. */
function isAsSigned({ clauses, agreements }: Team): boolean {
  const signed = agreements.at(-1)?.clauses ?? []
  const at = (version: Clause['version']) => `${version.entry} ${version.index}`
  return (
    clauses.length === signed.length &&
    clauses.every((one) => signed.some(({ id, version }) => id === one.id && at(version) === at(one.version)))
  )
}

function Earlier({ team }: { team: Team }) {
  const { t } = useTranslation('operations')
  const nameOf = useClauseName()
  const { nameOf: memberName } = useMembers(team.network)
  return (
    <Section title={t('earlier.title')}>
      {team.agreements.length === 0 ? (
        <EmptyState title={t('earlier.none')} />
      ) : (
        <ul className={style.cards}>
          {[...team.agreements].reverse().map(({ number, sha256, in_force_at, signed, clauses }, i) => (
            <li key={number} className={style.stackTight}>
              <h3 className={style.heading}>
                {t('earlier.number', { number })}
                <StateMark tone={i === 0 ? 'good' : 'quiet'}>{t(i === 0 ? 'earlier.now' : 'earlier.before')}</StateMark>
              </h3>
              <span>
                {t('earlier.since')} <DateTime at={in_force_at} />
              </span>
              <div>
                <Mono breaks>{sha256}</Mono>
              </div>
              <span>
                {t('sign.signed')}: {signed.map(({ member, at }) => `${memberName(member)} (${writeTime(at, 'short')})`).join(' · ')}
              </span>
              <details>
                <summary>{t('earlier.text')}</summary>
                <dl className={style.said}>
                  {[...clauses].sort(byPlace).map(({ id, value }) => (
                    <div key={id}>
                      <dt>{nameOf(id)}</dt>
                      <dd>
                        <ClauseSays id={id} value={value} network={team.network} />
                      </dd>
                    </div>
                  ))}
                </dl>
              </details>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
