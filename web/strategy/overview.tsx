// What a forum is and who belongs to it; the chair changes both.
import { Button, Modal, NativeSelect, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useView } from '../api/hooks.ts'
import { Banner, Facts, MemberName, RefusalBanner, Section, useMembers } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { MemberParts, type Parts } from './member-parts.tsx'
import { Text, useStrategyWords } from './said.tsx'
import style from './strategy.module.css'
import type { Fields, ForumData, Thing } from './types.ts'

export function Overview({ forum }: { forum: ForumData; rest: string }) {
  const { t } = useTranslation('strategy')
  const { has } = useSession()
  const words = useStrategyWords()
  const [changing, setChanging] = useState(false)
  const names = (members: readonly string[]) =>
    members.length > 0 && (
      <ul className={style.names}>
        {members.map((id) => (
          <li key={id}>
            <MemberName id={id} network={forum.network} />
          </li>
        ))}
      </ul>
    )
  return (
    <Section
      title={t('members')}
      actions={
        forum.part === 'chair' &&
        has('supervisor') && (
          <Button size="compact-sm" variant="default" onClick={() => setChanging(true)}>
            {t('act.members')}
          </Button>
        )
      }
    >
      <div className={style.stack}>
        {forum.about && <Text words={forum.about} />}
        <Facts
          items={[
            [t('part.chair'), <MemberName key="chair" id={forum.chair} network={forum.network} />],
            [t('parts.participant'), names(forum.participants)],
            [t('parts.observer'), names(forum.observers) || undefined],
            [t('parts.guest'), names(forum.guests) || undefined],
            [t('parts.left'), names(forum.left) || undefined],
            [words.field('forum', 'quorum'), `${forum.quorum} %`],
          ]}
        />
      </div>
      {changing && <Compose forum={forum} onClose={() => setChanging(false)} />}
    </Section>
  )
}

/** Who belongs from now on; who is no longer named has left. */
function Compose({ forum, onClose }: { forum: ForumData; onClose: () => void }) {
  const { t } = useTranslation('strategy')
  const { t: shell } = useTranslation()
  const words = useStrategyWords()
  const { members, nameOf } = useMembers(forum.network)
  const view = useView('strategy.find-things', { forum: forum.id, kinds: ['forum'], limit: 1, offset: 0 })
  const act = useAct('strategy.state-thing')
  const [parts, setParts] = useState<Parts>({})
  const [chair, setChair] = useState(forum.chair)
  const [quorum, setQuorum] = useState(forum.quorum)
  const [state, setState] = useState(forum.state)
  const there = (id: string) =>
    forum.participants.includes(id)
      ? 'participant'
      : forum.observers.includes(id)
        ? 'observer'
        : forum.guests.includes(id)
          ? 'guest'
          : 'none'
  const partOf = (id: string) => parts[id] ?? there(id)
  const others = [...new Set([...members.map(({ id }) => id), ...forum.participants, ...forum.observers, ...forum.guests])].filter(
    (id) => id !== forum.own,
  )
  const of = (part: string) => others.filter((id) => partOf(id) === part)
  const participants = [forum.own, ...of('participant')]
  const save = async (thing: Thing) => {
    const { observers: _, guests: __, ...rest } = thing.set
    const set: Fields = {
      ...rest,
      participants,
      ...(of('observer').length > 0 && { observers: of('observer') }),
      ...(of('guest').length > 0 && { guests: of('guest') }),
      chairs: chair === forum.chair ? [...forum.chairs] : [...forum.chairs, chair],
      quorum,
      state,
    }
    if (await act.run({ forum: forum.id, thing: forum.id, kind: 'forum', set })) onClose()
  }
  const thing = view.data?.things[0]
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={<strong>{t('act.members')}</strong>}
      closeButtonProps={{ 'aria-label': shell('page.close') }}
    >
      <div className={style.stack}>
        <Banner tone="info">{t('form.binds')}</Banner>
        <MemberParts members={others} nameOf={nameOf} partOf={partOf} onChange={(id, part) => setParts({ ...parts, [id]: part })} />
        <NativeSelect
          label={t('part.chair')}
          value={chair}
          data={participants.map((id) => ({ value: id, label: nameOf(id) }))}
          onChange={(event) => setChair(event.currentTarget.value)}
        />
        <NumberInput
          label={t('new.quorum')}
          min={1}
          max={100}
          value={quorum}
          onChange={(value) => setQuorum(Number(value) || forum.quorum)}
        />
        <NativeSelect
          label={words.field('forum', 'state')}
          value={state}
          data={(['open', 'closed'] as const).map((one) => ({ value: one, label: words.code('state', one) }))}
          onChange={(event) => setState(event.currentTarget.value as typeof state)}
        />
        <RefusalBanner error={view.error ?? act.error} />
        <div className={style.row}>
          <Button loading={act.running} disabled={!thing} onClick={() => thing && void save(thing)}>
            {t('act.state')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {shell('page.cancel')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
