// The desk: the list at the start, the conversation in the middle, facts and time limits at the end.
import { Button, NativeSelect } from '@mantine/core'
import { IconChartBar, IconPlus, IconRefresh } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useSearch } from 'wouter'
import { useAct, useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import {
  Banner,
  DateTime,
  EmptyState,
  Facts,
  Loading,
  MemberName,
  Panes,
  RefusalBanner,
  useListState,
  useShortcuts,
  useWindowTitle,
  WaitingErasure,
} from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { CaseButtons } from './case-deeds.tsx'
import { HandlingMarks } from './content.tsx'
import { Conversation } from './conversation.tsx'
import style from './exchange.module.css'
import { CaseFacts } from './facts.tsx'
import {
  CaseList,
  CaseTitle,
  type DeskState,
  FILTERS,
  Filters,
  InboxList,
  type ListName,
  NoticeList,
  useCases,
  useInbox,
  useLists,
  useNotices,
} from './lists.tsx'
import { type Purpose, PurposeGate, PurposeLine, PurposeProvider, useCasePurpose } from './purpose.tsx'
import type { CaseRead, InboxRow } from './types.ts'

/** The whole desk; `opened` is what stands in the middle. */
export function Desk({ opened }: { opened: { what: 'cases' | 'messages'; id: string } | undefined }) {
  const { t } = useTranslation('exchange')
  const { has, officer } = useSession()
  const lists = useLists()
  const state = useListState(FILTERS, { size: 50 })
  const list = lists.find((one) => one === state.filters.list) ?? lists[0] ?? 'cases'
  const inbox = useInbox(state, list === 'inbox')
  const cases = useCases(state, list === 'cases')
  const notices = useNotices(state, list === 'notices')
  const search = useSearch()
  const assign = useAct('exchange.assign-case')
  const pane = useRef<HTMLDivElement>(null)
  useWindowTitle(t('title'))

  const move = (step: number) => {
    const rows = [...(pane.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    if (rows.length === 0) return
    const at = rows.indexOf(document.activeElement as HTMLElement)
    const from = at >= 0 ? at : rows.findIndex((row) => row.getAttribute('aria-current') === 'true')
    const next = rows[Math.min(Math.max(from + step, 0), rows.length - 1)]
    next?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  }
  const assignToMe = () => {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.case : undefined
    const id = focused ?? (opened?.what === 'cases' ? opened.id : undefined)
    if (id) void assign.run({ case: id, officer: officer.id })
  }
  const { t: shell } = useTranslation()
  useShortcuts([
    { key: 'j', label: shell('keys.down'), run: () => move(1) },
    { key: 'k', label: shell('keys.up'), run: () => move(-1) },
    ...(has('desk', 'supervisor') ? [{ key: 'e', label: t('assign.me'), run: assignToMe }] : []),
  ])

  if (lists.length === 0) return <NoDesk />
  const view = list === 'inbox' ? inbox : list === 'cases' ? cases : notices
  const touched = touchedAt(list, opened?.id, { inbox: inbox.data?.rows, cases: cases.data?.rows })
  return (
    <Panes
      title={t('title')}
      open={opened !== undefined}
      back={search ? `/exchange?${search}` : '/exchange'}
      list={
        <div ref={pane}>
          <ListHead list={list} lists={lists} state={state} total={view.data?.total} />
          <Filters list={list} state={state} />
          {assign.error && (
            <div className={style.inset}>
              <RefusalBanner error={assign.error} />
            </div>
          )}
          {list === 'inbox' && <InboxList view={inbox} state={state} open={opened?.id} />}
          {list === 'cases' && <CaseList view={cases} state={state} open={opened?.id} />}
          {list === 'notices' && <NoticeList view={notices} state={state} open={opened?.id} />}
        </div>
      }
      {...middle(opened, touched)}
    />
  )
}

function middle(opened: { what: 'cases' | 'messages'; id: string } | undefined, touched: string | undefined) {
  if (!opened) return { main: <NothingOpen /> }
  if (opened.what === 'messages') return { main: <Unfiled key={opened.id} id={opened.id} /> }
  return {
    main: <CasePane key={opened.id} id={opened.id} touched={touched} part="main" />,
    side: <CasePane key={opened.id} id={opened.id} touched={touched} part="side" />,
  }
}

/** When the list last saw a change of the open case: the case is read again then, and not by the clock, since each reading is journalled. */
function touchedAt(
  list: ListName,
  id: string | undefined,
  { inbox, cases }: { inbox: readonly InboxRow[] | undefined; cases: readonly { id: string; touched_at: string }[] | undefined },
): string | undefined {
  if (list === 'cases') return cases?.find((row) => row.id === id)?.touched_at
  return inbox?.find((row) => row.case === id)?.at
}

function ListHead({
  list,
  lists,
  state,
  total,
}: {
  list: ListName
  lists: readonly ListName[]
  state: DeskState
  total: number | undefined
}) {
  const { t } = useTranslation('exchange')
  const { has } = useSession()
  const [, navigate] = useLocation()
  return (
    <header className={style.listHead}>
      <div className={style.listTop}>
        <h1 className={style.title}>{t('title')}</h1>
        <span className={style.grow} />
        <Link href="/exchange/statistics" className={style.iconLink} title={t('statistics.title')}>
          <IconChartBar size={18} aria-hidden="true" />
          <span>{t('statistics.short')}</span>
        </Link>
        {has('desk', 'supervisor') && (
          <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => navigate('/exchange/new')}>
            {t('new.short')}
          </Button>
        )}
      </div>
      {lists.length > 1 && (
        <nav className={style.tabs} aria-label={t('list.label')}>
          {lists.map((name) => (
            <button
              key={name}
              type="button"
              className={style.tab}
              aria-current={name === list ? 'page' : undefined}
              onClick={() =>
                state.set({
                  sort: '',
                  filters: Object.fromEntries(FILTERS.map((key) => [key, key === 'list' && name !== lists[0] ? name : ''])),
                })
              }
            >
              {t(`list.${name}`)}
              {name === list && total !== undefined && (
                <span className={style.number}>{new Intl.NumberFormat(locale()).format(total)}</span>
              )}
            </button>
          ))}
        </nav>
      )}
    </header>
  )
}

function NothingOpen() {
  const { t } = useTranslation('exchange')
  const { has } = useSession()
  const [, navigate] = useLocation()
  return (
    <EmptyState
      title={t('empty.open')}
      actions={
        has('desk', 'supervisor') && (
          <Button variant="default" leftSection={<IconPlus size={18} />} onClick={() => navigate('/exchange/new')}>
            {t('new.title')}
          </Button>
        )
      }
    >
      <p>{t('empty.open_text')}</p>
      <p className={style.keys}>
        <kbd>j</kbd> <kbd>k</kbd> {t('keys.move')} · <kbd>Enter</kbd> {t('keys.open')} · <kbd>e</kbd> {t('assign.me')} · <kbd>n</kbd>{' '}
        {t('new.title')}
      </p>
    </EmptyState>
  )
}

/** What officers find who neither lead nor read cases. */
export function NoDesk() {
  const { t } = useTranslation('exchange')
  const { has } = useSession()
  return (
    <EmptyState
      title={t('empty.role')}
      actions={has('data-protection') && <Link href="/exchange/statistics">{t('statistics.title')}</Link>}
    >
      {t('empty.role_text')}
    </EmptyState>
  )
}

const MOST_MESSAGES = 200
const FIRST_LOOK_MS = 4_000
const LONGEST_LOOK_MS = 60_000

/** One reading of a case for both panes: the middle and the side share what `useView` keeps. */
function CasePane({ id, touched, part }: { id: string; touched: string | undefined; part: 'main' | 'side' }) {
  const [purpose, choose] = useCasePurpose(id)
  const [from, setFrom] = useState(0)
  const input = { case: id, limit: MOST_MESSAGES, ...(from > 0 && { offset: from }) }
  const view = useView('exchange.read-case', input, { enabled: purpose !== undefined, purpose })
  if (!purpose) return part === 'main' ? <PurposeGate onChoose={choose} /> : null
  if (part === 'side')
    return view.data?.case.id === id ? (
      <PurposeProvider value={purpose}>
        <CaseFacts read={view.data} />
      </PurposeProvider>
    ) : null
  return (
    <PurposeProvider value={purpose}>
      {view.loading && <Loading />}
      {view.error && (
        <div className={style.inset}>
          <RefusalBanner error={view.error} onRetry={view.reload} />
        </div>
      )}
      {view.data && view.data.case.id === id && (
        <OpenCase
          read={view.data}
          read_at={view.read_at}
          purpose={purpose}
          choose={choose}
          touched={touched}
          reload={view.reload}
          from={from}
          setFrom={setFrom}
        />
      )}
    </PurposeProvider>
  )
}

function OpenCase({
  read,
  read_at,
  purpose,
  choose,
  touched,
  reload,
  from,
  setFrom,
}: {
  read: CaseRead
  read_at: number
  purpose: Purpose
  choose: (purpose: Purpose) => void
  touched: string | undefined
  reload: () => void
  from: number
  setFrom: (from: number) => void
}) {
  const { t } = useTranslation('exchange')
  const { term } = useTerm()
  const { case: about } = read
  useFreshness(read, read_at, touched, reload)
  return (
    <div className={style.case}>
      <header className={style.caseHead}>
        <h2 className={style.caseTitle}>
          <CaseTitle about={about} />
        </h2>
        <p className={style.caseLine}>
          <span>{t(`case-state.${about.state}`)}</span>
          <span>
            {t('facts.owner')}: <MemberName id={about.owner} network={about.network} hideCode />
          </span>
          {about.crime_area && <span>{term('crime-area', about.crime_area)}</span>}
          <span>{term('classification', about.classification)}</span>
          <HandlingMarks handling={about.handling} />
        </p>
        <p className={style.reading}>
          <PurposeLine purpose={purpose} onChoose={choose} />
          <span>
            {t('case.read_at')} <DateTime at={read_at} form="time" />{' '}
            <Button size="compact-xs" variant="subtle" leftSection={<IconRefresh size={14} />} onClick={reload}>
              {t('case.reload')}
            </Button>
          </span>
        </p>
        <CaseButtons read={read} />
      </header>
      <WaitingErasure of="exchange" proposal={read.erasure} />
      <Opening read={read} />
      <Conversation read={read} />
      {read.messages.total > MOST_MESSAGES && (
        <div className={style.buttons}>
          <Button variant="default" disabled={from === 0} onClick={() => setFrom(Math.max(0, from - MOST_MESSAGES))}>
            {t('case.earlier')}
          </Button>
          <Button variant="default" disabled={from + MOST_MESSAGES >= read.messages.total} onClick={() => setFrom(from + MOST_MESSAGES)}>
            {t('case.later')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** Reads the case again when the list saw it change, and at growing pauses while something of it is on its way out. */
function useFreshness(read: CaseRead, read_at: number, touched: string | undefined, reload: () => void): void {
  const seen = useRef(touched)
  useEffect(() => {
    if (touched && seen.current && touched > seen.current && Date.parse(touched) > read_at - 1_000) reload()
    seen.current = touched
  }, [touched, read_at, reload])
  const waiting = read.messages.rows.some(({ direction, delivery }) => direction === 'out' && delivery?.state === 'waiting')
  const pause = useRef(FIRST_LOOK_MS)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each reading plans the next one
  useEffect(() => {
    if (!waiting) {
      pause.current = FIRST_LOOK_MS
      return
    }
    const timer = setTimeout(() => {
      if (document.visibilityState === 'visible') reload()
    }, pause.current)
    pause.current = Math.min(pause.current * 2, LONGEST_LOOK_MS)
    return () => clearTimeout(timer)
  }, [waiting, read_at, reload])
}

const opening = new Set<string>()

/** An officer of the addressed unit opens what came in by looking at it; another one does so only by asking for it. */
function Opening({ read }: { read: CaseRead }) {
  const { t } = useTranslation('exchange')
  const { officer, has } = useSession()
  const [purpose] = useCasePurpose(read.case.id)
  const { run, running, error } = useAct('exchange.mark-opened')
  const unopened = read.requests.filter(({ direction, opened_at }) => direction === 'in' && !opened_at)
  const unseen = read.messages.rows.filter(({ direction, seen_at }) => direction === 'in' && !seen_at)
  const mine = unopened.every(({ unit }) => unit === null || unit === officer.unit)
  const key = [...unopened, ...unseen].map(({ id }) => id).join()
  const able = has('desk', 'supervisor')
  const go = () => run({ case: read.case.id }, { purpose })
  const latest = useRef(go)
  latest.current = go
  useEffect(() => {
    if (!able || !mine || key === '' || opening.has(key)) return
    opening.add(key)
    if (opening.size > 500) opening.clear()
    void latest.current()
  }, [able, mine, key])
  if (error) return <RefusalBanner error={error} onRetry={() => void go()} />
  if (!able || unopened.length === 0 || mine) return null
  const units = [...new Set(unopened.flatMap(({ unit }) => (unit ? [unit] : [])))].join(' · ')
  return (
    <Banner
      title={t('opening.other_unit', { unit: units })}
      actions={
        <Button size="xs" loading={running} onClick={() => void go()}>
          {t('opening.act')}
        </Button>
      }
    >
      {t('opening.why')}
    </Banner>
  )
}

/** A message that belongs to no case: it is put into one, or taken out of the inbox. */
function Unfiled({ id }: { id: string }) {
  const { t } = useTranslation('exchange')
  const { t: shell } = useTranslation()
  const [, navigate] = useLocation()
  const [purpose, choose] = useCasePurpose(id)
  const inbox = useView('exchange.find-inbox', { limit: 200 })
  const row = inbox.data?.rows.find((one) => one.id === id)
  const cases = useView('exchange.find-cases', { state: 'open', limit: 100, ...(row && { network: row.network }) })
  const { run, running, error } = useAct('exchange.file-message')
  const [into, setInto] = useState('')
  if (!purpose) return <PurposeGate onChoose={choose} />
  if (!row) return inbox.loading ? <Loading /> : <EmptyState title={t('unfiled.gone')} />
  const file = async () => {
    const done = await run({ message: id, ...(into && { case: into }) }, { purpose })
    if (done) navigate(done.case ? `/exchange/cases/${done.case}` : '/exchange')
  }
  return (
    <div className={style.case}>
      <h2 className={style.caseTitle}>{t(`message-kind.${row.kind}`)}</h2>
      <Facts
        items={[
          [t('filter.partner'), <MemberName key="p" id={row.partner} network={row.network} />],
          [t('unfiled.came'), <DateTime key="a" at={row.at} />],
          [t('unfiled.mark'), row.mark && t(`mark.${row.mark}`)],
        ]}
      />
      <p>{t('unfiled.why')}</p>
      <NativeSelect
        label={t('unfiled.into')}
        value={into}
        onChange={(event) => setInto(event.currentTarget.value)}
        data={[
          { value: '', label: shell('form.choose') },
          ...(cases.data?.rows ?? []).map((one) => ({ value: one.id, label: one.title ?? one.reference ?? one.id })),
        ]}
      />
      <RefusalBanner error={error} />
      <div className={style.buttons}>
        <Button loading={running} disabled={into === ''} onClick={() => void file()}>
          {t('unfiled.file')}
        </Button>
        <Button variant="default" loading={running} disabled={into !== ''} onClick={() => void file()}>
          {t('unfiled.dismiss')}
        </Button>
      </div>
    </div>
  )
}
