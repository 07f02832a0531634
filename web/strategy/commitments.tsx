// Commitments of a forum until each is shown done; and what was published before, to be taken over.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { useLanguage } from '../language/index.ts'
import { Confirm, Loading, RefusalBanner, Section, useMembers } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { FollowedTable } from './followed.tsx'
import { mayState } from './kinds.ts'
import { useStrategyWords } from './said.tsx'
import style from './strategy.module.css'
import { ThingForm } from './thing-form.tsx'
import type { ForumData } from './types.ts'
import { useThings } from './use-things.ts'
import work from './work.module.css'

const EVERY_MS = 10_000

export function Commitments({ forum }: { forum: ForumData; rest: string }) {
  const { t } = useTranslation('forum')
  const words = useStrategyWords()
  const { has } = useSession()
  const view = useView('strategy.find-followed', { forum: forum.id, kind: 'commitment' }, { every_ms: EVERY_MS })
  const all = useThings(forum, ['commitment', 'meeting', 'declaration', 'report'])
  const [adding, setAdding] = useState(false)
  return (
    <div className={style.stack}>
      <Section
        title={words.kinds('commitment')}
        actions={
          forum.state === 'open' &&
          mayState(forum.part, 'commitment') && (
            <Button size="compact-sm" variant="default" onClick={() => setAdding(true)}>
              {t('commitments.add')}
            </Button>
          )
        }
      >
        <RefusalBanner error={view.error ?? all.error} onRetry={view.reload} />
        {!view.data && !view.error && <Loading />}
        {view.data && <FollowedTable forum={forum} followed={view.data.followed} things={all.things} label={words.kinds('commitment')} />}
        {adding && <ThingForm forum={forum} kind="commitment" things={all.things} onClose={() => setAdding(false)} />}
      </Section>
      {forum.part === 'chair' && forum.state === 'open' && has('supervisor') && <TakeOver forum={forum} />}
    </div>
  )
}

function TakeOver({ forum }: { forum: ForumData }) {
  const { t } = useTranslation('forum')
  const { language } = useLanguage()
  const { nameOf } = useMembers(forum.network)
  const act = useAct('strategy.take-commitments')
  const [asked, setAsked] = useState(false)
  const [done, setDone] = useState<Output<'strategy.take-commitments'> | undefined>()
  const take = async () => {
    const taken = await act.run({ forum: forum.id, language })
    if (!taken) return
    setDone(taken)
    setAsked(false)
  }
  return (
    <Section
      title={t('published.title')}
      actions={
        <Button size="compact-sm" variant="default" onClick={() => setAsked(true)}>
          {t('published.take')}
        </Button>
      }
    >
      <p className={work.text}>{t('published.lead')}</p>
      {done && (
        <p role="status" className={style.quiet}>
          {t('published.done', { taken: String(done.taken), there: String(done.there) })}
        </p>
      )}
      {asked && (
        <Confirm
          open
          title={t('published.title')}
          happens={[t('published.happens'), t('published.once')]}
          seenBy={[...forum.participants, ...forum.observers].filter((one) => one !== forum.own).map(nameOf)}
          act={t('published.take')}
          running={act.running}
          error={act.error}
          onConfirm={() => void take()}
          onClose={() => setAsked(false)}
        />
      )}
    </Section>
  )
}
