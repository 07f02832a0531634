// A survey is made: its title, the day, the topics (those of the regional strategy at hand), and who is asked. Asked once more before it leaves.
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { CRIME_AREAS } from '#wire/vocabulary.ts'
import type { Input } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { wordsOf } from '../exchange/fields.tsx'
import { useLanguage } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { Confirm, DateField, Loading, Page, RefusalBanner, Section, useMembers, WordsField } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import style from './training.module.css'

type Topic = Input<'training.open-survey'>['topics'][number]
const MOST_TOPICS = 60

export function NewSurvey() {
  const { t } = useTranslation('training')
  const { t: shell } = useTranslation()
  const { term } = useTerm()
  const { language } = useLanguage()
  const { node } = useSession()
  const [, navigate] = useLocation()
  const [network, setNetwork] = useState(node.networks[0]?.id ?? '')
  const { partners, nameOf } = useMembers(network)
  const published = useView('training.find-topics', {})
  const act = useAct('training.open-survey')
  const [title, setTitle] = useState({ text: '', language })
  const [about, setAbout] = useState({ text: '', language })
  const [due, setDue] = useState<string | undefined>()
  const [left_out, setLeftOut] = useState<ReadonlySet<string>>(new Set())
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [own, setOwn] = useState<readonly Topic[]>([])
  const [typed, setTyped] = useState('')
  const [area, setArea] = useState<string>('')
  const [tried, setTried] = useState(false)
  const [asking, setAsking] = useState(false)
  const members = partners.map(({ id }) => id).filter((id) => !left_out.has(id))
  const topics = [...(published.data?.topics.filter(({ id }) => chosen.has(id)) ?? []), ...own] as Topic[]
  const faulty = title.text.trim() === '' || due === undefined || topics.length === 0 || topics.length > MOST_TOPICS
  const add = () => {
    const text = typed.trim()
    if (text === '') return
    setOwn([
      ...own,
      { id: `own-${own.length + 1}`, title: { text, language }, ...(area && { crime_area: area as NonNullable<Topic['crime_area']> }) },
    ])
    setTyped('')
  }
  const toggle = (set: ReadonlySet<string>, id: string) => new Set(set.has(id) ? [...set].filter((one) => one !== id) : [...set, id])
  const send = async () => {
    const words = wordsOf(about)
    const done = await act.run({
      network,
      title: { ...title, text: title.text.trim() },
      ...(words && { about: words }),
      due: `${due}T23:59:59.000Z`,
      topics,
      members,
    })
    if (done) navigate(`/training/${done.survey}`)
  }
  const areas = [...new Set(published.data?.topics.map(({ crime_area }) => crime_area!) ?? [])]
  return (
    <Page title={t('new.title')} lead={t('new.lead')} width="wide">
      <form
        className={style.stack}
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          setTried(true)
          if (!faulty) setAsking(true)
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
              label={t('new.name')}
              value={title}
              onChange={setTitle}
              required
              rows={1}
              error={tried && title.text.trim() === '' ? shell('fault.required') : undefined}
            />
            <WordsField label={t('new.about')} value={about} onChange={setAbout} rows={2} />
            <DateField
              label={t('new.due')}
              description={t('new.due_hint')}
              value={due}
              onChange={setDue}
              required
              error={tried && due === undefined ? shell('fault.required') : undefined}
            />
          </div>
        </Section>
        <Section title={t('new.topics', { number: String(topics.length) })}>
          <div className={style.stack}>
            {!published.data && <Loading />}
            <RefusalBanner error={published.error} onRetry={published.reload} />
            {published.data && <p className={style.quiet}>{t('new.source', { source: `\u2068${published.data.source}\u2069` })}</p>}
            {areas.map((one) => (
              <fieldset key={one} className={style.plain}>
                <legend className={style.legend}>{term('crime-area', one)}</legend>
                <div className={style.choices}>
                  {published
                    .data!.topics.filter(({ crime_area }) => crime_area === one)
                    .map(({ id, title }) => (
                      <Checkbox
                        key={id}
                        checked={chosen.has(id)}
                        onChange={() => setChosen(toggle(chosen, id))}
                        label={
                          <bdi dir="auto" lang={title.language}>
                            {title.text}
                          </bdi>
                        }
                      />
                    ))}
                </div>
              </fieldset>
            ))}
            {own.length > 0 && (
              <ul className={style.own}>
                {own.map(({ id, title }) => (
                  <li key={id}>
                    <bdi dir="auto">{title.text}</bdi>{' '}
                    <Button
                      size="xs"
                      variant="subtle"
                      aria-label={t('new.remove', { topic: title.text })}
                      onClick={() => setOwn(own.filter((one) => one.id !== id))}
                    >
                      ×
                    </Button>
                  </li>
                ))}
              </ul>
            )}
            <div className={style.row}>
              <TextInput
                className={style.grow!}
                label={t('new.own')}
                value={typed}
                dir="auto"
                maxLength={200}
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
              <NativeSelect
                label={t('new.area')}
                value={area}
                data={[{ value: '', label: '–' }, ...CRIME_AREAS.map((value) => ({ value, label: term('crime-area', value) }))]}
                onChange={(event) => setArea(event.currentTarget.value)}
              />
              <Button variant="default" onClick={add} disabled={typed.trim() === '' || topics.length >= MOST_TOPICS}>
                {t('new.add')}
              </Button>
            </div>
            {tried && topics.length === 0 && (
              <p role="alert" className={style.fault}>
                {t('new.no_topics')}
              </p>
            )}
          </div>
        </Section>
        <Section title={t('new.asked', { number: String(members.length) })}>
          <div className={style.choices}>
            {partners.map(({ id, name }) => (
              <Checkbox key={id} label={name} checked={!left_out.has(id)} onChange={() => setLeftOut(toggle(left_out, id))} />
            ))}
          </div>
        </Section>
        <div>
          <Button type="submit">{t('new.send')}</Button>
        </div>
      </form>
      {asking && (
        <Confirm
          open
          title={t('new.confirm')}
          happens={[t('new.happens', { number: String(topics.length) }), t('new.national')]}
          seenBy={members.map(nameOf)}
          act={t('new.send')}
          running={act.running}
          error={act.error}
          onConfirm={() => void send()}
          onClose={() => setAsking(false)}
        />
      )}
    </Page>
  )
}
