// What third countries sent, for the leader to let go on or to keep back.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useAct, type ViewState } from '../api/hooks.ts'
import { useLanguage } from '../language/index.ts'
import { Confirm, DateTime, EmptyState, Loading, RefusalBanner, Section, useMembers, WordsField } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { kindOf } from './kinds.ts'
import style from './operations.module.css'
import { Said, useThingWords } from './said.tsx'
import type { Team, Words } from './types.ts'

type Awaiting = Output<'operations.find-awaiting'>
type Entry = Awaiting['entries'][number]

export function Verify({ team, view }: { team: Team; view: ViewState<Awaiting> }) {
  const { t } = useTranslation('operations')
  const { nameOf } = useMembers(team.network)
  const entries = view.data?.entries ?? []
  if (team.leader !== team.own)
    return (
      <Section title={t('part.verify')}>
        <p className={style.text}>{t('verify.not_leader', { name: nameOf(team.leader), number: entries.length })}</p>
      </Section>
    )
  return (
    <Section title={t('part.verify')}>
      <div className={style.stack}>
        <p className={style.text}>{t('verify.lead')}</p>
        <RefusalBanner error={view.error} onRetry={view.reload} />
        {view.loading && <Loading />}
        {view.data && entries.length === 0 && <EmptyState title={t('verify.none')}>{t('verify.none_text')}</EmptyState>}
        <ul className={style.cards}>
          {entries.map((entry) => (
            <Upload key={entry.entry} team={team} entry={entry} />
          ))}
        </ul>
      </div>
    </Section>
  )
}

function Upload({ team, entry }: { team: Team; entry: Entry }) {
  const { t } = useTranslation('operations')
  const { has } = useSession()
  const { language } = useLanguage()
  const { nameOf } = useMembers(team.network)
  const words = useThingWords()
  const act = useAct('operations.verify-upload')
  const [asking, setAsking] = useState<'accept' | 'keep' | undefined>()
  const [reason, setReason] = useState<Words>({ text: '', language })
  const text = reason.text.trim()
  return (
    <li className={style.stackTight}>
      <h3 className={style.heading}>{nameOf(entry.author)}</h3>
      <p className={style.quiet}>
        <DateTime at={entry.at} /> · {t('verify.to')}: {entry.to.map(nameOf).join(' · ')}
      </p>
      {entry.sets === null && <p className={style.text}>{t('verify.not_here')}</p>}
      {entry.sets?.map(({ kind, set }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: acts of one entry in their order
        <section key={i} aria-label={words.kind(kind)}>
          <strong>{words.kind(kind)}</strong>
          <dl className={style.said}>
            {Object.entries(set).map(([field, value]) => (
              <div key={field}>
                <dt>{words.field(kind, field)}</dt>
                <dd>
                  <Said field={field} takes={kindOf(kind)?.fields[field]?.takes} value={value} titles={() => undefined} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      {has('supervisor') && entry.sets !== null && (
        <div className={style.row}>
          <Button onClick={() => setAsking('accept')}>{t('verify.accept')}</Button>
          <Button variant="default" onClick={() => setAsking('keep')}>
            {t('verify.keep')}
          </Button>
        </div>
      )}
      {asking && (
        <Confirm
          open
          title={t(`verify.${asking}_title`)}
          happens={[t(`verify.${asking}_happens`)]}
          seenBy={(asking === 'accept' ? entry.to : team.members).filter((member) => member !== team.own).map(nameOf)}
          act={t(`verify.${asking}`)}
          danger={asking === 'keep'}
          running={act.running}
          error={act.error}
          onClose={() => setAsking(undefined)}
          onConfirm={async () => {
            const accepted = asking === 'accept'
            if (await act.run({ space: team.id, entry: entry.entry, accepted, ...(text && { reason: { ...reason, text } }) }))
              setAsking(undefined)
          }}
        >
          {asking === 'keep' && <WordsField label={t('why')} value={reason} onChange={setReason} rows={2} />}
        </Confirm>
      )}
    </li>
  )
}
