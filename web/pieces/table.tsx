// A list from the node: paged there, filtered by the address, columns by person, all of it by keyboard.
import { ActionIcon, Button, Checkbox, NativeSelect, Popover, TextInput } from '@mantine/core'
import {
  IconChevronLeft,
  IconChevronRight,
  IconColumns3,
  IconDownload,
  IconSearch,
  IconSortAscending,
  IconSortDescending,
} from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { RefusalError } from '../api/client.ts'
import { locale } from '../language/index.ts'
import { EmptyState } from './empty-state.tsx'
import { type ListState, PAGE_SIZES } from './list-state.ts'
import { usePreference } from './preference.ts'
import { RefusalBanner } from './refusal-banner.tsx'
import { useShortcuts } from './shortcuts.ts'
import style from './table.module.css'

export type Column<Row> = {
  key: string
  label: string
  render: (row: Row) => ReactNode
  /** The value as text, for the export of the page; without it the column is left out of that. */
  text?: (row: Row) => string
  sortable?: boolean
  /** Numbers stand at the end side. */
  end?: boolean
  /** Shown only when the person asks for it. */
  hidden?: boolean
  /** Cannot be taken away. */
  fixed?: boolean
}

export type Filter<F extends string> =
  | { key: F; label: string; kind: 'search'; placeholder?: string }
  /** `all` is the word for no choice, where that is not everything. */
  | { key: F; label: string; kind: 'choice'; all?: string; options: readonly { value: string; label: string }[] }

export type TableProps<Row, F extends string> = {
  /** Names the list in what is kept by person, like `exchange.requests`. */
  name: string
  /** What the rows are, for screen readers: "Requests". */
  caption: string
  columns: readonly Column<Row>[]
  state: ListState<F>
  /** What `useView` answers for a list view. */
  view: {
    /** With `next` the node pages by place: what it says is where the following page begins, null where there is none. */
    data: { rows: readonly Row[]; total: number; total_capped?: boolean; next?: string | null } | undefined
    error: RefusalError | undefined
    loading: boolean
    stale: boolean
    reload: () => void
  }
  keyOf: (row: Row) => string
  /** Where a row leads; Enter and a click go there. */
  href?: (row: Row) => string
  filters?: readonly Filter<F>[]
  empty: { title: string; text?: ReactNode; actions?: ReactNode }
  /** The node's export of the same filters (a view's address); without it the shown page is saved. */
  exportHref?: string | undefined
  toolbar?: ReactNode
}

const NONE: readonly string[] = []

/** The list. */
export function Table<Row, F extends string>(props: TableProps<Row, F>) {
  const { name, caption, columns, state, view, keyOf, href, filters = [], empty, toolbar } = props
  const { t } = useTranslation()
  const [, navigate] = useLocation()
  const [toggled, setToggled] = usePreference<readonly string[]>(`columns.${name}`, NONE)
  const [current, setCurrent] = useState(-1)
  const body = useRef<HTMLTableSectionElement>(null)
  const number = new Intl.NumberFormat(locale())

  const shown = columns.filter((column) => column.fixed || Boolean(column.hidden) === toggled.includes(column.key))
  const rows = view.data?.rows ?? []
  const total = view.data?.total ?? 0
  const pages = Math.max(1, Math.ceil(total / state.size))
  const filtered = Object.keys(state.filters).length > 0
  const firstKey = rows[0] ? keyOf(rows[0]) : ''

  // biome-ignore lint/correctness/useExhaustiveDependencies: another page begins without a current row
  useEffect(() => setCurrent(-1), [firstKey, rows.length])
  const move = (step: number) => {
    if (rows.length === 0) return
    const next = Math.min(Math.max(current + step, 0), rows.length - 1)
    setCurrent(next)
    const row = body.current?.rows[next]
    row?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: 'nearest' })
  }
  useShortcuts(
    rows.length === 0
      ? []
      : [
          { key: 'j', label: t('keys.down'), run: () => move(1) },
          { key: 'k', label: t('keys.up'), run: () => move(-1) },
        ],
  )

  const from = (state.page - 1) * state.size + 1
  return (
    <div className={style.frame}>
      {(filters.length > 0 || toolbar) && (
        <div className={style.bar}>
          <div className={style.filters}>
            {filters.map((filter) =>
              filter.kind === 'search' ? (
                <SearchField
                  key={filter.key}
                  label={filter.label}
                  placeholder={filter.placeholder ?? filter.label}
                  value={state.filters[filter.key] ?? ''}
                  onSearch={(value) => state.set({ filters: { [filter.key]: value } as Partial<Record<F, string>> })}
                />
              ) : (
                <NativeSelect
                  key={filter.key}
                  aria-label={filter.label}
                  value={state.filters[filter.key] ?? ''}
                  onChange={(event) => state.set({ filters: { [filter.key]: event.currentTarget.value } as Partial<Record<F, string>> })}
                  data={[{ value: '', label: filter.all ?? t('table.all', { what: filter.label }) }, ...filter.options]}
                />
              ),
            )}
            {filtered && (
              <Button variant="subtle" onClick={state.clear}>
                {t('table.clear')}
              </Button>
            )}
          </div>
          {toolbar}
        </div>
      )}
      {view.error && (
        <div className={style.alone}>
          <RefusalBanner error={view.error} onRetry={view.reload} />
        </div>
      )}
      {view.data && rows.length === 0 ? (
        filtered ? (
          <EmptyState
            title={t('table.none_filtered')}
            actions={
              <Button variant="default" onClick={state.clear}>
                {t('table.clear')}
              </Button>
            }
          />
        ) : (
          <EmptyState title={empty.title} actions={empty.actions}>
            {empty.text}
          </EmptyState>
        )
      ) : (
        (view.data || view.loading) && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
          <section className={style.scroll} tabIndex={0} aria-label={caption}>
            <table className={style.table} aria-busy={view.loading || view.stale}>
              <caption className="visually-hidden">{caption}</caption>
              <thead>
                <tr>
                  {shown.map((column) => (
                    <HeadCell key={column.key} column={column} sort={state.sort} onSort={(sort) => state.set({ sort })} />
                  ))}
                </tr>
              </thead>
              <tbody ref={body} className={view.stale ? style.stale : ''}>
                {view.loading
                  ? Array.from({ length: 6 }, (_, i) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: places for rows to come
                      <tr key={i}>
                        {shown.map((column) => (
                          <td key={column.key} data-label={column.label}>
                            <span className={style.skeleton} />
                          </td>
                        ))}
                      </tr>
                    ))
                  : rows.map((row, i) => (
                      <tr
                        key={keyOf(row)}
                        tabIndex={i === Math.max(current, 0) && href ? 0 : -1}
                        className={`${style.row} ${href ? style.opens : ''} ${i === current ? style.current : ''}`}
                        aria-current={i === current ? 'true' : undefined}
                        onFocus={() => setCurrent(i)}
                        onClick={(event) => {
                          if (
                            href &&
                            !(event.target as HTMLElement).closest('a, button, input, select') &&
                            !window.getSelection()?.toString()
                          )
                            navigate(href(row))
                        }}
                        onKeyDown={(event) => {
                          if (href && event.key === 'Enter' && event.target === event.currentTarget) navigate(href(row))
                          if (event.target === event.currentTarget && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
                            event.preventDefault()
                            move(event.key === 'ArrowDown' ? 1 : -1)
                          }
                        }}
                      >
                        {shown.map((column) => (
                          <td key={column.key} data-label={column.label} className={column.end ? style.end : ''}>
                            <div>{column.render(row)}</div>
                          </td>
                        ))}
                      </tr>
                    ))}
              </tbody>
            </table>
          </section>
        )
      )}
      {view.data && (
        <div className={style.foot}>
          <p className={style.count} aria-live="polite">
            {total === 0 || view.data.next !== undefined
              ? t(view.data.total_capped ? 'table.count_over' : 'table.count', { count: total })
              : t('table.range', {
                  from: number.format(from),
                  to: number.format(Math.min(from + rows.length - 1, total)),
                  total: number.format(total),
                })}
          </p>
          <div className={style.pages}>
            {rows.length > 0 && <SaveButton {...props} shown={shown} rows={rows} />}
            <ColumnsButton columns={columns} toggled={toggled} onToggle={setToggled} />
            {total > PAGE_SIZES[0] && (
              <NativeSelect
                aria-label={t('table.size')}
                value={String(state.size)}
                onChange={(event) => state.set({ size: Number(event.currentTarget.value) })}
                data={PAGE_SIZES.map((size) => ({ value: String(size), label: t('table.per_page', { number: number.format(size) }) }))}
              />
            )}
            {view.data.next !== undefined && (state.before !== '' || view.data.next !== null) && (
              <>
                <Button variant="default" disabled={state.before === ''} onClick={() => state.set({ before: '' })}>
                  {t('table.newest')}
                </Button>
                <Button variant="default" disabled={view.data.next === null} onClick={() => state.set({ before: view.data?.next ?? '' })}>
                  {t('table.older')}
                </Button>
              </>
            )}
            {view.data.next === undefined && pages > 1 && (
              <>
                <ActionIcon
                  variant="default"
                  size={36}
                  aria-label={t('table.previous')}
                  disabled={state.page <= 1}
                  onClick={() => state.set({ page: state.page - 1 })}
                >
                  <IconChevronLeft size={18} className="mirror" />
                </ActionIcon>
                <span>{t('table.page', { page: number.format(state.page), pages: number.format(pages) })}</span>
                <ActionIcon
                  variant="default"
                  size={36}
                  aria-label={t('table.next')}
                  disabled={state.page >= pages}
                  onClick={() => state.set({ page: state.page + 1 })}
                >
                  <IconChevronRight size={18} className="mirror" />
                </ActionIcon>
              </>
            )}
          </div>
        </div>
      )}
    </div>
  )
}

const SEARCH_PAUSE_MS = 350

/** A search field that asks after a pause or Enter; `/` comes here. */
export function SearchField({
  label,
  placeholder,
  value,
  onSearch,
}: {
  label: string
  placeholder: string
  value: string
  onSearch: (value: string) => void
}) {
  const [text, setText] = useState(value)
  const sent = useRef(value)
  const send = useRef(onSearch)
  send.current = onSearch
  useEffect(() => {
    if (value === sent.current) return
    sent.current = value
    setText(value)
  }, [value])
  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text
      send.current(text)
    }, SEARCH_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <TextInput
      className={style.search}
      type="search"
      data-search
      dir="auto"
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={18} />}
      value={text}
      maxLength={200}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur()
        if (event.key !== 'Enter') return
        sent.current = text
        onSearch(text)
      }}
    />
  )
}

function HeadCell<Row>({ column, sort, onSort }: { column: Column<Row>; sort: string; onSort: (sort: string) => void }) {
  const ascending = sort === column.key
  const descending = sort === `-${column.key}`
  const order = ascending ? 'ascending' : descending ? 'descending' : undefined
  return (
    <th scope="col" aria-sort={order} className={column.end ? style.end : ''}>
      {column.sortable ? (
        <button type="button" className={style.head} onClick={() => onSort(ascending ? `-${column.key}` : column.key)}>
          {column.label}
          {ascending && <IconSortAscending size={16} aria-hidden="true" />}
          {descending && <IconSortDescending size={16} aria-hidden="true" />}
        </button>
      ) : (
        <span className={style.head}>{column.label}</span>
      )}
    </th>
  )
}

function ColumnsButton<Row>({
  columns,
  toggled,
  onToggle,
}: {
  columns: readonly Column<Row>[]
  toggled: readonly string[]
  onToggle: (keys: string[]) => void
}) {
  const { t } = useTranslation()
  const free = columns.filter((column) => !column.fixed)
  if (free.length < 2) return null
  return (
    <Popover position="top-end" trapFocus shadow="sm">
      <Popover.Target>
        <Button variant="subtle" leftSection={<IconColumns3 size={18} />}>
          {t('table.columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        {free.map((column) => (
          <Checkbox
            key={column.key}
            my={8}
            label={column.label}
            checked={Boolean(column.hidden) === toggled.includes(column.key)}
            onChange={() => onToggle(toggled.includes(column.key) ? toggled.filter((key) => key !== column.key) : [...toggled, column.key])}
          />
        ))}
      </Popover.Dropdown>
    </Popover>
  )
}

function SaveButton<Row, F extends string>({
  name,
  exportHref,
  shown,
  rows,
}: TableProps<Row, F> & { shown: readonly Column<Row>[]; rows: readonly Row[] }) {
  const { t } = useTranslation()
  const icon = <IconDownload size={18} />
  if (exportHref)
    return (
      <Button component="a" href={exportHref} download variant="subtle" leftSection={icon}>
        {t('table.export')}
      </Button>
    )
  if (!shown.some((column) => column.text)) return null
  return (
    <Button variant="subtle" leftSection={icon} onClick={() => save(`${name}.csv`, csvOf(shown, rows))}>
      {t('table.export_page')}
    </Button>
  )
}

/** The rows as CSV (RFC 4180); a leading =, +, -, @ or tab is quoted away, so that no spreadsheet runs it. */
export function csvOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const told = columns.filter((column) => column.text)
  const cell = (text: string) => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  const lines = [told.map((column) => cell(column.label)), ...rows.map((row) => told.map((column) => cell(column.text!(row))))]
  return `${lines.map((line) => line.join(',')).join('\r\n')}\r\n`
}

function save(file: string, text: string): void {
  // the mark makes spreadsheets read Arabic as UTF-8
  const address = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = file
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
