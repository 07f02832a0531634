// Writing down how one rater rates a group: nineteen attributes, any of which may stay unanswered, with reason, source and handling.
import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SLEIPNIR, SLEIPNIR_LEVELS, type SleipnirAttribute, type SleipnirLevel, scoreOf } from '#lib/risk/index.ts'
import { CLASSIFICATIONS, HANDLING_CODES, INFORMATION_GRADES, SOURCE_GRADES } from '#wire/vocabulary.ts'
import type { Output } from '../api/client.ts'
import { useAct } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import countries from '../pieces/country-codes.ts'
import { countryName, RefusalBanner } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import style from './analysis.module.css'
import type { Rated, RatedGroup } from './ratings.tsx'

type Classification = (typeof CLASSIFICATIONS)[number]
type Code = (typeof HANDLING_CODES)[number]

export function RateGroup({
  chart,
  group,
  rated,
  about,
}: {
  chart: string
  group: RatedGroup
  rated: Rated
  about: Output<'analysis.read-chart'>
}) {
  const { t } = useTranslation('analysis')
  const { term, meaning } = useTerm()
  const { officer } = useSession()
  const number = new Intl.NumberFormat(locale())
  const rate = useAct('analysis.rate-group', { touches: ['analysis.read-ratings'] })
  const own = officer.member.length === 3 ? officer.member.toUpperCase() : ''
  const [rater, setRater] = useState('')
  const [country, setCountry] = useState(own)
  const [answers, setAnswers] = useState<Partial<Record<SleipnirAttribute, SleipnirLevel>>>({})
  const [reasons, setReasons] = useState<Partial<Record<SleipnirAttribute, string>>>({})
  const [reason, setReason] = useState('')
  const [source, setSource] = useState('')
  const [grade, setGrade] = useState<[string, string]>(['', ''])
  const [codes, setCodes] = useState<Code[]>([])
  const [words, setWords] = useState('')
  const [classification, setClassification] = useState<Classification>('unclassified')
  const so_far = scoreOf(SLEIPNIR, answers)
  const names = Object.keys(countries)
    .map((value) => ({ value, label: countryName(value) }))
    .sort((a, b) => a.label.localeCompare(b.label, locale()))
  const ready =
    rater.trim() !== '' &&
    country !== '' &&
    reason.trim().length >= 3 &&
    source.trim() !== '' &&
    (!codes.includes('H3') || words.trim() !== '')
  const send = async () => {
    const kept = await rate.run({
      chart,
      group: group.id,
      rater: rater.trim(),
      country,
      answers: (Object.entries(answers) as [SleipnirAttribute, SleipnirLevel][]).map(([attribute, level]) => {
        const why = reasons[attribute]?.trim()
        return { attribute, level, ...(why && { reason: why }) }
      }),
      reason: reason.trim(),
      source: source.trim(),
      evaluation: grade[0] && grade[1] ? `${grade[0]}${grade[1]}` : '',
      handling: codes.map((code) => (code === 'H3' ? { code, words: words.trim() } : { code })),
      classification,
    })
    if (!kept) return
    setRater('')
    setAnswers({})
    setReasons({})
    setReason('')
  }
  return (
    <form
      aria-label={t('rating.add')}
      className={style.stack}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <h3 className={style.legend}>{t('rating.add')}</h3>
      <div className={style.fields}>
        <TextInput
          label={t('rating.rater')}
          description={t('rating.rater_text')}
          value={rater}
          maxLength={120}
          onChange={(event) => setRater(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('rating.country')}
          value={country}
          data={[{ value: '', label: '—' }, ...names]}
          onChange={(event) => setCountry(event.currentTarget.value)}
        />
      </div>
      <div className={style.fields}>
        {rated.attributes.map(({ name, weight }) => {
          const attribute = name as SleipnirAttribute
          return (
            <div key={name} className={style.answer}>
              <NativeSelect
                label={`${t(`sleipnir.${name}`)} · ${number.format(weight)}`}
                value={answers[attribute] ?? ''}
                data={[
                  { value: '', label: t('rating.not_answered') },
                  ...SLEIPNIR_LEVELS.map((value) => ({ value, label: t(`level.${value}`) })),
                ]}
                onChange={(event) => {
                  const value = event.currentTarget.value
                  const { [attribute]: _, ...rest } = answers
                  setAnswers(value === '' ? rest : { ...rest, [attribute]: value as SleipnirLevel })
                }}
              />
              {answers[attribute] && (
                <TextInput
                  size="xs"
                  aria-label={t('rating.answer_reason', { attribute: t(`sleipnir.${name}`) })}
                  placeholder={t('rating.answer_reason', { attribute: t(`sleipnir.${name}`) })}
                  value={reasons[attribute] ?? ''}
                  maxLength={300}
                  onChange={(event) => {
                    const value = event.currentTarget.value
                    setReasons((old) => ({ ...old, [attribute]: value }))
                  }}
                />
              )}
            </div>
          )
        })}
      </div>
      <p role="status" className={style.quiet}>
        {t('rating.so_far', {
          answered: number.format(so_far.answered),
          least: number.format(so_far.least),
          most: number.format(so_far.most),
        })}
      </p>
      <Textarea
        label={t('rating.reason')}
        value={reason}
        maxLength={500}
        autosize
        minRows={2}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className={style.fields}>
        <TextInput label={t('rating.source')} value={source} maxLength={200} onChange={(event) => setSource(event.currentTarget.value)} />
        <NativeSelect
          label={t('read.source_grade')}
          value={grade[0]}
          data={[
            { value: '', label: t('read.not_stated') },
            ...SOURCE_GRADES.map((value) => ({ value, label: `${value} · ${term('source-grade', value)}` })),
          ]}
          onChange={(event) => setGrade([event.currentTarget.value, event.currentTarget.value && (grade[1] || '4')])}
        />
        <NativeSelect
          label={t('read.information_grade')}
          value={grade[1]}
          data={[
            { value: '', label: t('read.not_stated') },
            ...INFORMATION_GRADES.map((value) => ({ value, label: `${value} · ${term('information-grade', value)}` })),
          ]}
          onChange={(event) => setGrade([event.currentTarget.value && (grade[0] || 'X'), event.currentTarget.value])}
        />
        <NativeSelect
          label={t('field.classification')}
          value={classification}
          data={CLASSIFICATIONS.slice(0, CLASSIFICATIONS.indexOf(about.classification) + 1).map((value) => ({
            value,
            label: term('classification', value),
          }))}
          onChange={(event) => setClassification(event.currentTarget.value as Classification)}
        />
      </div>
      <div className={style.checks}>
        {HANDLING_CODES.map((code) => (
          <Checkbox
            key={code}
            label={`${code} · ${meaning('handling', code)}`}
            checked={codes.includes(code)}
            onChange={(event) => setCodes(event.currentTarget.checked ? [...codes, code].sort() : codes.filter((other) => other !== code))}
          />
        ))}
        {codes.includes('H3') && (
          <TextInput
            label={`H3 · ${term('handling', 'H3')}`}
            value={words}
            maxLength={500}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
        )}
      </div>
      <RefusalBanner error={rate.error} />
      <div>
        <Button type="submit" loading={rate.running} disabled={!ready}>
          {t('rating.keep')}
        </Button>
      </div>
    </form>
  )
}
