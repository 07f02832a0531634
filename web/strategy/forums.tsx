// The forums and groups that the own member belongs to, those in which something was said last first.
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { type Column, DateTime, MemberName, Page, StateMark, Table, useListState, useMembers, writeTime } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { useStrategyWords } from './said.tsx'
import type { Brief } from './types.ts'

const EVERY_MS = 10_000

export function Forums() {
  const { t } = useTranslation('strategy')
  const { has } = useSession()
  const words = useStrategyWords()
  const state = useListState([])
  const view = useView('strategy.find-forums', pageInput(state), { every_ms: EVERY_MS })
  const { nameOf } = useMembers()
  const columns: Column<Brief>[] = [
    {
      key: 'title',
      label: t('list.title'),
      fixed: true,
      render: ({ title }) => (
        <bdi dir="auto" lang={title.language}>
          {title.text}
        </bdi>
      ),
      text: ({ title }) => title.text,
    },
    { key: 'kind', label: t('list.kind'), render: ({ kind }) => words.code('kind', kind), text: ({ kind }) => words.code('kind', kind) },
    {
      key: 'chair',
      label: t('list.chair'),
      render: ({ chair, network }) => <MemberName id={chair} network={network} />,
      text: ({ chair }) => nameOf(chair),
    },
    {
      key: 'part',
      label: t('list.part'),
      fixed: true,
      render: ({ part, state: standing }) => (
        <StateMark tone={standing === 'closed' || part === 'left' ? 'quiet' : part === 'chair' ? 'good' : 'quiet'}>
          {standing === 'closed' ? words.code('state', 'closed') : t(`part.${part}`)}
        </StateMark>
      ),
      text: ({ part }) => t(`part.${part}`),
    },
    {
      key: 'participants',
      label: t('list.participants'),
      render: ({ participants }) => String(participants),
      text: ({ participants }) => String(participants),
    },
    {
      key: 'touched',
      label: t('list.touched'),
      render: ({ touched_at }) => <DateTime at={touched_at} form="short" />,
      text: ({ touched_at }) => writeTime(touched_at),
    },
  ]
  const open = has('supervisor') && (
    <Button component={Link} href="/strategy/new">
      {t('list.open')}
    </Button>
  )
  return (
    <Page title={t('title')} lead={t('lead')} width="wide" actions={open}>
      <p>
        <Link href="/strategy/texts">{t('texts.title')}</Link>
      </p>
      <Table
        name="strategy.forums"
        caption={t('title')}
        columns={columns}
        state={state}
        view={{ ...view, data: view.data && { rows: view.data.forums, total: view.data.total } }}
        keyOf={({ id }) => id}
        href={({ id }) => `/strategy/${id}`}
        empty={{ title: t('list.none'), text: t('list.none_text'), actions: open }}
      />
    </Page>
  )
}
