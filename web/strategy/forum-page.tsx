// One forum: its parts under addresses of their own.
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useView } from '../api/hooks.ts'
import { Banner, Loading, Page, RefusalBanner, TabLinks } from '../pieces/index.ts'
import { NotFound } from '../shell/not-found.tsx'
import { Assessment } from './assessment.tsx'
import { Boards } from './boards.tsx'
import { Commitments } from './commitments.tsx'
import { Consultations } from './consultations.tsx'
import { Declarations } from './declarations.tsx'
import { Drafts } from './drafts.tsx'
import { Everything } from './everything.tsx'
import { Groups } from './groups.tsx'
import { Meetings } from './meetings.tsx'
import { Overlaps } from './overlaps.tsx'
import { Overview } from './overview.tsx'
import { Plans } from './plans.tsx'
import { Priorities } from './priorities.tsx'
import { useStrategyWords } from './said.tsx'
import style from './strategy.module.css'
import { ThreadPart } from './thread.tsx'
import type { ForumData } from './types.ts'

const EVERY_MS = 10_000

type Part = ComponentType<{ forum: ForumData; rest: string }>
/** The parts in their order, those that belong together under one word; each is given what stands in its address after its own name. */
const PARTS: readonly { readonly part: string; readonly tabs: readonly { readonly tab: string; readonly page: Part }[] }[] = [
  { part: 'overview', tabs: [{ tab: '', page: Overview }] },
  { part: 'board', tabs: [{ tab: 'board', page: Boards }] },
  {
    part: 'forum',
    tabs: [
      { tab: 'meetings', page: Meetings },
      { tab: 'declarations', page: Declarations },
      { tab: 'commitments', page: Commitments },
      { tab: 'consultations', page: Consultations },
    ],
  },
  {
    part: 'cycle',
    tabs: [
      { tab: 'assessment', page: Assessment },
      { tab: 'priorities', page: Priorities },
      { tab: 'plans', page: Plans },
      { tab: 'thread', page: ThreadPart },
      { tab: 'overlaps', page: Overlaps },
    ],
  },
  { part: 'groups', tabs: [{ tab: 'groups', page: Groups }] },
  { part: 'all', tabs: [{ tab: 'all', page: Everything }] },
  { part: 'drafts', tabs: [{ tab: 'drafts', page: Drafts }] },
]

export function ForumPage({ id, tab, rest }: { id: string; tab: string; rest: string }) {
  const { t } = useTranslation('strategy')
  const words = useStrategyWords()
  const view = useView('strategy.read-forum', { forum: id }, { every_ms: EVERY_MS })
  const forum = view.data
  const title = forum?.title.text ?? t('one')
  const within = PARTS.find(({ tabs }) => tabs.some((one) => one.tab === tab))
  const at = within?.tabs.find((one) => one.tab === tab)
  const addressOf = (one: string) => (one === '' ? `/strategy/${id}` : `/strategy/${id}/${one}`)
  return (
    <Page
      title={
        <bdi dir="auto" lang={forum?.title.language}>
          {title}
        </bdi>
      }
      windowTitle={title}
      lead={forum && `${words.code('kind', forum.kind)} · ${t(`part.${forum.part}`)}`}
      width="wide"
      actions={
        <Link href="/strategy" className={style.back!}>
          {t('back')}
        </Link>
      }
    >
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {!forum && !view.error && <Loading />}
      {forum && (
        <div className={style.stack}>
          {forum.state === 'closed' && <Banner tone="info">{t('closed')}</Banner>}
          {forum.part === 'left' && <Banner tone="warning">{t('gone')}</Banner>}
          <TabLinks
            label={t('tabs')}
            links={PARTS.map(({ part, tabs }) => ({
              href: addressOf(tabs[0]!.tab),
              label: t(`tab.${part}`),
              under: tabs.slice(1).map((one) => addressOf(one.tab)),
            }))}
          />
          {within && within.tabs.length > 1 && (
            <TabLinks
              label={t(`tab.${within.part}`)}
              links={within.tabs.map((one) => ({ href: addressOf(one.tab), label: t(`tab.${one.tab}`) }))}
            />
          )}
          {at ? <at.page key={at.tab} forum={forum} rest={rest} /> : <NotFound />}
        </div>
      )}
    </Page>
  )
}
