// One patrol at the size of a telephone: write a line, report an incident in three steps; without a line it waits here, sealed, and is sent once.
import { Button, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { cardsOf, sameOfficer, type Turn, turnsOf } from '#capabilities/operations/planning.ts'
import { mayPut } from '#capabilities/operations/rules.ts'
import { useConnection } from '../api/connection.ts'
import { useAct, useView } from '../api/hooks.ts'
import { useLanguage } from '../language/index.ts'
import { useRefusal } from '../language/term.ts'
import { Banner, Loading, Page, RefusalBanner, Section, StateMark, useMembers, useNow, writeDay, writeTime } from '../pieces/index.ts'
import { isWords } from '../pieces/typed.ts'
import { useSession } from '../session/session.tsx'
import { NotFound } from '../shell/not-found.tsx'
import { dayOf } from './planner.tsx'
import { type Position, PositionField } from './position.tsx'
import { Text, useThingWords } from './said.tsx'
import style from './telephone.module.css'
import type { Fields, Team, Thing } from './types.ts'
import { useWaiting, type Waiting } from './use-waiting.ts'
import { type Line, type LineKind, MOST_WAITING } from './waiting-lines.ts'

const EVERY_MS = 15_000
const READ = ['patrol', 'crew', 'patrol-log', 'incident', 'powers-card', 'area'] as const
const MOST = 1_000
const SHOWN = 50
const LONGEST = 8_000

export function PatrolPage({ id, patrol }: { id: string; patrol: string }) {
  const { t } = useTranslation('patrols')
  const space = useView('operations.read-space', { space: id }, { every_ms: 60_000 })
  const view = useView('operations.find-things', { space: id, kinds: [...READ], limit: MOST, offset: 0 }, { every_ms: EVERY_MS })
  const team = space.data
  const turn = view.data && turnsOf(view.data.things).find((one) => one.id === patrol && one.kind === 'patrol')
  if (view.data && !turn) return <NotFound />
  return (
    <Page
      width="narrow"
      title={<bdi dir="auto">{turn?.title ?? t('kind.patrol')}</bdi>}
      windowTitle={turn?.title ?? t('kind.patrol')}
      lead={turn && `${writeTime(turn.from, 'short')} – ${writeTime(turn.until, 'short')}`}
      actions={<Link href={`/operations/${id}/planner`}>{t('page.planner')}</Link>}
    >
      {/* without the node what is shown stays; that it is lost is said below */}
      {!team && <RefusalBanner error={space.error ?? view.error} onRetry={space.reload} />}
      {(!team || !turn) && !space.error && !view.error && <Loading />}
      {team && turn && <OnPatrol team={team} turn={turn} things={view.data!.things} />}
    </Page>
  )
}

function OnPatrol({ team, turn, things }: { team: Team; turn: Turn; things: readonly Thing[] }) {
  const { t } = useTranslation('patrols')
  const { nameOf } = useMembers(team.network)
  const words = useThingWords()
  const { reachable } = useConnection()
  const waiting = useWaiting(team.id)
  const state = useAct('operations.put-things')
  const [doing, setDoing] = useState<LineKind | undefined>()
  const may = team.belongs && mayPut(team, 'patrol-log')
  const next = turn.state === 'under-way' ? 'done' : turn.state === undefined || turn.state === 'planned' ? 'under-way' : undefined
  return (
    <div className={style.stack}>
      <OwnPowers team={team} turn={turn} things={things} />
      <p className={style.quiet}>
        {turn.officers.map((on) => `\u2068${on.officer}\u2069${on.member ? ` (${nameOf(on.member)})` : ''}`).join(' · ')}
        {turn.area && ` · \u2068${turn.area}\u2069`}
      </p>
      {turn.state && <StateMark tone={turn.state === 'cancelled' ? 'bad' : 'quiet'}>{words.code('state', turn.state)}</StateMark>}
      {!reachable && (
        <Banner tone="warning" title={t('offline.title')}>
          {t('offline.text')}
        </Banner>
      )}
      <RefusalBanner error={waiting.error} />
      <WaitingLines waiting={waiting} />
      {may && waiting.ready && doing === undefined && (
        <>
          <Button className={style.big!} onClick={() => setDoing('patrol-log')}>
            {t('log.begin')}
          </Button>
          <Button className={style.big!} variant="default" onClick={() => setDoing('incident')}>
            {t('incident.begin')}
          </Button>
          {next && reachable && (
            <Button
              className={style.big!}
              variant="default"
              loading={state.running}
              onClick={() => void state.run({ space: team.id, things: [{ thing: turn.id, kind: 'patrol', set: { state: next } }] })}
            >
              {t(`state.${next}`)}
            </Button>
          )}
        </>
      )}
      <RefusalBanner error={state.error} />
      {doing === 'patrol-log' && <WriteLine patrol={turn.id} waiting={waiting} onClose={() => setDoing(undefined)} />}
      {doing === 'incident' && <Incident patrol={turn.id} waiting={waiting} onClose={() => setDoing(undefined)} />}
      <LogSoFar patrol={turn.id} things={things} team={team} />
      <p className={style.quiet}>{t('offline.rule', { number: MOST_WAITING })}</p>
    </div>
  )
}

/** What a guest may do today, before anything else on the page. */
function OwnPowers({ team, turn, things }: { team: Team; turn: Turn; things: readonly Thing[] }) {
  const { t } = useTranslation('patrols')
  const { nameOf } = useMembers(team.network)
  const { officer } = useSession()
  const now = useNow()
  const own = cardsOf(things).filter((card) => card.member === team.own && sameOfficer(card.officer) === sameOfficer(officer.name))
  const guest = turn.host !== undefined && turn.host !== team.own
  if (!guest && own.length === 0) return null
  const today = dayOf(now)
  const card = own.find(
    ({ host, from, until, is_of_host }) => is_of_host && (!guest || host === turn.host) && from <= today && today <= until,
  )
  if (!card)
    return guest ? (
      <Banner tone="warning" title={t('card.none', { host: nameOf(turn.host!) })}>
        {t('card.none_text')}
      </Banner>
    ) : null
  const thing = things.find(({ id }) => id === card.id)
  const powers = thing?.fields.powers?.value
  const executive = thing?.fields.executive?.value
  return (
    <Section title={t('card.title')} actions={<Link href={`/operations/${team.id}/card/${card.id}`}>{t('card.open')}</Link>}>
      <div className={`${style.stack} ${style.sure}`}>
        {isWords(powers) && <Text words={powers} />}
        <StateMark tone={executive === true ? 'warning' : 'quiet'}>
          {t(executive === true ? 'card.executive' : 'card.not_executive')}
        </StateMark>
        <span className={style.quiet}>{t('card.until', { day: writeDay(card.until), host: nameOf(card.host) })}</span>
      </div>
    </Section>
  )
}

function WaitingLines({ waiting }: { waiting: Waiting }) {
  const { t } = useTranslation('patrols')
  const refusal = useRefusal()
  const { lines, shut, refused } = waiting
  if (lines.length === 0 && shut === 0) return null
  return (
    <Section title={t('waiting.title', { count: lines.length })}>
      <div className={style.stack}>
        <ul className={style.lines}>
          {lines.map(({ id, kind, set }) => {
            const why = refused.get(id)
            return (
              <li key={id} data-waiting>
                <span className={style.quiet}>
                  {t(`waiting.${kind}`)} {typeof set.at === 'string' && writeTime(set.at, 'short')}
                </span>
                {isWords(set.text) && <Text words={set.text} />}
                {why && (
                  <>
                    <StateMark tone="bad">{t('waiting.refused', { why: refusal({ code: why, details: [] } as never) })}</StateMark>
                    <div>
                      <Button variant="default" className={style.small!} onClick={() => waiting.discard(id)}>
                        {t('waiting.discard')}
                      </Button>
                    </div>
                  </>
                )}
              </li>
            )
          })}
        </ul>
        {shut > 0 && <p className={style.quiet}>{t('waiting.shut', { count: shut })}</p>}
        {lines.length > 0 && (
          <Button variant="default" className={style.big!} onClick={waiting.send}>
            {t('waiting.send')}
          </Button>
        )}
      </div>
    </Section>
  )
}

const placed = (position: Position | undefined): Fields => (position ? { latitude: position.latitude, longitude: position.longitude } : {})

/** Keeps a line here and sends it; says where this device takes no more. */
function useWriting(waiting: Waiting, onClose: () => void) {
  const [full, setFull] = useState(false)
  const write = async (kind: LineKind, set: Fields) => {
    const line: Line = { id: crypto.randomUUID(), kind, set }
    if ((await waiting.write(line)) === 'kept') onClose()
    else setFull(true)
  }
  return { full, write }
}

function WriteLine({ patrol, waiting, onClose }: { patrol: string; waiting: Waiting; onClose: () => void }) {
  const { t } = useTranslation('patrols')
  const { t: shell } = useTranslation()
  const { language } = useLanguage()
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const [position, setPosition] = useState<Position | undefined>()
  const { full, write } = useWriting(waiting, onClose)
  return (
    <Section title={t('log.title')}>
      <form
        className={style.stack}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (text.trim())
            void write('patrol-log', { patrol, at: new Date().toISOString(), text: { text: text.trim(), language }, ...placed(position) })
        }}
      >
        <Textarea
          label={t('log.text')}
          dir="auto"
          autosize
          minRows={3}
          maxLength={LONGEST}
          data-autofocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={tried && !text.trim() ? shell('fault.required') : undefined}
        />
        <PositionField value={position} onChange={setPosition} />
        {full && <p role="alert">{t('offline.full', { number: MOST_WAITING })}</p>}
        <Button type="submit" className={style.big!}>
          {t('log.send')}
        </Button>
        <Button className={style.big!} variant="default" onClick={onClose}>
          {shell('page.cancel')}
        </Button>
      </form>
    </Section>
  )
}

const CATEGORIES = ['use-of-force', 'injury', 'damage', 'complaint', 'rights', 'other'] as const
const STEPS = 3

/** An instant as a field for local time has it. */
const localOf = (at: number) => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)

/** Three steps: what kind, what happened and when, where and whether it is right. */
function Incident({ patrol, waiting, onClose }: { patrol: string; waiting: Waiting; onClose: () => void }) {
  const { t } = useTranslation('patrols')
  const { t: shell } = useTranslation()
  const words = useThingWords()
  const { language } = useLanguage()
  const [step, setStep] = useState(1)
  const [category, setCategory] = useState<(typeof CATEGORIES)[number] | undefined>()
  const [text, setText] = useState('')
  const [at, setAt] = useState(() => localOf(Date.now()))
  const [position, setPosition] = useState<Position | undefined>()
  const [tried, setTried] = useState(false)
  const { full, write } = useWriting(waiting, onClose)
  const when = new Date(at)
  const wrong = Number.isNaN(when.getTime()) || when.getTime() > Date.now() + 60_000
  const go = () => {
    setTried(true)
    if (step === 2 && (!text.trim() || wrong)) return
    setTried(false)
    if (step < STEPS) setStep(step + 1)
    else if (category)
      void write('incident', { patrol, category, at: when.toISOString(), text: { text: text.trim(), language }, ...placed(position) })
  }
  return (
    <Section title={t('incident.title')}>
      <div className={style.stack}>
        <p className={style.steps} aria-live="polite">
          {t('incident.step', { step, of: STEPS })}: {t(`incident.step_${step as 1 | 2 | 3}`)}
        </p>
        {step === 1 && (
          <div className={style.choices}>
            {CATEGORIES.map((one) => (
              <button
                key={one}
                type="button"
                className={style.choice}
                aria-pressed={category === one}
                onClick={() => {
                  setCategory(one)
                  setStep(2)
                }}
              >
                {words.code('category', one)}
              </button>
            ))}
          </div>
        )}
        {step === 2 && (
          <>
            <Textarea
              label={t('incident.text')}
              dir="auto"
              autosize
              minRows={4}
              maxLength={LONGEST}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              error={tried && !text.trim() ? shell('fault.required') : undefined}
            />
            <TextInput
              type="datetime-local"
              label={t('incident.at')}
              dir="ltr"
              styles={{ input: { textAlign: 'start', minHeight: 44 } }}
              value={at}
              onChange={(event) => setAt(event.currentTarget.value)}
              error={tried && wrong ? t('incident.at_wrong') : undefined}
            />
          </>
        )}
        {step === 3 && (
          <>
            <dl className={style.facts}>
              <div>
                <dt>{t('incident.kind')}</dt>
                <dd>{category && words.code('category', category)}</dd>
              </div>
              <div>
                <dt>{t('incident.at')}</dt>
                <dd>{writeTime(when)}</dd>
              </div>
              <div>
                <dt>{t('incident.text')}</dt>
                <dd dir="auto" className={style.said}>
                  {text}
                </dd>
              </div>
            </dl>
            <PositionField value={position} onChange={setPosition} />
            <p className={style.quiet}>{t('incident.who')}</p>
          </>
        )}
        {full && <p role="alert">{t('offline.full', { number: MOST_WAITING })}</p>}
        {step > 1 && (
          <Button className={style.big!} onClick={go}>
            {t(step === STEPS ? 'incident.send' : 'incident.next')}
          </Button>
        )}
        <Button className={style.big!} variant="default" onClick={() => (step === 1 ? onClose() : setStep(step - 1))}>
          {step === 1 ? shell('page.cancel') : t('incident.back')}
        </Button>
      </div>
    </Section>
  )
}

/** What the team has of this patrol, the newest first. */
function LogSoFar({ patrol, things, team }: { patrol: string; things: readonly Thing[]; team: Team }) {
  const { t } = useTranslation('patrols')
  const { nameOf } = useMembers(team.network)
  const words = useThingWords()
  const atOf = ({ fields }: Thing) => String(fields.at?.value ?? '')
  const lines = things
    .filter((one) => (one.kind === 'patrol-log' || one.kind === 'incident') && one.fields.patrol?.value === patrol && !one.withdrawn)
    .sort((a, b) => (atOf(a) < atOf(b) ? 1 : -1))
  return (
    <Section title={t('log.so_far')}>
      {lines.length === 0 ? (
        <p className={style.quiet}>{t('log.none')}</p>
      ) : (
        <ol className={style.lines}>
          {lines.slice(0, SHOWN).map((one) => {
            const { text, category, latitude, longitude } = one.fields
            return (
              <li key={one.id}>
                <span className={style.quiet}>
                  {writeTime(atOf(one), 'short')} · {nameOf(one.by)}
                </span>
                {typeof category?.value === 'string' && <StateMark tone="warning">{words.code('category', category.value)}</StateMark>}
                {isWords(text?.value) && <Text words={text.value} />}
                {latitude && longitude && <bdi dir="ltr" className={style.quiet}>{`${latitude.value}, ${longitude.value}`}</bdi>}
              </li>
            )
          })}
        </ol>
      )}
      {lines.length > SHOWN && <p className={style.quiet}>{t('log.more', { number: lines.length - SHOWN })}</p>}
    </Section>
  )
}
