// The lists of the desk: what came in, the cases, and for supervisors the time limits that press.
import { ActionIcon, Button, NativeSelect } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearch } from 'wouter'
import { CRIME_AREAS, REPLY_LIMIT_MS } from '#wire/vocabulary.ts'
import type { Input, Output } from '../api/client.ts'
import { useAct, useView, type ViewState } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import {
  DateTime,
  Deadline,
  EmptyState,
  type ListState,
  Loading,
  MemberName,
  MessageMark,
  RefusalBanner,
  SearchField,
  useMembers,
  useNow,
  writeDuration,
  writeTime,
} from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { useColleagues } from './colleagues.ts'
import style from './exchange.module.css'
import type { Case, InboxRow, Notice } from './types.ts'

export const FILTERS = ['list', 'q', 'state', 'request_state', 'partner', 'kind', 'crime_area', 'due', 'owner', 'assigned'] as const
export type DeskFilter = (typeof FILTERS)[number]
export type DeskState = ListState<DeskFilter>
export type ListName = 'inbox' | 'cases' | 'notices'

export const EVERY_MS = 20_000
const KINDS = [
  'request',
  'clarification',
  'answer',
  'refusal',
  'recall',
  'correction',
  'permission-request',
  'permission',
  'executed',
  'opened',
  'handover',
  'forward',
] as const satisfies readonly InboxRow['kind'][]
const REQUEST_STATES = ['waiting', 'delivered', 'opened', 'answered', 'refused', 'expired', 'recalled'] as const

/** The lists that an officer's roles have. */
export function useLists(): ListName[] {
  const { has } = useSession()
  return [
    ...(has('desk', 'supervisor') ? (['inbox'] as const) : []),
    ...(has('desk', 'supervisor', 'analyst') ? (['cases'] as const) : []),
    ...(has('supervisor') ? (['notices'] as const) : []),
  ]
}

type ListView<Row> = ViewState<{ rows: readonly Row[]; total: number }>

export function useInbox(state: DeskState, enabled: boolean) {
  const { officer } = useSession()
  const { partner, kind, assigned } = state.filters
  const { limit, offset } = pageInput(state)
  const input: Input<'exchange.find-inbox'> = {
    limit,
    offset,
    ...(partner && { partner }),
    ...(kind && { kind: kind as InboxRow['kind'] }),
    ...(assigned === 'nobody' && { unassigned: true }),
    ...(assigned === 'me' && { assigned_to: officer.id }),
  }
  return useView('exchange.find-inbox', input, { enabled, every_ms: EVERY_MS })
}

export function useCases(state: DeskState, enabled: boolean) {
  const { officer } = useSession()
  const { q, partner, assigned } = state.filters
  const { limit, offset } = pageInput(state)
  const pick = <K extends DeskFilter>(key: K) => state.filters[key]
  const input = {
    limit,
    offset,
    ...(q && { text: q }),
    ...(pick('state') !== 'all' && { state: pick('state') ?? 'open' }),
    ...(pick('request_state') && { request_state: pick('request_state') }),
    ...(partner && { partner }),
    ...(pick('crime_area') && { crime_area: pick('crime_area') }),
    ...(pick('due') && { due: pick('due') }),
    ...(pick('owner') && { owner: pick('owner') }),
    ...(assigned === 'nobody' && { unassigned: true }),
    ...(assigned === 'me' && { assigned_to: officer.id }),
    sort: state.sort === 'due' ? 'due' : 'touched',
  } as Input<'exchange.find-cases'>
  return useView('exchange.find-cases', input, { enabled, every_ms: EVERY_MS })
}

export const useNotices = (state: DeskState, enabled: boolean) => {
  const { limit, offset } = pageInput(state)
  return useView('exchange.find-notices', { limit, offset }, { enabled, every_ms: EVERY_MS })
}

function Choice({
  label,
  value,
  all,
  options,
  onChange,
}: {
  label: string
  value: string | undefined
  all?: string
  options: readonly { value: string; label: string }[]
  onChange: (value: string) => void
}) {
  const { t } = useTranslation()
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[{ value: '', label: all ?? t('table.all', { what: label }) }, ...options]}
    />
  )
}

/** The filters of a list; they stand in the address. */
export function Filters({ list, state }: { list: ListName; state: DeskState }) {
  const { t } = useTranslation('exchange')
  const { t: shell } = useTranslation()
  const { term } = useTerm()
  const { partners, nameOf } = useMembers()
  const set = (key: DeskFilter) => (value: string) => state.set({ filters: { [key]: value } })
  if (list === 'notices') return null
  const words = (prefix: string, codes: readonly string[]) => codes.map((value) => ({ value, label: t(`${prefix}.${value}`) }))
  const number = Object.keys(state.filters).filter((key) => key !== 'list' && key !== 'q').length
  return (
    <div className={style.filters}>
      {list === 'cases' && (
        <SearchField label={t('filter.search')} placeholder={t('filter.search')} value={state.filters.q ?? ''} onSearch={set('q')} />
      )}
      <details className={style.filterBox} open={number > 0}>
        <summary>
          {t('filter.title')}
          {number > 0 && ` (${new Intl.NumberFormat(locale()).format(number)})`}
        </summary>
        <div className={style.filterGrid}>
          <Choice
            label={t('filter.assigned')}
            value={state.filters.assigned}
            options={words('assigned', ['nobody', 'me'])}
            onChange={set('assigned')}
          />
          <Choice
            label={t('filter.partner')}
            value={state.filters.partner}
            options={partners.map(({ id }) => ({ value: id, label: nameOf(id) }))}
            onChange={set('partner')}
          />
          {list === 'inbox' && (
            <Choice label={t('filter.kind')} value={state.filters.kind} options={words('message-kind', KINDS)} onChange={set('kind')} />
          )}
          {list === 'cases' && (
            <>
              <Choice
                label={t('filter.state')}
                value={state.filters.state}
                all={`${t('filter.state')}: ${t('case-state.open')}`}
                options={words('case-state', ['closed', 'all'])}
                onChange={set('state')}
              />
              <Choice
                label={t('filter.request_state')}
                value={state.filters.request_state}
                options={REQUEST_STATES.map((value) => ({ value, label: term('message-state', value) }))}
                onChange={set('request_state')}
              />
              <Choice
                label={t('filter.due')}
                value={state.filters.due}
                options={words('due', ['due-soon', 'overdue'])}
                onChange={set('due')}
              />
              <Choice
                label={t('filter.crime_area')}
                value={state.filters.crime_area}
                options={CRIME_AREAS.map((value) => ({ value, label: term('crime-area', value) }))}
                onChange={set('crime_area')}
              />
              <Choice
                label={t('filter.owner')}
                value={state.filters.owner}
                options={words('owner', ['own', 'partner'])}
                onChange={set('owner')}
              />
              <NativeSelect
                size="xs"
                aria-label={t('filter.sort')}
                value={state.sort}
                onChange={(event) => state.set({ sort: event.currentTarget.value })}
                data={[
                  { value: '', label: t('sort.touched') },
                  { value: 'due', label: t('sort.due') },
                ]}
              />
            </>
          )}
          {number > 0 && (
            <Button
              size="xs"
              variant="subtle"
              onClick={() => state.set({ filters: Object.fromEntries(FILTERS.filter((key) => key !== 'list').map((key) => [key, ''])) })}
            >
              {shell('table.clear')}
            </Button>
          )}
        </div>
      </details>
    </div>
  )
}

/** A list with its states: loading, refused, empty, rows; and its pages. */
function Rows<Row>({
  view,
  state,
  label,
  empty,
  filtered,
  children,
}: {
  view: ListView<Row>
  state: DeskState
  label: string
  empty: ReactNode
  filtered: boolean
  children: (row: Row) => ReactNode
}) {
  const { t } = useTranslation()
  const { t: own } = useTranslation('exchange')
  const number = new Intl.NumberFormat(locale())
  const { data } = view
  const pages = Math.max(1, Math.ceil((data?.total ?? 0) / state.size))
  return (
    <>
      {view.error && (
        <div className={style.inset}>
          <RefusalBanner error={view.error} onRetry={view.reload} />
        </div>
      )}
      {view.loading && <Loading />}
      {data && data.rows.length === 0 && (filtered ? <EmptyState title={t('table.none_filtered')} /> : empty)}
      {data && data.rows.length > 0 && (
        <ul className={style.rows} aria-label={label} aria-busy={view.stale}>
          {data.rows.map(children)}
        </ul>
      )}
      {data && data.total > 0 && (
        <div className={style.foot}>
          <span aria-live="polite">{t('table.count', { count: data.total })}</span>
          {'complete' in data && data.complete === false && <span>{own('list.incomplete')}</span>}
          {pages > 1 && (
            <span className={style.pages}>
              <ActionIcon
                variant="default"
                aria-label={t('table.previous')}
                disabled={state.page <= 1}
                onClick={() => state.set({ page: state.page - 1 })}
              >
                <IconChevronLeft size={16} className="mirror" />
              </ActionIcon>
              {t('table.page', { page: number.format(state.page), pages: number.format(pages) })}
              <ActionIcon
                variant="default"
                aria-label={t('table.next')}
                disabled={state.page >= pages}
                onClick={() => state.set({ page: state.page + 1 })}
              >
                <IconChevronRight size={16} className="mirror" />
              </ActionIcon>
            </span>
          )}
        </div>
      )}
    </>
  )
}

/** A row that leads into the middle; `j` and `k` move over `data-row`. */
function RowLink({ href, current, children, about }: { href: string; current: boolean; children: ReactNode; about?: string | null }) {
  const search = useSearch()
  return (
    <Link
      href={search ? `${href}?${search}` : href}
      className={`${style.row} ${current ? style.current : ''}`}
      aria-current={current ? 'true' : undefined}
      data-row
      data-case={about ?? undefined}
    >
      {children}
    </Link>
  )
}

function Assigned({ to }: { to: string | null }) {
  const { t } = useTranslation('exchange')
  const { nameOf } = useColleagues()
  return to ? <bdi dir="auto">{nameOf(to)}</bdi> : <strong className={style.nobody}>{t('assign.nobody')}</strong>
}

const filteredBy = (state: DeskState) => Object.keys(state.filters).some((key) => key !== 'list')

export function InboxList({ view, state, open }: { view: ListView<InboxRow>; state: DeskState; open: string | undefined }) {
  const { t } = useTranslation('exchange')
  const { term } = useTerm()
  return (
    <Rows
      view={view}
      state={state}
      label={t('list.inbox')}
      filtered={filteredBy(state)}
      empty={<EmptyState title={t('empty.inbox')}>{t('empty.inbox_text')}</EmptyState>}
    >
      {(row) => (
        <li key={row.id}>
          <RowLink
            href={row.case ? `/exchange/cases/${row.case}` : `/exchange/messages/${row.id}`}
            current={row.case ? row.case === open : row.id === open}
            about={row.case}
          >
            <span className={style.rowHead}>
              <strong>{t(`message-kind.${row.kind}`)}</strong>
              <MemberName id={row.partner} network={row.network} hideCode />
              <span className={style.grow} />
              <span className={style.quiet}>
                <DateTime at={row.at} form="short" />
              </span>
            </span>
            {row.due_at && row.pressure !== 'none' && row.reply_class && (
              <Deadline from={new Date(Date.parse(row.due_at) - REPLY_LIMIT_MS[row.reply_class]).toISOString()} due={row.due_at} />
            )}
            <span className={style.rowFoot}>
              <Assigned to={row.assigned_to} />
              {row.crime_area && <span>{term('crime-area', row.crime_area)}</span>}
              {!row.case && <span>{t('list.no_case')}</span>}
              {row.mark && <span className={style.warn}>{t(`mark.${row.mark}`)}</span>}
            </span>
          </RowLink>
        </li>
      )}
    </Rows>
  )
}

/** Until when, where only the end is known. */
function Due({ at }: { at: string }) {
  const { t } = useTranslation('exchange')
  const now = useNow()
  const left = Date.parse(at) - now
  return (
    <span className={left < 0 ? style.over : style.due}>
      {t(left < 0 ? 'list.overdue_by' : 'list.due_in', { time: writeDuration(Math.abs(left)) })}
    </span>
  )
}

export function CaseList({ view, state, open }: { view: ListView<Case>; state: DeskState; open: string | undefined }) {
  const { t } = useTranslation('exchange')
  return (
    <Rows
      view={view}
      state={state}
      label={t('list.cases')}
      filtered={filteredBy(state)}
      empty={<EmptyState title={t('empty.cases')}>{t('empty.cases_text')}</EmptyState>}
    >
      {(row) => (
        <li key={row.id}>
          <RowLink href={`/exchange/cases/${row.id}`} current={row.id === open} about={row.id}>
            <span className={style.rowTitle}>
              <CaseTitle about={row} />
            </span>
            <span className={style.rowHead}>
              <Names ids={row.partners} network={row.network} />
              <span className={style.grow} />
              {row.next_due_at && <Due at={row.next_due_at} />}
            </span>
            <span className={style.rowFoot}>
              <Assigned to={row.assigned_to} />
              {row.state === 'closed' && <span>{t('case-state.closed')}</span>}
              {row.unopened > 0 && <strong>{t('list.unopened', { count: row.unopened })}</strong>}
              {row.open > 0 && <span>{t('list.open', { count: row.open })}</span>}
            </span>
          </RowLink>
        </li>
      )}
    </Rows>
  )
}

/** A case by its title; one that nobody has opened yet by who sent it and when. */
export function CaseTitle({ about }: { about: Pick<Case, 'title' | 'erased_at' | 'owner' | 'network' | 'opened_at'> }) {
  const { t } = useTranslation('exchange')
  const { nameOf } = useMembers(about.network)
  if (about.title) return <bdi dir="auto">{about.title}</bdi>
  return t(about.erased_at ? 'case.erased' : 'case.of', { owner: nameOf(about.owner), time: writeTime(about.opened_at, 'short') })
}

const SHOWN_PARTNERS = 3

function Names({ ids, network }: { ids: readonly string[]; network: string }) {
  const { t } = useTranslation('exchange')
  const { nameOf } = useMembers(network)
  if (ids.length === 0) return <span className={style.quiet}>{t('list.no_partner')}</span>
  const rest = ids.length - SHOWN_PARTNERS
  return (
    <span>
      {ids.slice(0, SHOWN_PARTNERS).map(nameOf).join(' · ')}
      {rest > 0 && ` +${new Intl.NumberFormat(locale()).format(rest)}`}
    </span>
  )
}

export function NoticeList({ view, state, open }: { view: ListView<Notice>; state: DeskState; open: string | undefined }) {
  const { t } = useTranslation('exchange')
  const dismiss = useAct('exchange.dismiss-notices')
  return (
    <>
      <RefusalBanner error={dismiss.error} />
      <Rows
        view={view}
        state={state}
        label={t('list.notices')}
        filtered={false}
        empty={<EmptyState title={t('empty.notices')}>{t('empty.notices_text')}</EmptyState>}
      >
        {(row) => (
          <li key={`${row.request}${row.kind}`} className={style.notice}>
            <RowLink href={`/exchange/cases/${row.case}`} current={row.case === open} about={row.case}>
              <span className={style.rowHead}>
                <strong>{t(`due.${row.kind}`)}</strong>
                <MemberName id={row.partner} network={row.network} hideCode />
                <span className={style.grow} />
                {row.due_at && <Due at={row.due_at} />}
              </span>
              <span className={style.rowFoot}>
                <span>{t(`side.${row.direction === 'out' ? 'we-asked' : 'we-were-asked'}`)}</span>
                <MessageMark state={row.state} />
                <Assigned to={row.assigned_to} />
              </span>
            </RowLink>
            <Button
              size="compact-xs"
              variant="subtle"
              loading={dismiss.running}
              onClick={() => void dismiss.run({ requests: [row.request] })}
            >
              {t('notice.dismiss')}
            </Button>
          </li>
        )}
      </Rows>
    </>
  )
}

export type CaseFound = Output<'exchange.find-cases'>['rows'][number]
