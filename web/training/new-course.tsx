// A course is offered: what and for whom, which need it answers, when and where, how many seats, and to whom. Asked once more before it leaves.
import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { COURSE_KINDS, MAX_SEATS, MOST_LOOKED_BACK, PROFILES } from '#capabilities/training/vocabulary.ts'
import type { Input } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { wordsOf } from '../exchange/fields.tsx'
import { LANGUAGE_NAMES, LANGUAGES, useLanguage } from '../language/index.ts'
import { Confirm, DateField, Page, RefusalBanner, Section, useMembers, WordsField } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import style from './training.module.css'

type Offer = Input<'training.open-course'>
const PUBLISHED = ''

export function NewCourse() {
  const { t } = useTranslation('courses')
  const { t: training } = useTranslation('training')
  const { t: shell } = useTranslation()
  const { language } = useLanguage()
  const { node } = useSession()
  const [, navigate] = useLocation()
  const [network, setNetwork] = useState(node.networks[0]?.id ?? '')
  const { partners, nameOf } = useMembers(network)
  const surveys = useView('training.find-surveys', { limit: 50, offset: 0 })
  const published = useView('training.find-topics', {})
  const act = useAct('training.open-course')
  const [survey, setSurvey] = useState(PUBLISHED)
  const asked = useView('training.read-survey', { survey }, { enabled: survey !== PUBLISHED })
  const [title, setTitle] = useState({ text: '', language })
  const [about, setAbout] = useState({ text: '', language })
  const [kind, setKind] = useState<Offer['kind']>('residential')
  const [topic, setTopic] = useState('')
  const [profiles, setProfiles] = useState<readonly Offer['profiles'][number][]>(['investigator'])
  const [languages, setLanguages] = useState<readonly Offer['languages'][number][]>([language])
  const [institution, setInstitution] = useState('')
  const [place, setPlace] = useState('')
  const [days, setDays] = useState<{ from?: string | undefined; to?: string | undefined; by?: string | undefined }>({})
  const [seats, setSeats] = useState(20)
  const [most_each, setMostEach] = useState(0)
  const [looked_back, setLookedBack] = useState(10)
  const [left_out, setLeftOut] = useState<ReadonlySet<string>>(new Set())
  const [tried, setTried] = useState(false)
  const [asking, setAsking] = useState(false)
  const members = partners.map(({ id }) => id).filter((id) => !left_out.has(id))
  const topics = (survey === PUBLISHED ? published.data?.topics : asked.data?.topic_list) ?? []
  const chosen = topics.find(({ id }) => id === topic)
  const required = (wrong: boolean) => (tried && wrong ? shell('fault.required') : undefined)
  const faulty =
    title.text.trim() === '' ||
    institution.trim() === '' ||
    !chosen ||
    !days.from ||
    !days.to ||
    !days.by ||
    profiles.length === 0 ||
    languages.length === 0
  const toggle = <T,>(list: readonly T[], one: T) => (list.includes(one) ? list.filter((other) => other !== one) : [...list, one])
  const send = async () => {
    const words = wordsOf(about)
    const done = await act.run({
      network,
      state: 'open',
      kind,
      title: { ...title, text: title.text.trim() },
      ...(words && { about: words }),
      topics: [chosen!],
      ...(survey !== PUBLISHED && { survey }),
      profiles: [...profiles],
      languages: [...languages],
      institution: institution.trim(),
      ...(place.trim() && { place: place.trim() }),
      from: days.from!,
      to: days.to!,
      nominate_by: `${days.by}T23:59:59.000Z`,
      seats,
      ...(most_each > 0 && { most_each }),
      looked_back,
      members,
    })
    if (done) navigate(`/training/courses/${done.course}`)
  }
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
                label={training('new.network')}
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
              error={required(title.text.trim() === '')}
            />
            <WordsField label={t('new.about')} value={about} onChange={setAbout} rows={2} />
            <div className={style.row}>
              <NativeSelect
                label={t('kind_label')}
                value={kind}
                data={COURSE_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
                onChange={(event) => setKind(event.currentTarget.value as Offer['kind'])}
              />
              <NativeSelect
                className={style.grow!}
                label={t('new.need')}
                value={survey}
                data={[
                  { value: PUBLISHED, label: t('new.published') },
                  ...(surveys.data?.surveys ?? []).map(({ id, title }) => ({ value: id, label: title.text })),
                ]}
                onChange={(event) => {
                  setSurvey(event.currentTarget.value)
                  setTopic('')
                }}
              />
              <NativeSelect
                className={style.grow!}
                label={t('topic')}
                withAsterisk
                value={topic}
                error={required(!chosen)}
                data={[{ value: '', label: '–' }, ...topics.map(({ id, title }) => ({ value: id, label: title.text }))]}
                onChange={(event) => setTopic(event.currentTarget.value)}
              />
            </div>
            <RefusalBanner error={surveys.error ?? published.error ?? asked.error} />
            <fieldset className={style.plain}>
              <legend className={style.legend}>{t('profiles')}</legend>
              <div className={style.choices}>
                {PROFILES.map((one) => (
                  <Checkbox
                    key={one}
                    label={training(`profile.${one}`)}
                    checked={profiles.includes(one)}
                    onChange={() => setProfiles(toggle(profiles, one))}
                  />
                ))}
              </div>
            </fieldset>
            <fieldset className={style.plain}>
              <legend className={style.legend}>{t('languages')}</legend>
              <div className={style.choices}>
                {LANGUAGES.map((one) => (
                  <Checkbox
                    key={one}
                    label={LANGUAGE_NAMES[one]}
                    checked={languages.includes(one)}
                    onChange={() => setLanguages(toggle(languages, one))}
                  />
                ))}
              </div>
            </fieldset>
            {tried && (profiles.length === 0 || languages.length === 0) && (
              <p role="alert" className={style.fault}>
                {t('new.nobody')}
              </p>
            )}
          </div>
        </Section>
        <Section title={t('new.when')}>
          <div className={style.stack}>
            <div className={style.row}>
              <TextInput
                className={style.grow!}
                label={t('institution')}
                withAsterisk
                value={institution}
                dir="auto"
                maxLength={200}
                error={required(institution.trim() === '')}
                onChange={(event) => setInstitution(event.currentTarget.value)}
              />
              <TextInput
                className={style.grow!}
                label={t('place')}
                description={t('new.place_hint')}
                inputWrapperOrder={['label', 'input', 'description']}
                value={place}
                dir="auto"
                maxLength={120}
                onChange={(event) => setPlace(event.currentTarget.value)}
              />
            </div>
            <div className={style.row}>
              <DateField
                label={t('new.from')}
                value={days.from}
                onChange={(from) => setDays({ ...days, from })}
                required
                error={required(!days.from)}
              />
              <DateField
                label={t('new.to')}
                value={days.to}
                onChange={(to) => setDays({ ...days, to })}
                required
                error={required(!days.to)}
              />
              <DateField
                label={t('nominate_by')}
                value={days.by}
                onChange={(by) => setDays({ ...days, by })}
                required
                error={required(!days.by)}
              />
            </div>
          </div>
        </Section>
        <Section title={t('new.seats')}>
          <div className={style.stack}>
            <p className={style.quiet}>{t('rule')}</p>
            <div className={style.row}>
              {(
                [
                  ['seats', seats, setSeats, 1, MAX_SEATS],
                  ['most_each', most_each, setMostEach, 0, MAX_SEATS],
                  ['looked_back', looked_back, setLookedBack, 0, MOST_LOOKED_BACK],
                ] as const
              ).map(([key, value, set, min, max]) => (
                <NumberInput
                  key={key}
                  label={t(`new.${key}`)}
                  value={value}
                  min={min}
                  max={max}
                  clampBehavior="strict"
                  allowDecimal={false}
                  hideControls
                  onChange={(typed) => set(Math.max(min, Number(typed) || min))}
                />
              ))}
            </div>
          </div>
        </Section>
        <Section title={t('new.invited', { number: String(members.length) })}>
          <div className={style.choices}>
            {partners.map(({ id, name }) => (
              <Checkbox key={id} label={name} checked={!left_out.has(id)} onChange={() => setLeftOut(new Set(toggle([...left_out], id)))} />
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
          happens={[t('new.happens', { seats: String(seats) }), t('rule')]}
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
