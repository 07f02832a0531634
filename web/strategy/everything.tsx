// All that stands in a forum, kind by kind: what no page of its own shows can be found and put in here.
import { useTranslation } from 'react-i18next'
import { Loading, RefusalBanner, TabLinks } from '../pieces/index.ts'
import { NotFound } from '../shell/not-found.tsx'
import { GROUPS, type Group } from './kinds.ts'
import style from './strategy.module.css'
import { KindSection } from './thing.tsx'
import type { ForumData } from './types.ts'
import { useThings } from './use-things.ts'

export function Everything({ forum, rest }: { forum: ForumData; rest: string }) {
  const { t } = useTranslation('strategy')
  const groups = Object.keys(GROUPS) as Group[]
  const at = rest === '' ? groups[0]! : groups.find((one) => one === rest)
  const base = `/strategy/${forum.id}/all`
  return (
    <div className={style.stack}>
      <TabLinks
        label={t('tab.all')}
        links={groups.map((one, i) => ({ href: i === 0 ? base : `${base}/${one}`, label: t(`group.${one}`) }))}
      />
      {at ? <GroupOf key={at} forum={forum} group={at} /> : <NotFound />}
    </div>
  )
}

function GroupOf({ forum, group }: { forum: ForumData; group: Group }) {
  const view = useThings(forum, GROUPS[group])
  return (
    <>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {view.data && GROUPS[group].map((kind) => <KindSection key={kind} forum={forum} kind={kind} things={view.things} />)}
    </>
  )
}
