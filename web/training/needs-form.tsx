// What is needed, topic by topic: how many officers of which profile, how far they are, how urgent; or that a topic is not relevant.
import { Button, Checkbox, NativeSelect, NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { HIGHEST, LOWEST, MAX_OFFICERS, PROFILES } from '#capabilities/training/vocabulary.ts'
import type { Input, Output } from '../api/client.ts'
import { useTerm } from '../language/term.ts'
import style from './training.module.css'

export type Needs = Pick<Input<'training.save-draft'>, 'lines' | 'irrelevant'>
type Line = Needs['lines'][number]
type Topic = Output<'training.read-survey'>['topic_list'][number]
const STEPS = Array.from({ length: HIGHEST - LOWEST + 1 }, (_, i) => LOWEST + i)

export function NeedsForm({ topics, needs, onChange }: { topics: readonly Topic[]; needs: Needs; onChange: (needs: Needs) => void }) {
  const { t } = useTranslation('training')
  const { term } = useTerm()
  const put = (at: number, change: Partial<Line>) =>
    onChange({ ...needs, lines: needs.lines.map((line, i) => (i === at ? { ...line, ...change } : line)) })
  return (
    <ol className={style.topics}>
      {topics.map((topic) => {
        const lines = needs.lines.flatMap((line, at) => (line.topic === topic.id ? [{ line, at }] : []))
        const irrelevant = needs.irrelevant.includes(topic.id)
        return (
          <li key={topic.id} className={style.topic}>
            <div className={style.between}>
              <strong>
                <bdi dir="auto" lang={topic.title.language}>
                  {topic.title.text}
                </bdi>
              </strong>
              {topic.crime_area && <span className={style.quiet}>{term('crime-area', topic.crime_area)}</span>}
            </div>
            {lines.map(({ line, at }) => (
              <fieldset
                key={at}
                className={`${style.plain} ${style.line}`}
                aria-label={`${topic.title.text}: ${t(`profile.${line.profile}`)}`}
              >
                <NativeSelect
                  label={t('need.profile')}
                  value={line.profile}
                  data={PROFILES.map((value) => ({ value, label: t(`profile.${value}`) }))}
                  onChange={(event) => put(at, { profile: event.currentTarget.value as Line['profile'] })}
                />
                <NumberInput
                  label={t('need.officers')}
                  value={line.officers}
                  min={1}
                  max={MAX_OFFICERS}
                  clampBehavior="strict"
                  allowDecimal={false}
                  hideControls
                  onChange={(value) => put(at, { officers: Math.max(1, Number(value) || 1) })}
                />
                <NativeSelect
                  label={t('need.proficiency')}
                  value={String(line.proficiency)}
                  data={STEPS.map((step) => ({ value: String(step), label: t(`proficiency.${step}`) }))}
                  onChange={(event) => put(at, { proficiency: Number(event.currentTarget.value) })}
                />
                <NativeSelect
                  label={t('need.urgency')}
                  value={String(line.urgency)}
                  data={STEPS.map((step) => ({ value: String(step), label: t(`urgency.${step}`) }))}
                  onChange={(event) => put(at, { urgency: Number(event.currentTarget.value) })}
                />
                <Button
                  variant="subtle"
                  aria-label={t('need.remove', { profile: t(`profile.${line.profile}`), topic: topic.title.text })}
                  onClick={() => onChange({ ...needs, lines: needs.lines.filter((_, i) => i !== at) })}
                >
                  {t('need.remove_short')}
                </Button>
              </fieldset>
            ))}
            <div className={style.row}>
              {!irrelevant && (
                <Button
                  size="xs"
                  variant="default"
                  aria-label={t('need.add_to', { topic: topic.title.text })}
                  onClick={() =>
                    onChange({
                      ...needs,
                      lines: [...needs.lines, { topic: topic.id, profile: 'investigator', officers: 1, proficiency: 2, urgency: 2 }],
                    })
                  }
                >
                  {t('need.add')}
                </Button>
              )}
              {lines.length === 0 && (
                <Checkbox
                  label={t('need.irrelevant')}
                  aria-label={`${topic.title.text}: ${t('need.irrelevant')}`}
                  checked={irrelevant}
                  onChange={() =>
                    onChange({
                      ...needs,
                      irrelevant: irrelevant ? needs.irrelevant.filter((one) => one !== topic.id) : [...needs.irrelevant, topic.id],
                    })
                  }
                />
              )}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
