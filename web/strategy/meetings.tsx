// Meetings: all of a forum, and one with its agenda, who comes, what was decided and which commitments it takes over.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useView } from '../api/hooks.ts'
import {
  DateTime,
  EmptyState,
  Facts,
  Loading,
  MemberName,
  RefusalBanner,
  Section,
  StateMark,
  saveBytes,
  TakeDocument,
} from '../pieces/index.ts'
import { FollowedTable } from './followed.tsx'
import { Heading, Leading, Wide } from './frame.tsx'
import { mayState } from './kinds.ts'
import { Said, Text, textIn, useStrategyWords } from './said.tsx'
import style from './strategy.module.css'
import { Deeds, KindSection } from './thing.tsx'
import { ThingForm } from './thing-form.tsx'
import type { ForumData, Thing } from './types.ts'
import { useThings } from './use-things.ts'

const EVERY_MS = 10_000
const KINDS = ['meeting', 'item', 'document', 'attendance', 'decision', 'commitment', 'report', 'acceptance'] as const

export function Meetings({ forum, rest }: { forum: ForumData; rest: string }) {
  return rest === '' ? <AllMeetings forum={forum} /> : <OneMeeting key={rest} forum={forum} id={rest} />
}

const atOf = (thing: Thing) => String(thing.set.at ?? thing.first_at)

function AllMeetings({ forum }: { forum: ForumData }) {
  const { t } = useTranslation('forum')
  const words = useStrategyWords()
  const view = useThings(forum, ['meeting'])
  const calendar = useAct('strategy.take-calendar', { touches: [] })
  const [adding, setAdding] = useState(false)
  const meetings = view.things.filter((one) => one.kind === 'meeting' && !one.withdrawn).sort((a, b) => (atOf(a) < atOf(b) ? 1 : -1))
  const take = async () => {
    const made = await calendar.run({ forum: forum.id })
    if (made) saveBytes(made.name, bytesOf(made.content), made.media_type)
  }
  return (
    <Section
      title={words.kinds('meeting')}
      actions={
        <div className={style.row}>
          {meetings.length > 0 && (
            <Button size="compact-sm" variant="subtle" loading={calendar.running} onClick={() => void take()}>
              {t('meetings.calendar')}
            </Button>
          )}
          {forum.state === 'open' && mayState(forum.part, 'meeting') && (
            <Button size="compact-sm" variant="default" onClick={() => setAdding(true)}>
              {t('meetings.call')}
            </Button>
          )}
        </div>
      }
    >
      <RefusalBanner error={view.error ?? calendar.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {view.data && meetings.length === 0 && <EmptyState title={t('meetings.none')}>{t('meetings.none_text')}</EmptyState>}
      {meetings.length > 0 && (
        <Leading things={meetings} base={`/strategy/${forum.id}/meetings`} detail={(one) => <DateTime at={atOf(one)} form="short" />} />
      )}
      {adding && <ThingForm forum={forum} kind="meeting" things={view.things} onClose={() => setAdding(false)} />}
    </Section>
  )
}

export const bytesOf = (content: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(content), (character) => character.charCodeAt(0))

function OneMeeting({ forum, id }: { forum: ForumData; id: string }) {
  const { t } = useTranslation('forum')
  const words = useStrategyWords()
  const view = useView('strategy.read-meeting', { forum: forum.id, meeting: id }, { every_ms: EVERY_MS })
  const all = useThings(forum, KINDS)
  const paper = useAct('strategy.take-paper', { touches: [] })
  const data = view.data
  const meeting = data?.meeting
  const minutes = meeting && textIn(meeting, 'minutes')
  const begin = { meeting: id }
  const own = (one: Thing) => one.set.meeting === id
  const byPlace = [...all.things].sort(
    (a, b) => Number(a.set.order ?? Infinity) - Number(b.set.order ?? Infinity) || (a.first_at < b.first_at ? -1 : 1),
  )
  const said = data?.coming.find(({ member }) => member === forum.own)
  return (
    <div className={style.stack}>
      <RefusalBanner error={view.error ?? all.error} onRetry={view.reload} />
      {!data && !view.error && <Loading />}
      {meeting && (
        <>
          <Heading thing={meeting} back={t('meetings.back')} to={`/strategy/${forum.id}/meetings`} />
          <Section title={t('meetings.facts')}>
            <div className={style.stack}>
              <Facts
                items={[
                  [words.field('meeting', 'at'), <DateTime key="at" at={atOf(meeting)} />],
                  [words.field('meeting', 'until'), meeting.set.until && <DateTime key="until" at={String(meeting.set.until)} />],
                  [
                    words.field('meeting', 'place'),
                    meeting.set.place && (
                      <Said key="place" field="place" takes={{ form: 'name' }} value={meeting.set.place} titleOf={() => undefined} />
                    ),
                  ],
                  [words.field('meeting', 'online'), meeting.set.online === true ? words.code('says', 'online') : undefined],
                  [words.field('meeting', 'minutes'), minutes && <Text key="minutes" words={minutes} />],
                ]}
              />
              <Deeds forum={forum} thing={meeting} things={all.things} title={textIn(meeting, 'title')?.text ?? words.kind('meeting')} />
            </div>
          </Section>
          <KindSection forum={forum} kind="item" things={byPlace} filter={own} begin={begin} fixed={['meeting']} />
          <Coming forum={forum} meeting={id} coming={data.coming} things={all.things} said={said?.thing ?? undefined} />
          <Section title={t('meetings.carried')}>
            <FollowedTable forum={forum} followed={data.carried} things={all.things} label={t('meetings.carried')} meeting={id} />
          </Section>
          <KindSection forum={forum} kind="decision" things={all.things} filter={own} begin={begin} fixed={['meeting']} />
          <KindSection forum={forum} kind="commitment" things={all.things} filter={own} begin={begin} fixed={['meeting']} />
          <KindSection forum={forum} kind="document" things={all.things} filter={own} begin={begin} fixed={['meeting']} />
          <Section title={t('meetings.paper')}>
            <TakeDocument
              label={t('meetings.take')}
              running={paper.running}
              error={paper.error}
              make={(form, language) => paper.run({ forum: forum.id, kind: 'meeting', thing: id, form, language })}
            />
          </Section>
        </>
      )}
    </div>
  )
}

type ComingLine = { member: string; part: 'chair' | 'participant' | 'observer' | 'guest'; says: string | null; thing: string | null }

function Coming({
  forum,
  meeting,
  coming,
  things,
  said,
}: {
  forum: ForumData
  meeting: string
  coming: readonly ComingLine[]
  things: readonly Thing[]
  said: string | undefined
}) {
  const { t } = useTranslation('forum')
  const { t: base } = useTranslation('strategy')
  const words = useStrategyWords()
  const [answering, setAnswering] = useState(false)
  const thing = things.find(({ id }) => id === said)
  const may = forum.state === 'open' && mayState(forum.part, 'attendance')
  return (
    <Section
      title={words.kinds('attendance')}
      actions={
        may && (
          <Button size="compact-sm" variant="default" onClick={() => setAnswering(true)}>
            {t(thing ? 'meetings.answer_again' : 'meetings.answer')}
          </Button>
        )
      }
    >
      <Wide label={words.kinds('attendance')}>
        <thead>
          <tr>
            <th scope="col">{t('member')}</th>
            <th scope="col">{t('part')}</th>
            <th scope="col">{t('meetings.says')}</th>
          </tr>
        </thead>
        <tbody>
          {coming.map((one) => (
            <tr key={one.member}>
              <th scope="row">
                <MemberName id={one.member} network={forum.network} />
              </th>
              <td>{base(`part.${one.part}`)}</td>
              <td>
                {one.says === null ? (
                  <span className={style.quiet}>{t('meetings.unsaid')}</span>
                ) : (
                  <StateMark tone={one.says === 'excused' ? 'quiet' : 'good'}>{words.code('says', one.says)}</StateMark>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </Wide>
      {answering && (
        <ThingForm
          forum={forum}
          kind="attendance"
          thing={thing}
          things={things}
          begin={{ meeting }}
          fixed={['meeting']}
          onClose={() => setAnswering(false)}
        />
      )}
    </Section>
  )
}
