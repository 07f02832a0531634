// What is followed until it is shown done, as a table: whose, until when, how it stands, how often it went on to a further meeting.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Value } from '#wire/fields.ts'
import type { Output } from '../api/client.ts'
import { locale } from '../language/index.ts'
import { DateTime, EmptyState, MemberName, StateMark, type StateTone, writeDay } from '../pieces/index.ts'
import { Wide } from './frame.tsx'
import { mayState } from './kinds.ts'
import { Text, textIn, useTitleOf } from './said.tsx'
import style from './strategy.module.css'
import { ThingForm } from './thing-form.tsx'
import type { ForumData, KindName, Thing } from './types.ts'
import work from './work.module.css'

export type Followed = Output<'strategy.find-followed'>['followed'][number]

const TONES: Record<Followed['state'], StateTone> = {
  open: 'quiet',
  'under-way': 'quiet',
  'reported-done': 'warning',
  returned: 'bad',
  accepted: 'good',
}

export function FollowedTable({
  forum,
  followed,
  things,
  label,
  meeting,
}: {
  forum: ForumData
  followed: readonly Followed[]
  /** What forms can point to. */
  things: readonly Thing[]
  label: string
  /** At which reports and acceptances are given. */
  meeting?: string | undefined
}) {
  const { t } = useTranslation('forum')
  const titleOf = useTitleOf()
  const [doing, setDoing] = useState<{ kind: KindName; begin: Readonly<Record<string, Value>> } | undefined>()
  const number = new Intl.NumberFormat(locale())
  if (followed.length === 0) return <EmptyState title={t('followed.none')}>{t('followed.none_text')}</EmptyState>
  const open = forum.state === 'open' && forum.part !== 'left'
  const at: Readonly<Record<string, Value>> = meeting === undefined ? {} : { meeting }
  return (
    <>
      <Wide label={label} caption={t('followed.rule')}>
        <thead>
          <tr>
            <th scope="col">{t('followed.what')}</th>
            <th scope="col">{t('followed.owners')}</th>
            <th scope="col">{t('followed.due')}</th>
            <th scope="col">{t('followed.state')}</th>
            <th scope="col">{t('followed.last')}</th>
            <th scope="col" className={work.end}>
              {t('followed.carried')}
            </th>
            <th scope="col">{t('followed.do')}</th>
          </tr>
        </thead>
        <tbody>
          {followed.map((one) => {
            const title = titleOf(one.thing) ?? t('followed.untitled')
            const last = one.reports[0]
            const text = last && textIn(last, 'text')
            const owner = one.owners.length === 0 ? mayState(forum.part, 'report') : one.owners.includes(forum.own)
            return (
              <tr key={one.thing.id}>
                <th scope="row">
                  <bdi dir="auto" lang={textIn(one.thing, 'title')?.language}>
                    {title}
                  </bdi>
                </th>
                <td>
                  {one.owners.length === 0
                    ? t('followed.everybody')
                    : one.owners.map((id) => (
                        <div key={id}>
                          <MemberName id={id} network={forum.network} />
                          {one.silent.includes(id) && <span className={style.quiet}> {t('followed.silent')}</span>}
                        </div>
                      ))}
                </td>
                <td>
                  {one.due === null ? '–' : writeDay(one.due)}
                  {one.overdue_days > 0 && (
                    <div>
                      <StateMark tone="bad">{t('followed.overdue', { number: number.format(one.overdue_days) })}</StateMark>
                    </div>
                  )}
                </td>
                <td>
                  <StateMark tone={TONES[one.state]}>{t(`followed.states.${one.state}`)}</StateMark>
                </td>
                <td>
                  {last ? (
                    <>
                      {text && <Text words={text} />}
                      <p className={style.quiet}>
                        <MemberName id={last.by} network={forum.network} /> · <DateTime at={last.said_at} form="short" />
                      </p>
                    </>
                  ) : (
                    t('followed.unreported')
                  )}
                </td>
                <td className={work.end}>{number.format(one.carried)}</td>
                <td>
                  <div className={style.row}>
                    {open && owner && one.state !== 'accepted' && (
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={t('followed.report_on', { what: title })}
                        onClick={() => setDoing({ kind: 'report', begin: { on: one.thing.id, ...at } })}
                      >
                        {t('followed.report')}
                      </Button>
                    )}
                    {open && forum.part === 'chair' && one.state === 'reported-done' && (
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={t('followed.accept_of', { what: title })}
                        onClick={() => setDoing({ kind: 'acceptance', begin: { on: one.thing.id, accepted: true, ...at } })}
                      >
                        {t('followed.accept')}
                      </Button>
                    )}
                  </div>
                </td>
              </tr>
            )
          })}
        </tbody>
      </Wide>
      {doing && (
        <ThingForm
          key={`${doing.kind} ${String(doing.begin.on)}`}
          forum={forum}
          kind={doing.kind}
          things={things}
          begin={doing.begin}
          fixed={['on']}
          onClose={() => setDoing(undefined)}
        />
      )}
    </>
  )
}
