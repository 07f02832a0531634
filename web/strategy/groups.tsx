// What groups keep together: good practice, procedures, agreed definitions, where each country stands on instruments, recommendations that are tracked.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { INTERNATIONAL_INSTRUMENTS } from '#capabilities/strategy/published/instruments.ts'
import { useView } from '../api/hooks.ts'
import { useLanguage } from '../language/index.ts'
import { Loading, RefusalBanner, Section, StateMark, TabLinks, useMembers, writeDay } from '../pieces/index.ts'
import { NotFound } from '../shell/not-found.tsx'
import { FollowedTable } from './followed.tsx'
import { Wide } from './frame.tsx'
import { mayState } from './kinds.ts'
import { textIn, useStrategyWords } from './said.tsx'
import style from './strategy.module.css'
import { KindSection, toneOfState } from './thing.tsx'
import { ThingForm } from './thing-form.tsx'
import type { ForumData, Thing } from './types.ts'
import { useThings } from './use-things.ts'
import work from './work.module.css'

const EVERY_MS = 10_000
const PARTS = ['practice', 'procedure', 'definition', 'instrument', 'tracked'] as const
type Part = (typeof PARTS)[number]

export function Groups({ forum, rest }: { forum: ForumData; rest: string }) {
  const { t } = useTranslation('forum')
  const words = useStrategyWords()
  const at = rest === '' ? PARTS[0] : PARTS.find((one) => one === rest)
  const base = `/strategy/${forum.id}/groups`
  return (
    <div className={style.stack}>
      <TabLinks
        label={t('groups.parts')}
        links={PARTS.map((one, i) => ({ href: i === 0 ? base : `${base}/${one}`, label: words.kinds(one) }))}
      />
      {at === 'instrument' ? (
        <Instruments forum={forum} />
      ) : at === 'tracked' ? (
        <Tracked forum={forum} />
      ) : at ? (
        <Library key={at} forum={forum} part={at} />
      ) : (
        <NotFound />
      )}
    </div>
  )
}

function Library({ forum, part }: { forum: ForumData; part: Exclude<Part, 'instrument' | 'tracked'> }) {
  const view = useThings(forum, [part])
  const term = (one: Thing) => textIn(one, 'term')?.text ?? ''
  const things = part === 'definition' ? [...view.things].sort((a, b) => term(a).localeCompare(term(b))) : view.things
  return (
    <>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {view.data && <KindSection forum={forum} kind={part} things={things} />}
    </>
  )
}

/** Members beside instruments; what nobody has said is a dash, and never "no". */
function Instruments({ forum }: { forum: ForumData }) {
  const { t } = useTranslation('forum')
  const words = useStrategyWords()
  const { language } = useLanguage()
  const { nameOf } = useMembers(forum.network)
  const view = useThings(forum, ['instrument'])
  const [stating, setStating] = useState<{ id: string; title: string; thing: Thing | undefined } | undefined>()
  const said = view.things.filter((one) => one.kind === 'instrument' && !one.withdrawn)
  const members = [...forum.participants, ...forum.left.filter((one) => said.some(({ by }) => by === one))]
  const others = [...new Set(said.map(({ set }) => String(set.instrument)))].filter(
    (id) => !INTERNATIONAL_INSTRUMENTS.some((one) => one.id === id),
  )
  const rows = [
    ...INTERNATIONAL_INSTRUMENTS.map((one) => ({ id: one.id, title: one.title[language], year: String(one.year) })),
    ...others.map((id) => ({
      id,
      title:
        textIn(
          said.find(({ set }) => set.instrument === id),
          'title',
        )?.text ?? id,
      year: '',
    })),
  ]
  const may = forum.state === 'open' && mayState(forum.part, 'instrument')
  const ofMember = (id: string, member: string) => said.find((one) => one.set.instrument === id && one.by === member)
  return (
    <Section title={words.kinds('instrument')}>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {view.data && (
        <Wide label={words.kinds('instrument')} caption={t('groups.instruments')}>
          <thead>
            <tr>
              <th scope="col">{words.field('instrument', 'instrument')}</th>
              {members.map((one) => (
                <th scope="col" key={one}>
                  <bdi>{nameOf(one)}</bdi>
                </th>
              ))}
              {may && <th scope="col">{t('groups.own')}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, title, year }) => {
              const own = ofMember(id, forum.own)
              return (
                <tr key={id}>
                  <th scope="row">
                    <bdi dir="auto">{title}</bdi> {year && <span className={style.quiet}>{year}</span>}
                  </th>
                  {members.map((member) => {
                    const one = ofMember(id, member)
                    const state = one && String(one.set.state)
                    return (
                      <td key={member}>
                        {state ? (
                          <StateMark tone={toneOfState(state)}>{words.code('state', state)}</StateMark>
                        ) : (
                          <span className={style.quiet}>–</span>
                        )}
                        {typeof one?.set.since === 'string' && <p className={style.quiet}>{writeDay(one.set.since)}</p>}
                      </td>
                    )
                  })}
                  {may && (
                    <td>
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={t('groups.state_what', { what: title })}
                        onClick={() => setStating({ id, title, thing: own })}
                      >
                        {t(own ? 'groups.change' : 'groups.state')}
                      </Button>
                    </td>
                  )}
                </tr>
              )
            })}
          </tbody>
        </Wide>
      )}
      {stating && (
        <ThingForm
          key={stating.id}
          forum={forum}
          kind="instrument"
          thing={stating.thing}
          things={view.things}
          begin={{ instrument: stating.id, title: { text: stating.title, language } }}
          fixed={['instrument', 'title']}
          onClose={() => setStating(undefined)}
        />
      )}
    </Section>
  )
}

function Tracked({ forum }: { forum: ForumData }) {
  const { t } = useTranslation('forum')
  const words = useStrategyWords()
  const view = useView('strategy.find-followed', { forum: forum.id, kind: 'tracked' }, { every_ms: EVERY_MS })
  const all = useThings(forum, ['tracked', 'report'])
  const [adding, setAdding] = useState(false)
  return (
    <Section
      title={words.kinds('tracked')}
      actions={
        forum.state === 'open' &&
        mayState(forum.part, 'tracked') && (
          <Button size="compact-sm" variant="default" onClick={() => setAdding(true)}>
            {t('groups.track')}
          </Button>
        )
      }
    >
      <p className={work.text}>{t('groups.tracked')}</p>
      <RefusalBanner error={view.error ?? all.error} onRetry={view.reload} />
      {!view.data && !view.error && <Loading />}
      {view.data && <FollowedTable forum={forum} followed={view.data.followed} things={all.things} label={words.kinds('tracked')} />}
      {adding && <ThingForm forum={forum} kind="tracked" things={all.things} onClose={() => setAdding(false)} />}
    </Section>
  )
}
