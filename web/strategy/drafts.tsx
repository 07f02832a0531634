// What units of the own member want stated: looked at and stated by a supervisor, or dropped.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useView } from '../api/hooks.ts'
import { EmptyState, Loading, RefusalBanner, Section, writeTime } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { kindsFor } from './kinds.ts'
import { useStrategyWords, useTitleOf } from './said.tsx'
import style from './strategy.module.css'
import { SaidOf } from './thing.tsx'
import { ThingForm } from './thing-form.tsx'
import type { Draft, ForumData, KindName, Thing } from './types.ts'

const EVERY_MS = 10_000

export function Drafts({ forum }: { forum: ForumData; rest: string }) {
  const { t } = useTranslation('strategy')
  const view = useView('strategy.find-drafts', { forum: forum.id }, { every_ms: EVERY_MS })
  const drafts = view.data?.drafts ?? []
  return (
    <Section title={t('tab.drafts')}>
      <p className={style.quiet}>{t('draft.lead')}</p>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {view.data && drafts.length === 0 && <EmptyState title={t('draft.none')}>{t('draft.none_text')}</EmptyState>}
      <ul className={style.things}>
        {drafts.map((draft) => (
          <OneDraft key={draft.id} forum={forum} draft={draft} />
        ))}
      </ul>
    </Section>
  )
}

function OneDraft({ forum, draft }: { forum: ForumData; draft: Draft }) {
  const { t } = useTranslation('strategy')
  const { has } = useSession()
  const words = useStrategyWords()
  const titleOf = useTitleOf()
  const [open, setOpen] = useState(false)
  const drop = useAct('strategy.drop-draft')
  const kind = draft.kind as KindName
  const view = useView('strategy.find-things', { forum: forum.id, kinds: kindsFor(kind).slice(0, 30), limit: 2_000, offset: 0 })
  const things = view.data?.things ?? []
  const thing: Thing = {
    id: draft.id,
    kind,
    by: forum.own,
    version: 0,
    first_at: draft.changed_at,
    said_at: draft.changed_at,
    came_at: draft.changed_at,
    set: draft.set,
    withdrawn: null,
  }
  const title = titleOf(thing) ?? words.kind(kind)
  return (
    <li className={style.thing}>
      <h3 className={style.heading}>
        {words.kind(kind)}: <bdi dir="auto">{title}</bdi>
      </h3>
      <p className={style.quiet}>{t('draft.of', { unit: draft.unit, when: writeTime(draft.changed_at, 'short') })}</p>
      <SaidOf thing={thing} things={things} />
      <RefusalBanner error={drop.error} />
      <div className={style.row}>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`${t(has('supervisor') ? 'act.state_draft' : 'act.change')}: ${title}`}
          onClick={() => setOpen(true)}
        >
          {t(has('supervisor') ? 'act.state_draft' : 'act.change')}
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          loading={drop.running}
          aria-label={`${t('act.drop')}: ${title}`}
          onClick={() => void drop.run({ forum: forum.id, draft: draft.id })}
        >
          {t('act.drop')}
        </Button>
      </div>
      {open && (
        <ThingForm
          forum={forum}
          kind={kind}
          draft={draft}
          thing={things.find(({ id }) => id === draft.thing)}
          things={things}
          onClose={() => setOpen(false)}
        />
      )}
    </li>
  )
}
