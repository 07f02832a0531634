// A forum is opened: what it is, and who takes part, looks on or is a guest. Asked once more before it goes out.
import { Button, NativeSelect, NumberInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { FORUM_KINDS, type ForumKind } from '#capabilities/strategy/vocabulary.ts'
import { useAct } from '../api/hooks.ts'
import { wordsOf } from '../exchange/fields.tsx'
import { useLanguage } from '../language/index.ts'
import { Confirm, Page, Section, useMembers, WordsField } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { MemberParts, type Parts } from './member-parts.tsx'
import { useStrategyWords } from './said.tsx'
import style from './strategy.module.css'

const QUORUM = 60

export function NewForum() {
  const { t } = useTranslation('strategy')
  const { t: shell } = useTranslation()
  const words = useStrategyWords()
  const { language } = useLanguage()
  const { node } = useSession()
  const [, navigate] = useLocation()
  const [network, setNetwork] = useState(node.networks[0]?.id ?? '')
  const { partners, nameOf } = useMembers(network)
  const act = useAct('strategy.open-forum')
  const [title, setTitle] = useState({ text: '', language })
  const [about, setAbout] = useState({ text: '', language })
  const [kind, setKind] = useState<ForumKind>('strategic-forum')
  const [quorum, setQuorum] = useState<number>(QUORUM)
  const [parts, setParts] = useState<Parts>({})
  const [tried, setTried] = useState(false)
  const [asking, setAsking] = useState(false)
  const partOf = (id: string) => parts[id] ?? (partners.find((one) => one.id === id)?.kind === 'state' ? 'participant' : 'observer')
  const of = (part: string) => partners.map(({ id }) => id).filter((id) => partOf(id) === part)
  const missing = title.text.trim() === ''
  const send = async () => {
    const more = wordsOf(about)
    const done = await act.run({
      network,
      title: { ...title, text: title.text.trim() },
      kind,
      ...(more && { about: more }),
      participants: of('participant'),
      observers: of('observer'),
      guests: of('guest'),
      quorum,
    })
    if (done) navigate(`/strategy/${done.forum}`)
  }
  return (
    <Page title={t('new.title')} lead={t('new.lead')} width="wide">
      <form
        className={style.stack}
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          setTried(true)
          if (!missing) setAsking(true)
        }}
      >
        <Section title={t('new.what')}>
          <div className={style.stack}>
            {node.networks.length > 1 && (
              <NativeSelect
                label={t('new.network')}
                value={network}
                data={node.networks.map(({ id, title }) => ({ value: id, label: title }))}
                onChange={(event) => setNetwork(event.currentTarget.value)}
              />
            )}
            <WordsField
              label={words.field('forum', 'title')}
              value={title}
              onChange={setTitle}
              required
              rows={1}
              error={tried && missing ? shell('fault.required') : undefined}
            />
            <NativeSelect
              label={words.field('forum', 'kind')}
              value={kind}
              data={FORUM_KINDS.map((one) => ({ value: one, label: words.code('kind', one) }))}
              onChange={(event) => setKind(event.currentTarget.value as ForumKind)}
            />
            <WordsField label={words.field('forum', 'about')} value={about} onChange={setAbout} rows={2} />
            <NumberInput
              label={t('new.quorum')}
              min={1}
              max={100}
              value={quorum}
              onChange={(value) => setQuorum(Math.min(100, Math.max(1, Number(value) || QUORUM)))}
            />
          </div>
        </Section>
        <Section title={t('new.who')}>
          <MemberParts
            members={partners.map(({ id }) => id)}
            nameOf={nameOf}
            partOf={partOf}
            onChange={(id, part) => setParts({ ...parts, [id]: part })}
          />
        </Section>
        <div>
          <Button type="submit">{t('list.open')}</Button>
        </div>
      </form>
      {asking && (
        <Confirm
          open
          title={t('new.confirm')}
          happens={[t('new.happens'), t('new.chair')]}
          seenBy={['participant', 'observer', 'guest'].flatMap(of).map(nameOf)}
          act={t('list.open')}
          running={act.running}
          error={act.error}
          onConfirm={() => void send()}
          onClose={() => setAsking(false)}
        />
      )}
    </Page>
  )
}
