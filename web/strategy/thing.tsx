// Things of a kind as they stand: what each says, who stated it, its versions, and what the own member can do with it.
import { Button, Modal } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Value } from '#wire/fields.ts'
import { useAct, useView } from '../api/hooks.ts'
import { useLanguage } from '../language/index.ts'
import { Confirm, EmptyState, Loading, RefusalBanner, Section, StateMark, useMembers, WordsField, writeTime } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { fieldsOf, kindOf, mayState } from './kinds.ts'
import { Said, Text, textIn, useStrategyWords, useTitleOf } from './said.tsx'
import style from './strategy.module.css'
import { ThingForm } from './thing-form.tsx'
import type { ForumData, KindName, Thing } from './types.ts'

const SHOWN = 20
const GOOD = [
  'done',
  'adopted',
  'published',
  'endorsed',
  'agreed',
  'running',
  'active',
  'held',
  'in-force',
  'ratified',
  'agree',
  'yes',
  'comes',
]
const BAD = ['dropped', 'cancelled', 'rejected', 'no-quorum', 'object', 'no', 'none']
const WARNING = ['delayed', 'notice', 'open', 'call', 'draft']
export const toneOfState = (state: string) =>
  GOOD.includes(state) ? 'good' : BAD.includes(state) ? 'bad' : WARNING.includes(state) ? 'warning' : 'quiet'

/** A section with all things of a kind, newest first. */
export function KindSection({
  forum,
  kind,
  things,
  filter = () => true,
  begin,
  fixed,
  extra,
}: {
  forum: ForumData
  kind: KindName
  /** Of this kind and of those it points to. */
  things: readonly Thing[]
  filter?: (thing: Thing) => boolean
  /** What a new one is filled in with, and which of it is not asked. */
  begin?: Readonly<Record<string, Value>>
  fixed?: readonly string[]
  extra?: (thing: Thing) => ReactNode
}) {
  const { t } = useTranslation('strategy')
  const words = useStrategyWords()
  const [adding, setAdding] = useState(false)
  const [all, setAll] = useState(false)
  const own = things.filter((one) => one.kind === kind && filter(one))
  const shown = all ? own : own.slice(0, SHOWN)
  const may = forum.state === 'open' && mayState(forum.part, kind)
  return (
    <Section
      title={words.kinds(kind)}
      actions={
        may && (
          <Button size="compact-sm" variant="default" onClick={() => setAdding(true)}>
            {t('act.add', { kind: words.kind(kind) })}
          </Button>
        )
      }
    >
      {own.length === 0 && <EmptyState title={t('thing.none')}>{t('thing.none_text')}</EmptyState>}
      {own.length > 0 && (
        <ul className={style.things}>
          {shown.map((one) => (
            <OneThing key={one.id} forum={forum} thing={one} things={things} fixed={fixed} extra={extra?.(one)} />
          ))}
        </ul>
      )}
      {own.length > shown.length && (
        <Button variant="subtle" onClick={() => setAll(true)}>
          {t('thing.more', { number: String(own.length) })}
        </Button>
      )}
      {adding && <ThingForm forum={forum} kind={kind} things={things} begin={begin} fixed={fixed} onClose={() => setAdding(false)} />}
    </Section>
  )
}

export function OneThing({
  forum,
  thing,
  things,
  fixed,
  extra,
}: {
  forum: ForumData
  thing: Thing
  things: readonly Thing[]
  fixed?: readonly string[] | undefined
  extra?: ReactNode
}) {
  const { t } = useTranslation('strategy')
  const { nameOf } = useMembers(forum.network)
  const words = useStrategyWords()
  const titleOf = useTitleOf()
  const title = titleOf(thing)
  const state = thing.set.state ?? thing.set.says
  const named = textIn(thing, 'title')
  return (
    <li className={`${style.thing} ${thing.withdrawn ? style.withdrawn : ''}`}>
      <h3 className={style.heading}>
        {title === undefined ? (
          <span className={style.quiet}>{t('thing.untitled')}</span>
        ) : (
          <bdi dir="auto" lang={named?.language}>
            {title}
          </bdi>
        )}
        {typeof state === 'string' && <StateMark tone={toneOfState(state)}>{words.code('state', state)}</StateMark>}
      </h3>
      <p className={style.quiet}>{t('thing.by', { who: nameOf(thing.by), when: writeTime(thing.said_at, 'short') })}</p>
      {thing.withdrawn && (
        <p className={style.quiet}>
          {t('thing.withdrawn', { why: '' })}
          <Text words={thing.withdrawn} />
        </p>
      )}
      <SaidOf thing={thing} things={things} />
      {extra}
      <Deeds forum={forum} thing={thing} things={things} title={title ?? words.kind(thing.kind)} fixed={fixed} />
    </li>
  )
}

/** Fields and their values; what stands in the title is not said twice. */
export function SaidOf({ thing, things, without = [] }: { thing: Thing; things: readonly Thing[]; without?: readonly string[] }) {
  const words = useStrategyWords()
  const titleOf = useTitleOf()
  const byId = (id: string) => titleOf(things.find((one) => one.id === id))
  const shown = fieldsOf(thing.kind).filter(([field]) => thing.set[field] !== undefined && ![...without, 'title', 'state'].includes(field))
  if (shown.length === 0) return null
  return (
    <dl className={style.said}>
      {shown.map(([field, { takes }]) => (
        <div key={field} className={style.pair}>
          <dt>{words.field(thing.kind, field)}</dt>
          <dd>
            <Said field={field} takes={takes} value={thing.set[field]!} titleOf={byId} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** What the own member can do with a thing: say more of what is its own, look at versions, withdraw. */
export function Deeds({
  forum,
  thing,
  things,
  title,
  fixed,
}: {
  forum: ForumData
  thing: Thing
  things: readonly Thing[]
  title: string
  fixed?: readonly string[] | undefined
}) {
  const { t } = useTranslation('strategy')
  const { has } = useSession()
  const [doing, setDoing] = useState<'change' | 'versions' | 'withdraw' | undefined>()
  const mine = thing.by === forum.own
  const open = forum.state === 'open' && forum.part !== 'left' && !thing.withdrawn
  const may = open && mayState(forum.part, thing.kind) && (mine || kindOf(thing.kind)?.by === 'chair')
  const last = ['signature', 'outcome'].includes(thing.kind)
  return (
    <div className={style.row}>
      {may && !last && (
        <Button size="compact-sm" variant="default" aria-label={t('act.change_of', { what: title })} onClick={() => setDoing('change')}>
          {t('act.change')}
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" aria-label={t('act.versions_of', { what: title })} onClick={() => setDoing('versions')}>
        {t('act.versions')}
      </Button>
      {open && mine && !last && has('supervisor') && thing.kind !== 'forum' && (
        <Button size="compact-sm" variant="subtle" aria-label={t('act.withdraw_of', { what: title })} onClick={() => setDoing('withdraw')}>
          {t('act.withdraw')}
        </Button>
      )}
      {doing === 'change' && (
        <ThingForm
          forum={forum}
          kind={thing.kind as KindName}
          thing={thing}
          things={things}
          fixed={fixed}
          onClose={() => setDoing(undefined)}
        />
      )}
      {doing === 'versions' && <Versions forum={forum} thing={thing} things={things} onClose={() => setDoing(undefined)} />}
      {doing === 'withdraw' && <Withdraw forum={forum} thing={thing} title={title} onClose={() => setDoing(undefined)} />}
    </div>
  )
}

function Versions({ forum, thing, things, onClose }: { forum: ForumData; thing: Thing; things: readonly Thing[]; onClose: () => void }) {
  const { t } = useTranslation('strategy')
  const { t: shell } = useTranslation()
  const { nameOf } = useMembers(forum.network)
  const view = useView('strategy.read-thing', { forum: forum.id, thing: thing.id })
  const versions = [...(view.data?.versions ?? [])].reverse()
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={<strong>{t('act.versions')}</strong>}
      closeButtonProps={{ 'aria-label': shell('page.close') }}
    >
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      <ol className={style.things}>
        {versions.map((one) => (
          <li key={`${one.version} ${one.by}`} className={style.thing}>
            <p className={style.quiet}>{t('thing.by', { who: nameOf(one.by), when: writeTime(one.said_at) })}</p>
            {one.withdrawn ? <Text words={one.withdrawn} /> : <SaidOf thing={{ ...thing, set: one.set }} things={things} without={[]} />}
          </li>
        ))}
      </ol>
    </Modal>
  )
}

function Withdraw({ forum, thing, title, onClose }: { forum: ForumData; thing: Thing; title: string; onClose: () => void }) {
  const { t } = useTranslation('strategy')
  const { t: shell } = useTranslation()
  const { language } = useLanguage()
  const { nameOf } = useMembers(forum.network)
  const act = useAct('strategy.withdraw-thing')
  const [reason, setReason] = useState({ text: '', language })
  const [tried, setTried] = useState(false)
  const missing = reason.text.trim() === ''
  return (
    <Confirm
      open
      title={t('act.withdraw_of', { what: title })}
      happens={[t('act.withdraw_happens')]}
      seenBy={[...forum.participants, ...forum.observers].filter((one) => one !== forum.own).map(nameOf)}
      act={t('act.withdraw')}
      running={act.running}
      error={act.error}
      onConfirm={async () => {
        setTried(true)
        if (missing) return
        if (await act.run({ forum: forum.id, thing: thing.id, reason: { ...reason, text: reason.text.trim() } })) onClose()
      }}
      onClose={onClose}
    >
      <WordsField
        label={t('act.reason')}
        required
        value={reason}
        onChange={setReason}
        error={tried && missing ? shell('fault.required') : undefined}
      />
    </Confirm>
  )
}
