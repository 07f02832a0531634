// The desk of a centre: who has the shift and what was handed over, what is open, and what was asked by month, by rules that stand beside the numbers.
import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DESK_PARTS, type DeskMonth, type DeskPart, deskMonthsOf } from '#capabilities/operations/desk.ts'
import { PAPER_WORDS } from '#capabilities/operations/paper-words/index.ts'
import { type Turn, turnsOf } from '#capabilities/operations/planning.ts'
import { mayPut } from '#capabilities/operations/rules.ts'
import { useAct, useView } from '../api/hooks.ts'
import { locale, useLanguage } from '../language/index.ts'
import {
  Bars,
  EmptyState,
  Loading,
  RefusalBanner,
  Section,
  StateMark,
  useMembers,
  useNow,
  writeDuration,
  writeTime,
} from '../pieces/index.ts'
import { isWords } from '../pieces/typed.ts'
import shared from './operations.module.css'
import style from './planner.module.css'
import { Text, useThingWords } from './said.tsx'
import { TakePaper } from './take-paper.tsx'
import { ThingForm } from './thing-form.tsx'
import type { KindName, Team, Thing, Value } from './types.ts'

const EVERY_MS = 10_000
const MOST = 1_000
const SHOWN = 30
const NOTES = 10

type Asked = { kind: KindName; thing?: Thing; begin?: Readonly<Record<string, Value>> }

export function Desk({ team }: { team: Team }) {
  const { t } = useTranslation('patrols')
  const view = useView(
    'operations.find-things',
    { space: team.id, kinds: ['desk-request', 'shift'], limit: MOST, offset: 0 },
    { every_ms: EVERY_MS },
  )
  const [asked, setAsked] = useState<Asked | undefined>()
  const things = view.data?.things ?? []
  const may = team.belongs && mayPut(team, 'desk-request')
  const minute = () => new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString()
  if (view.loading) return <Loading />
  return (
    <div className={style.stack}>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.data && (
        <>
          {may && (
            <div className={style.actions}>
              <Button
                onClick={() =>
                  setAsked({
                    kind: 'desk-request',
                    begin: { received_at: minute(), state: 'open', urgency: 'normal', asked_by: team.own },
                  })
                }
              >
                {t('desk.add')}
              </Button>
              <Button variant="default" onClick={() => setAsked({ kind: 'shift', begin: { member: team.own, from: minute() } })}>
                {t('add.shift')}
              </Button>
            </div>
          )}
          <div className={shared.two}>
            <OnShift things={things} may={may} onAsk={setAsked} />
            <OpenRequests team={team} things={things} may={may} onAsk={setAsked} />
          </div>
          <Statistics team={team} things={things} whole={view.data.count <= things.length} />
        </>
      )}
      {asked && <ThingForm team={team} {...asked} things={things} onClose={() => setAsked(undefined)} />}
    </div>
  )
}

function OnShift({ things, may, onAsk }: { things: readonly Thing[]; may: boolean; onAsk: (asked: Asked) => void }) {
  const { t } = useTranslation('patrols')
  const { nameOf } = useMembers()
  const now = useNow()
  const shifts = turnsOf(things).filter(({ kind }) => kind === 'shift')
  const present = shifts.filter((one) => Date.parse(one.from) <= now && now < Date.parse(one.until))
  const next = shifts.find((one) => Date.parse(one.from) > now)
  const thingOf = ({ id }: Turn) => things.find((one) => one.id === id)
  const notes = shifts
    .flatMap((turn) => {
      const note = thingOf(turn)?.fields.handed_over?.value
      return isWords(note) ? [{ turn, note }] : []
    })
    .reverse()
  const who = (turn: Turn) => (
    <>
      <bdi dir="auto">{turn.title}</bdi> <span className={style.quiet}>{turn.members.map(nameOf).join(' · ')}</span>
    </>
  )
  return (
    <Section title={t('desk.shifts')}>
      <div className={style.stack}>
        {present.length === 0 ? (
          <StateMark tone="warning">{t('desk.nobody')}</StateMark>
        ) : (
          <ul className={style.conflicts}>
            {present.map((turn) => (
              <li key={turn.id}>
                {who(turn)} <span className={style.quiet}>{t('desk.until', { time: writeTime(turn.until, 'short') })}</span>{' '}
                {may && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`${t('desk.hand_over')}: ${turn.title}`}
                    onClick={() => onAsk({ kind: 'shift', thing: thingOf(turn)! })}
                  >
                    {t('desk.hand_over')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        {next && (
          <p className={style.quiet}>
            {t('desk.next', { time: writeTime(next.from, 'short') })} {who(next)}
          </p>
        )}
        <h3 className={style.day}>{t('desk.notes')}</h3>
        {notes.length === 0 ? (
          <p className={style.quiet}>{t('desk.no_notes')}</p>
        ) : (
          <ol className={style.turns}>
            {notes.slice(0, NOTES).map(({ turn, note }) => (
              <li key={turn.id} className={style.says}>
                <span className={style.quiet}>
                  {writeTime(turn.from, 'short')} – {writeTime(turn.until, 'short')} · {who(turn)}
                </span>
                <Text words={note} />
              </li>
            ))}
          </ol>
        )}
      </div>
    </Section>
  )
}

/** What waits for an answer: the urgent first, then the oldest. */
function OpenRequests({ team, things, may, onAsk }: { team: Team; things: readonly Thing[]; may: boolean; onAsk: (asked: Asked) => void }) {
  const { t } = useTranslation('patrols')
  const { nameOf } = useMembers(team.network)
  const words = useThingWords()
  const now = useNow()
  const act = useAct('operations.put-things')
  const text = ({ fields }: Thing, field: string) => String(fields[field]?.value ?? '')
  const open = things
    .filter((one) => one.kind === 'desk-request' && !one.withdrawn && text(one, 'state') === 'open')
    .sort(
      (a, b) =>
        Number(text(b, 'urgency') === 'urgent') - Number(text(a, 'urgency') === 'urgent') ||
        (text(a, 'received_at') < text(b, 'received_at') ? -1 : 1),
    )
  const settle = (thing: Thing, state: 'answered' | 'refused') =>
    act.run({
      space: team.id,
      things: [{ thing: thing.id, kind: 'desk-request', set: { state, answered_at: new Date().toISOString() } }],
    })
  return (
    <Section title={t('desk.open', { count: open.length })}>
      <RefusalBanner error={act.error} />
      {open.length === 0 ? (
        <p className={style.quiet}>{t('desk.none_open')}</p>
      ) : (
        <ul className={style.turns}>
          {open.slice(0, SHOWN).map((one) => {
            const name = `${words.code('type', text(one, 'type'))}, ${nameOf(text(one, 'asked_by'))} → ${nameOf(text(one, 'asked_of'))}`
            return (
              <li key={one.id} className={style.says}>
                <span>
                  {words.code('type', text(one, 'type'))} · {words.code('channel', text(one, 'channel'))}{' '}
                  {text(one, 'urgency') === 'urgent' && <StateMark tone="warning">{words.code('urgency', 'urgent')}</StateMark>}
                </span>
                <span className={style.quiet}>
                  {t('desk.from_to', { by: nameOf(text(one, 'asked_by')), of: nameOf(text(one, 'asked_of')) })} ·{' '}
                  {t('desk.waits', { lasting: writeDuration(Math.max(0, now - Date.parse(text(one, 'received_at')))) })}
                </span>
                {may && (
                  <div className={style.actions}>
                    {(['answered', 'refused'] as const).map((state) => (
                      <Button
                        key={state}
                        size="compact-sm"
                        variant="default"
                        loading={act.running}
                        aria-label={`${t(`desk.settle_${state}`)}: ${name}`}
                        onClick={() => void settle(one, state)}
                      >
                        {t(`desk.settle_${state}`)}
                      </Button>
                    ))}
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={`${t('change')}: ${name}`}
                      onClick={() => onAsk({ kind: 'desk-request', thing: one })}
                    >
                      {t('change')}
                    </Button>
                  </div>
                )}
              </li>
            )
          })}
        </ul>
      )}
      {open.length > SHOWN && <p className={style.quiet}>{t('desk.more', { number: open.length - SHOWN })}</p>}
    </Section>
  )
}

const COLUMNS = ['all', 'urgent', 'answered', 'refused', 'open'] as const

function Statistics({ team, things, whole }: { team: Team; things: readonly Thing[]; whole: boolean }) {
  const { t } = useTranslation('patrols')
  const { language } = useLanguage()
  const { nameOf } = useMembers(team.network)
  const words = useThingWords()
  const now = useNow()
  const [part, setPart] = useState<DeskPart>('type')
  const said = PAPER_WORDS[language].desk
  const number = new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 })
  const { months, earlier, unplaced } = deskMonthsOf(things)
  const monthName = ({ month }: DeskMonth) =>
    new Intl.DateTimeFormat(locale(), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`))
  const codes = [...new Set(months.flatMap(({ by }) => by[part].map(({ code }) => code)))]
  const codeName = (code: string) => (part === 'asked_by' || part === 'asked_of' ? nameOf(code) : words.code(part, code))
  return (
    <Section title={said.title}>
      {months.length === 0 ? (
        <EmptyState title={said.none} />
      ) : (
        <div className={style.stack}>
          <Bars
            caption={said.chart}
            first={said.month}
            parts={[said.all]}
            bars={months.map((one) => ({ label: monthName(one), values: [one.all] }))}
            source={t('desk.source', { time: writeTime(now, 'short') })}
          />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
          <section className={shared.scroll} tabIndex={0} aria-label={said.months}>
            <table className={shared.table}>
              <caption className="visually-hidden">{said.months}</caption>
              <thead>
                <tr>
                  <th scope="col">{said.month}</th>
                  {COLUMNS.map((one) => (
                    <th key={one} scope="col" className={shared.end}>
                      {said[one]}
                    </th>
                  ))}
                  <th scope="col" className={shared.end}>
                    {said.median}
                  </th>
                  <th scope="col" className={shared.end}>
                    {said.timed}
                  </th>
                </tr>
              </thead>
              <tbody>
                {[...months].reverse().map((one) => (
                  <tr key={one.month}>
                    <th scope="row">{monthName(one)}</th>
                    {COLUMNS.map((column) => (
                      <td key={column} className={shared.end}>
                        {number.format(one[column])}
                      </td>
                    ))}
                    <td className={shared.end}>{one.median_h === null ? '–' : number.format(one.median_h)}</td>
                    <td className={shared.end}>{number.format(one.timed)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <NativeSelect
            label={said.by}
            value={part}
            data={DESK_PARTS.map((value) => ({ value, label: said.parts[value] }))}
            onChange={(event) => setPart(event.currentTarget.value as DeskPart)}
            style={{ maxInlineSize: '20rem' }}
          />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
          <section className={shared.scroll} tabIndex={0} aria-label={said.by}>
            <table className={shared.table}>
              <caption className="visually-hidden">{`${said.by}: ${said.parts[part]}`}</caption>
              <thead>
                <tr>
                  <th scope="col">{said.month}</th>
                  {codes.map((code) => (
                    <th key={code} scope="col" className={shared.end}>
                      {codeName(code)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {[...months].reverse().map((one) => (
                  <tr key={one.month}>
                    <th scope="row">{monthName(one)}</th>
                    {codes.map((code) => (
                      <td key={code} className={shared.end}>
                        {number.format(one.by[part].find((each) => each.code === code)?.count ?? 0)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </div>
      )}
      <h3 className={style.day}>{said.rules}</h3>
      <ul>
        {said.rule.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      {earlier > 0 && <p className={style.quiet}>{`${said.earlier}: ${number.format(earlier)}`}</p>}
      {unplaced > 0 && <p className={style.quiet}>{`${said.unplaced}: ${number.format(unplaced)}`}</p>}
      {!whole && <p className={style.quiet}>{t('desk.cut', { number: number.format(MOST) })}</p>}
      <TakePaper space={team.id} paper="desk" forms={['xlsx', 'pdf', 'docx']} />
    </Section>
  )
}
