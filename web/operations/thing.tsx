// One thing that a team works with: what is said of it, by whom and when, what is not here and why, and what can be done.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { standsAgainstRights } from '#capabilities/operations/rules.ts'
import { mayAdd } from '#capabilities/operations/things.ts'
import { useAct } from '../api/hooks.ts'
import { useLanguage } from '../language/index.ts'
import { Banner, Confirm, DateTime, StateMark, useMembers, WordsField, writeDuration, writeTime } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { EvidenceRow, SameHash } from './evidence.tsx'
import { kindOf, PLAN_ELEMENTS, UNDER } from './kinds.ts'
import style from './operations.module.css'
import { isInTitle, Said, Text, useThingWords, useTitleOf } from './said.tsx'
import { ThingForm } from './thing-form.tsx'
import type { KindName, Team, Thing, Value, Words } from './types.ts'

const FIRST_REPORT_MS = 24 * 3_600_000
const STOPS = ['non_refoulement', 'minor', 'asylum'] as const

export function OneThing({ team, thing, things, mayPut }: { team: Team; thing: Thing; things: readonly Thing[]; mayPut: boolean }) {
  const { t } = useTranslation('operations')
  const { nameOf } = useMembers(team.network)
  const words = useThingWords()
  const titleOf = useTitleOf()
  const { has } = useSession()
  const [doing, setDoing] = useState<'change' | 'more' | 'withdraw' | undefined>()
  const title = titleOf(thing)
  const under = UNDER[thing.kind]
  const below = under ? things.filter((one) => one.kind === under.kind && one.fields[under.by]?.value === thing.id).reverse() : []
  const why = [...new Set(thing.missing.map((one) => one.why))]
  const mine = thing.by === team.own || team.leader === team.own
  const state = thing.fields.state?.value
  return (
    <li className={`${style.thing} ${thing.withdrawn ? style.withdrawn : ''}`}>
      <h4 className={style.heading}>
        {title === undefined ? <span className={style.quiet}>{t('thing.untitled')}</span> : <bdi dir="auto">{title}</bdi>}
        {typeof state === 'string' && <StateMark tone={toneOf(state)}>{words.code('state', state)}</StateMark>}
      </h4>
      <p className={style.quiet}>{t('thing.by', { who: nameOf(thing.by), when: writeTime(thing.at, 'short') })}</p>
      {thing.withdrawn && (
        <Banner
          tone="warning"
          title={t('thing.withdrawn', { who: nameOf(thing.withdrawn.by), when: writeTime(thing.withdrawn.at, 'short') })}
        >
          <Text words={thing.withdrawn.reason} />
        </Banner>
      )}
      {why.map((one) => (
        <p key={one} className={style.missing}>
          {t(`missing.${one}`)}
        </p>
      ))}
      {thing.kind === 'event' && <FirstReport thing={thing} />}
      {thing.kind === 'identity-case' && Object.keys(thing.fields).length > 0 && <Stops thing={thing} />}
      {standsAgainstRights(thing) && (
        <Banner tone="error" title={t('stops.against')}>
          {t('stops.against_text')}
        </Banner>
      )}
      {thing.kind === 'powers-card' && Object.keys(thing.fields).length > 0 && (
        <p>
          <Link href={`/operations/${team.id}/card/${thing.id}`}>{t('card_page')}</Link>
        </p>
      )}
      {thing.kind === 'plan' && (
        <p className={style.quiet}>
          {t('plan.filled', { filled: PLAN_ELEMENTS.filter((one) => thing.fields[one]).length, of: PLAN_ELEMENTS.length })}
        </p>
      )}
      <SaidOf team={team} thing={thing} things={things} />
      {thing.attachments.length > 0 && (
        <ul className={style.marks}>
          {thing.attachments.map((file) => (
            <EvidenceRow key={file.id} team={team} thing={thing} file={file} custody={below} />
          ))}
        </ul>
      )}
      {thing.operational && <Operational team={team} thing={thing} />}
      {below.length > 0 && (
        <ol className={style.below} aria-label={words.kind(under!.kind)}>
          {below.map((one) => (
            <li key={one.id} className={one.withdrawn ? style.withdrawn : undefined}>
              <p className={style.quiet}>{t('thing.by', { who: nameOf(one.by), when: writeTime(one.at, 'short') })}</p>
              {[...new Set(one.missing.map((each) => each.why))].map((each) => (
                <p key={each} className={style.missing}>
                  {t(`missing.${each}`)}
                </p>
              ))}
              <SaidOf team={team} thing={one} things={things} without={under!.by} />
              {one.kind === 'custody' && <SameHash evidence={thing} custody={one} />}
            </li>
          ))}
        </ol>
      )}
      {mayPut && !thing.withdrawn && (
        <div className={style.row}>
          {mayAdd(thing, team.own) && (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`${t('thing.change')}: ${title ?? ''}`}
              onClick={() => setDoing('change')}
            >
              {t('thing.change')}
            </Button>
          )}
          {under && (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`${t('work.add', { kind: words.kind(under.kind) })}: ${title ?? ''}`}
              onClick={() => setDoing('more')}
            >
              {t('work.add', { kind: words.kind(under.kind) })}
            </Button>
          )}
          {mine && has('desk', 'analyst', 'supervisor') && (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`${t('thing.withdraw')}: ${title ?? ''}`}
              onClick={() => setDoing('withdraw')}
            >
              {t('thing.withdraw')}
            </Button>
          )}
        </div>
      )}
      {doing === 'change' && (
        <ThingForm team={team} kind={thing.kind as KindName} thing={thing} things={things} onClose={() => setDoing(undefined)} />
      )}
      {doing === 'more' && (
        <ThingForm
          team={team}
          kind={under!.kind as KindName}
          begin={{ [under!.by]: thing.id, at: new Date().toISOString() }}
          things={things}
          onClose={() => setDoing(undefined)}
        />
      )}
      {doing === 'withdraw' && <Withdraw team={team} thing={thing} onClose={() => setDoing(undefined)} />}
    </li>
  )
}

const GOOD = ['done', 'closed', 'answered', 'accepted', 'upheld', 'returned', 'cleared']
const BAD = ['stopped', 'refused', 'cancelled', 'dropped']
const toneOf = (state: string) => (GOOD.includes(state) ? 'good' : BAD.includes(state) ? 'bad' : 'quiet')

/** Fields and their values; who said which last, where it was not who put the thing, and all of it on request. */
function SaidOf({ team, thing, things, without }: { team: Team; thing: Thing; things: readonly Thing[]; without?: string }) {
  const { t } = useTranslation('operations')
  const { nameOf } = useMembers(team.network)
  const words = useThingWords()
  const titleOf = useTitleOf()
  const titles = (id: string) => titleOf(things.find((one) => one.id === id))
  const kind = kindOf(thing.kind)
  const order = Object.keys(kind?.fields ?? {})
  const other = ({ by, at }: { by: string; at: string }) => by !== thing.by || at !== thing.at
  const said = Object.entries(thing.fields)
    // under another thing there is no title
    .filter(([field, one]) => field !== without && (without !== undefined || other(one) || !(field === 'state' || isInTitle(thing, field))))
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
  if (said.length === 0) return null
  return (
    <dl className={style.said}>
      {said.map(([field, one]) => (
        <div key={field}>
          <dt>{words.field(thing.kind, field)}</dt>
          <dd>
            <Said field={field} takes={kind?.fields[field]?.takes} value={one.value as Value} titles={titles} />
            {other(one) && <span className={style.saidBy}>{t('thing.by', { who: nameOf(one.by), when: writeTime(one.at, 'short') })}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** EUROSUR: an event is first reported within 24 hours. */
function FirstReport({ thing }: { thing: Thing }) {
  const { t } = useTranslation('operations')
  const happened = thing.fields.happened_at?.value
  if (typeof happened !== 'string') return null
  const after_ms = Math.max(0, Date.parse(thing.at) - Date.parse(happened))
  const late = after_ms > FIRST_REPORT_MS
  return (
    <StateMark tone={late ? 'warning' : 'good'}>{t(late ? 'first.late' : 'first.in_time', { after: writeDuration(after_ms) })}</StateMark>
  )
}

/** A return waits until each of these is cleared by a person. */
function Stops({ thing }: { thing: Thing }) {
  const { t } = useTranslation('operations')
  const words = useThingWords()
  return (
    <ul className={style.marks} aria-label={t('stops.title')}>
      {STOPS.map((one) => {
        const value = String(thing.fields[one]?.value ?? 'open')
        return (
          <li key={one}>
            <StateMark tone={value === 'cleared' ? 'good' : value === 'stop' ? 'bad' : 'warning'}>
              {words.field('identity-case', one)}: {words.code(one, value)}
            </StateMark>
          </li>
        )
      })}
    </ul>
  )
}

/** For whom operational contents are, who has taken them over, and when they go. */
function Operational({ team, thing }: { team: Team; thing: Thing }) {
  const { t } = useTranslation('operations')
  const { has } = useSession()
  const { nameOf } = useMembers(team.network)
  const act = useAct('operations.take-contents')
  const [asking, setAsking] = useState(false)
  const { to, taken, erased_by } = thing.operational!
  const here = thing.missing.every(({ entry }) => entry !== thing.entry)
  const took = taken.includes(team.own)
  if (!here && thing.missing.some(({ why }) => why === 'erased')) return null
  return (
    <div className={style.operational}>
      <span>
        {t('operational.for')}: {to.map(nameOf).join(' · ')}
      </span>
      <span>
        {t('operational.taken')}: {taken.length > 0 ? taken.map(nameOf).join(' · ') : t('sign.nobody')}
      </span>
      <span>
        {t('operational.gone')} <DateTime at={erased_by} form="date" />
      </span>
      {took && <StateMark tone="good">{t('operational.took')}</StateMark>}
      {!took && here && thing.entry && to.includes(team.own) && has('desk', 'analyst', 'supervisor') && (
        <div>
          <Button size="compact-sm" onClick={() => setAsking(true)}>
            {t('operational.take')}
          </Button>
        </div>
      )}
      <Confirm
        open={asking}
        title={t('operational.take_title')}
        happens={[t('operational.take_happens'), t('operational.take_gone')]}
        seenBy={team.members.filter((member) => member !== team.own).map(nameOf)}
        act={t('operational.take')}
        running={act.running}
        error={act.error}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          if (thing.entry && (await act.run({ space: team.id, entry: thing.entry }))) setAsking(false)
        }}
      />
    </div>
  )
}

function Withdraw({ team, thing, onClose }: { team: Team; thing: Thing; onClose: () => void }) {
  const { t } = useTranslation('operations')
  const { language } = useLanguage()
  const { nameOf } = useMembers(team.network)
  const act = useAct('operations.withdraw-thing')
  const [reason, setReason] = useState<Words>({ text: '', language })
  const [tried, setTried] = useState(false)
  const text = reason.text.trim()
  return (
    <Confirm
      open
      title={t('thing.withdraw_title')}
      happens={[t('thing.withdraw_happens')]}
      seenBy={team.members.filter((member) => member !== team.own).map(nameOf)}
      act={t('thing.withdraw')}
      danger
      running={act.running}
      error={act.error}
      onClose={onClose}
      onConfirm={async () => {
        setTried(true)
        if (text && (await act.run({ space: team.id, thing: thing.id, reason: { ...reason, text } }))) onClose()
      }}
    >
      <WordsField label={t('why')} required value={reason} onChange={setReason} rows={2} error={tried && !text ? t('why') : undefined} />
    </Confirm>
  )
}
