// The directory: members at the start, whom to reach in the middle, units at the end; or what a search finds among all members.
import { Button, NativeSelect } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useSearch } from 'wouter'
import { CRIME_AREAS } from '#wire/vocabulary.ts'
import type { Input } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { locale, useLanguage } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import {
  DateTime,
  EmptyState,
  type ListState,
  Loading,
  type Member,
  MemberName,
  Panes,
  RefusalBanner,
  SearchField,
  useListState,
  useMembers,
  useShortcuts,
  useWindowTitle,
} from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { ContactCard, NameOf, Telephone } from './contact.tsx'
import style from './directory.module.css'
import { CONTACT_KINDS, inOrder, type MemberRead, type Unit } from './types.ts'

const FILTERS = ['network', 'find', 'kind', 'crime_area', 'stale'] as const
type Filter = (typeof FILTERS)[number]

export function Directory({ member }: { member: string | undefined }) {
  const { t } = useTranslation('directory')
  const { node } = useSession()
  const state = useListState<Filter>(FILTERS, { size: 50 })
  const network = node.networks.find(({ id }) => id === state.filters.network)?.id ?? node.networks[0]?.id
  const search = useSearch()
  const pane = useRef<HTMLDivElement>(null)
  useWindowTitle(t('title'))
  const { t: shell } = useTranslation()
  const move = (step: number) => {
    const rows = [...(pane.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const at = rows.indexOf(document.activeElement as HTMLElement)
    rows[Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus()
  }
  useShortcuts([
    { key: 'j', label: shell('keys.down'), run: () => move(1) },
    { key: 'k', label: shell('keys.up'), run: () => move(-1) },
  ])
  const searching = FILTERS.some((key) => key !== 'network' && state.filters[key])
  if (!network) return <EmptyState title={t('empty.network')} />
  return (
    <Panes
      title={t('title')}
      open={member !== undefined || searching}
      back={searching && member === undefined ? '/directory' : search ? `/directory?${search}` : '/directory'}
      list={
        <div ref={pane}>
          <Head network={network} state={state} />
          <Members network={network} current={searching ? undefined : member} />
        </div>
      }
      {...(searching ? { main: <Found network={network} state={state} /> } : memberPanes(network, member))}
    />
  )
}

const memberPanes = (network: string, member: string | undefined) =>
  member === undefined
    ? { main: <ChooseMember /> }
    : { main: <MemberPage key={member} network={network} member={member} />, side: <MemberSide network={network} member={member} /> }

function Head({ network, state }: { network: string; state: ListState<Filter> }) {
  const { t } = useTranslation('directory')
  const { t: shell } = useTranslation()
  const { term } = useTerm()
  const { node, has } = useSession()
  const [, navigate] = useLocation()
  // a search is about all members: it leaves the one that is open
  const set = (key: Filter) => (value: string) => {
    const query = new URLSearchParams()
    for (const one of FILTERS) {
      const now = one === key ? value : state.filters[one]
      if (now) query.set(one, now)
    }
    const text = query.toString()
    navigate(text ? `/directory?${text}` : '/directory', { replace: true })
  }
  const filtered = FILTERS.some((key) => key !== 'network' && state.filters[key])
  return (
    <header className={style.head}>
      <div className={style.top}>
        <h1 className={style.title}>{t('title')}</h1>
        {has('administrator', 'supervisor') && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPencil size={16} />}
            onClick={() => navigate(`/directory/own?network=${network}`)}
          >
            {t('own.open')}
          </Button>
        )}
      </div>
      {node.networks.length > 1 && (
        <NativeSelect
          size="xs"
          aria-label={t('filter.network')}
          value={network}
          onChange={(event) => set('network')(event.currentTarget.value)}
          data={node.networks.map(({ id, title }) => ({ value: id, label: title }))}
        />
      )}
      <SearchField label={t('filter.search')} placeholder={t('filter.search')} value={state.filters.find ?? ''} onSearch={set('find')} />
      <div className={style.filters}>
        <NativeSelect
          size="xs"
          aria-label={t('filter.kind')}
          value={state.filters.kind ?? ''}
          onChange={(event) => set('kind')(event.currentTarget.value)}
          data={[
            { value: '', label: shell('table.all', { what: t('filter.kind') }) },
            ...CONTACT_KINDS.map((code) => ({ value: code, label: term('contact-kind', code) })),
          ]}
        />
        <NativeSelect
          size="xs"
          aria-label={t('filter.crime_area')}
          value={state.filters.crime_area ?? ''}
          onChange={(event) => set('crime_area')(event.currentTarget.value)}
          data={[
            { value: '', label: shell('table.all', { what: t('filter.crime_area') }) },
            ...CRIME_AREAS.map((code) => ({ value: code, label: term('crime-area', code) })),
          ]}
        />
        <NativeSelect
          size="xs"
          aria-label={t('filter.stale')}
          value={state.filters.stale ?? ''}
          onChange={(event) => set('stale')(event.currentTarget.value)}
          data={[
            { value: '', label: shell('table.all', { what: t('filter.stale') }) },
            { value: 'true', label: t('stale.mark') },
            { value: 'false', label: t('confirmed.mark') },
          ]}
        />
        {filtered && (
          <Button size="xs" variant="subtle" onClick={() => navigate('/directory', { replace: true })}>
            {shell('table.clear')}
          </Button>
        )}
      </div>
    </header>
  )
}

function Members({ network, current }: { network: string; current: string | undefined }) {
  const { t } = useTranslation('directory')
  const { members, nameOf, loading, error, reload } = useMembers(network)
  const sorted = [...members].sort((a, b) => Number(b.own) - Number(a.own) || nameOf(a.id).localeCompare(nameOf(b.id)))
  return (
    <nav aria-label={t('members')}>
      {loading && <Loading />}
      <RefusalBanner error={error} onRetry={reload} />
      <ul className={style.members}>
        {sorted.map((member) => (
          <li key={member.id}>
            <Link
              href={`/directory/members/${member.id}?network=${network}`}
              className={`${style.member} ${member.id === current ? style.current : ''}`}
              aria-current={member.id === current ? 'page' : undefined}
              data-row
            >
              <span className={style.memberName}>
                <MemberName id={member.id} network={network} />
                {member.own && <span className={style.quiet}> · {t('own.mark')}</span>}
              </span>
              <MemberLine member={member} />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function MemberLine({ member }: { member: Member }) {
  const { t } = useTranslation('directory')
  const { term } = useTerm()
  return (
    <span className={style.quiet}>
      {member.kind && `${term('member-kind', member.kind)} · `}
      {member.version === null ? t('nothing_stated') : t('contacts', { count: member.contacts })}
      {member.stale > 0 && <strong className={style.staleWord}> · {t('stale.number', { count: member.stale })}</strong>}
    </span>
  )
}

function ChooseMember() {
  const { t } = useTranslation('directory')
  return <EmptyState title={t('empty.choose')}>{t('empty.choose_text')}</EmptyState>
}

function MemberPage({ network, member }: { network: string; member: string }) {
  const { t } = useTranslation('directory')
  const { language } = useLanguage()
  const { data, error, loading, reload } = useView('directory.read-member', { network, member })
  const contacts = inOrder(data?.contacts ?? [], language)
  const first = contacts.find(({ hours, telephone }) => hours.kind === 'always' && telephone.length > 0)
  return (
    <div className={style.main}>
      <RefusalBanner error={error} onRetry={reload} />
      {loading && <Loading />}
      {data && (
        <>
          <header>
            <h2 className={style.title}>
              <MemberName id={data.id} network={network} />
            </h2>
            {data.stated_at && (
              <p className={style.quiet}>
                {t('stated')} <DateTime at={data.stated_at} />
              </p>
            )}
          </header>
          {first?.telephone[0] && (
            <section className={style.duty} aria-label={t('duty')}>
              <p className={style.dutyLabel}>{t('duty')}</p>
              <Telephone number={first.telephone[0]} strong />
              <p className={style.quiet}>
                <NameOf names={first.names} />
              </p>
            </section>
          )}
          {contacts.length === 0 && <EmptyState title={t('empty.stated')}>{t('empty.stated_text')}</EmptyState>}
          {contacts.map((contact) => (
            <ContactCard key={contact.id} contact={contact} />
          ))}
        </>
      )}
    </div>
  )
}

function MemberSide({ network, member }: { network: string; member: string }) {
  const { t } = useTranslation('directory')
  const { data } = useView('directory.read-member', { network, member })
  if (!data) return null
  return (
    <section>
      <h2 className={style.sideTitle}>{t('units')}</h2>
      {data.units.length === 0 ? <p className={style.quiet}>{t('empty.units')}</p> : <UnitTree data={data} parent={null} depth={0} />}
    </section>
  )
}

const DEEPEST = 12

/** Units under the unit they belong to. */
function UnitTree({ data, parent, depth }: { data: MemberRead; parent: string | null; depth: number }) {
  const { t } = useTranslation('directory')
  const below = data.units.filter((unit: Unit) => unit.parent === parent)
  if (below.length === 0 || depth > DEEPEST) return null
  return (
    <ul className={style.units}>
      {below.map((unit) => (
        <li key={unit.id}>
          <NameOf names={unit.names} />
          <span className={style.quiet}> · {t(`unit-kind.${unit.kind}`, { defaultValue: unit.kind })}</span>
          <UnitTree data={data} parent={unit.id} depth={depth + 1} />
        </li>
      ))}
    </ul>
  )
}

function Found({ network, state }: { network: string; state: ListState<Filter> }) {
  const { t } = useTranslation('directory')
  const { t: shell } = useTranslation()
  const number = new Intl.NumberFormat(locale())
  const { limit, offset } = pageInput(state)
  const { find, kind, crime_area, stale } = state.filters
  const input = {
    network,
    limit,
    offset,
    ...(find && { text: find }),
    ...(kind && { kind }),
    ...(crime_area && { crime_area }),
    ...(stale && { stale: stale === 'true' }),
  } as Input<'directory.find-contacts'>
  const { data, error, loading, reload } = useView('directory.find-contacts', input)
  const pages = Math.max(1, Math.ceil((data?.total ?? 0) / state.size))
  return (
    <div className={style.main}>
      <h2 className={style.title}>
        {t('found')}
        {data && <span className={style.quiet}> {shell('table.count', { count: data.total })}</span>}
      </h2>
      <RefusalBanner error={error} onRetry={reload} />
      {loading && <Loading />}
      {data && data.rows.length === 0 && <EmptyState title={shell('table.none_filtered')}>{t('empty.found')}</EmptyState>}
      {data?.rows.map((contact) => (
        <ContactCard key={`${contact.member}/${contact.id}`} contact={contact} withMember />
      ))}
      {pages > 1 && (
        <div className={style.pages}>
          <Button variant="default" disabled={state.page <= 1} onClick={() => state.set({ page: state.page - 1 })}>
            {shell('table.previous')}
          </Button>
          {shell('table.page', { page: number.format(state.page), pages: number.format(pages) })}
          <Button variant="default" disabled={state.page >= pages} onClick={() => state.set({ page: state.page + 1 })}>
            {shell('table.next')}
          </Button>
        </div>
      )}
    </div>
  )
}
