// The own statement of a year: lines by month, kind and unit, the counting rule, and what is held back; sent to all partners at once.
import { Button, Checkbox, NativeSelect, NumberInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { COUNTED, DATED_BY, MADE_BY, SEIZED_KINDS, SEIZED_UNITS, WEIGHED } from '#capabilities/picture/vocabulary.ts'
import { CLASSIFICATIONS, HANDLING_CODES } from '#wire/vocabulary.ts'
import type { Input } from '../api/client.ts'
import { useAct } from '../api/hooks.ts'
import { locale, useLanguage } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { Banner, Confirm, RefusalBanner, Section, useMembers } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import style from './picture.module.css'
import type { Stated } from './seizures.tsx'

type Figure = Input<'picture.state-seizures'>['figures'][number]
type Counting = Input<'picture.state-seizures'>['counting']
const CHOICES = { counted: COUNTED, dated_by: DATED_BY, weighed: WEIGHED, made_by: MADE_BY } as const
const WORDS = { counted: 'counted', dated_by: 'dated', weighed: 'weighed', made_by: 'made' } as const
const HELD_BACK_BELOW = 5
const MOST_LINES = 1_000

interface Line {
  readonly id: number
  readonly month: number
  readonly kind: Figure['kind']
  readonly unit: Figure['unit']
  readonly quantity: number | string
  readonly seizures: number | string
  /** Held back as it was stated: kept so. */
  readonly kept?: Figure
}

const lineOf = (figure: Stated['figures'][number], id: number): Line => ({
  id,
  month: figure.month,
  kind: figure.kind,
  unit: figure.unit,
  quantity: 'value' in figure.quantity ? figure.quantity.value : '',
  seizures: figure.seizures && 'value' in figure.seizures ? figure.seizures.value : '',
  ...(!('value' in figure.quantity) || (figure.seizures && !('value' in figure.seizures)) ? { kept: figure as Figure } : {}),
})

export function StateForm({ statements, onClose }: { statements: readonly Stated[]; onClose: () => void }) {
  const { t } = useTranslation('picture')
  const { term, meaning } = useTerm()
  const { node, officer } = useSession()
  const { language } = useLanguage()
  const state = useAct('picture.state-seizures')
  const network = node.networks[0]!.id
  const { partners, nameOf } = useMembers(network)
  const this_year = new Date().getUTCFullYear()
  const [year, setYear] = useState(this_year)
  const before = statements.find((one) => one.own && one.network === network && one.year === year)
  const [lines, setLines] = useState<readonly Line[]>(() => before?.figures.map(lineOf) ?? [])
  const [counting, setCounting] = useState<Counting>(() => ({
    counted: before?.counting.counted ?? 'all',
    dated_by: before?.counting.dated_by ?? 'seizure',
    weighed: before?.counting.weighed ?? 'net',
    made_by: before?.counting.made_by ?? 'police',
    ...(before?.counting.note && { note: before.counting.note as NonNullable<Counting['note']> }),
  }))
  const [hold_back, setHoldBack] = useState(true)
  const [classification, setClassification] = useState<(typeof CLASSIFICATIONS)[number]>(before?.classification ?? 'restricted')
  const [code, setCode] = useState<(typeof HANDLING_CODES)[number]>((before?.handling[0]?.code as 'H0') ?? 'H0')
  const [correction, setCorrection] = useState('')
  const [asking, setAsking] = useState(false)
  const months = new Intl.DateTimeFormat(locale(), { month: 'long', timeZone: 'UTC' })
  const put = (id: number, change: Partial<Line>) =>
    setLines(
      lines.map((one) =>
        one.id === id ? ({ ...one, ...change, ...('quantity' in change || 'seizures' in change ? { kept: undefined } : {}) } as Line) : one,
      ),
    )
  const choose = (next: number) => {
    setYear(next)
    const found = statements.find((one) => one.own && one.network === network && one.year === next)
    setLines(found?.figures.map(lineOf) ?? [])
  }
  const add = () => {
    const last = lines.at(-1)
    setLines([
      ...lines,
      {
        id: Math.max(-1, ...lines.map(({ id }) => id)) + 1,
        month: last?.month ?? 1,
        kind: last?.kind ?? 'cannabis-resin',
        unit: last?.unit ?? 'kg',
        quantity: '',
        seizures: '',
      },
    ])
  }
  const figures = lines.map((line): Figure | undefined => {
    if (line.kept) return { ...line.kept, month: line.month, kind: line.kind, unit: line.unit }
    if (typeof line.quantity !== 'number') return undefined
    return {
      month: line.month,
      kind: line.kind,
      unit: line.unit,
      quantity: { value: line.quantity },
      ...(typeof line.seizures === 'number' && { seizures: { value: line.seizures } }),
    }
  })
  const is_whole = figures.every((figure) => figure !== undefined) && (before === undefined || correction.trim() !== '')
  const send = async () => {
    const done = await state.run({
      network,
      year,
      counting,
      figures: figures.filter((figure) => figure !== undefined),
      ...(hold_back && { hold_back_below: HELD_BACK_BELOW }),
      ...(before && correction.trim() !== '' && { correction: { text: correction.trim(), language } }),
      classification,
      handling: [{ code }],
    })
    if (!done) return
    setAsking(false)
    onClose()
  }
  return (
    <Section
      title={t('state_form.title', { year: String(year) })}
      actions={
        <Button variant="default" onClick={onClose}>
          {t('behind.close')}
        </Button>
      }
    >
      <div className={style.stack}>
        <p className={style.quiet}>{t('state_form.whole')}</p>
        <div className={style.fields}>
          <NativeSelect
            label={t('choose.year')}
            value={String(year)}
            data={Array.from({ length: 10 }, (_, i) => String(this_year - i))}
            onChange={(event) => choose(Number(event.currentTarget.value))}
          />
          {(Object.keys(CHOICES) as (keyof typeof CHOICES)[]).map((field) => (
            <NativeSelect
              key={field}
              label={t(`rule_field.${field}`)}
              value={counting[field]}
              data={CHOICES[field].map((value) => ({ value, label: t(`${WORDS[field]}.${value}`) }))}
              onChange={(event) => setCounting({ ...counting, [field]: event.currentTarget.value } as Counting)}
            />
          ))}
          <NativeSelect
            label={t('seizures.classification')}
            value={classification}
            data={CLASSIFICATIONS.slice(0, officer.clearance + 1).map((value) => ({ value, label: term('classification', value) }))}
            onChange={(event) => setClassification(event.currentTarget.value as typeof classification)}
          />
          <NativeSelect
            label={t('state_form.handling')}
            value={code}
            data={HANDLING_CODES.filter((one) => one !== 'H3').map((value) => ({
              value,
              label: `${value} · ${meaning('handling', value)}`,
            }))}
            onChange={(event) => setCode(event.currentTarget.value as typeof code)}
          />
        </div>
        <fieldset className={style.plain}>
          <legend className={style.heading}>{t('state_form.lines')}</legend>
          {lines.length === 0 && <p className={style.quiet}>{t('state_form.no_lines')}</p>}
          {lines.map((line, i) => (
            <div key={line.id} className={style.line}>
              <NativeSelect
                label={t('field.month')}
                value={String(line.month)}
                data={Array.from({ length: 12 }, (_, m) => ({ value: String(m + 1), label: months.format(Date.UTC(2024, m, 1)) }))}
                onChange={(event) => put(line.id, { month: Number(event.currentTarget.value) })}
              />
              <NativeSelect
                label={t('seizures.kind')}
                value={line.kind}
                data={SEIZED_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
                onChange={(event) => put(line.id, { kind: event.currentTarget.value as Figure['kind'] })}
              />
              <NativeSelect
                label={t('field.unit')}
                value={line.unit}
                data={SEIZED_UNITS.map((value) => ({ value, label: t(`unit.${value}`) }))}
                onChange={(event) => put(line.id, { unit: event.currentTarget.value as Figure['unit'] })}
              />
              <NumberInput
                label={t('seizures.quantity')}
                min={0}
                max={1e12}
                hideControls
                value={line.quantity}
                placeholder={line.kept ? t('state.withheld') : ''}
                onChange={(quantity) => put(line.id, { quantity })}
              />
              <NumberInput
                label={t('seizures.count')}
                min={0}
                max={1e9}
                allowDecimal={false}
                hideControls
                value={line.seizures}
                placeholder={line.kept ? t('state.withheld') : ''}
                onChange={(seizures) => put(line.id, { seizures })}
              />
              <Button
                variant="subtle"
                aria-label={t('state_form.remove_line', { line: String(i + 1) })}
                onClick={() => setLines(lines.filter(({ id }) => id !== line.id))}
              >
                {t('state_form.remove')}
              </Button>
            </div>
          ))}
          <Button mt={8} variant="default" disabled={lines.length >= MOST_LINES} onClick={add}>
            {t('state_form.add')}
          </Button>
        </fieldset>
        <Checkbox
          label={t('state_form.hold_back', { number: String(HELD_BACK_BELOW) })}
          checked={hold_back}
          onChange={(event) => setHoldBack(event.currentTarget.checked)}
        />
        {before && (
          <>
            <Banner tone="warning" title={t('state_form.again')}>
              {t('state_form.again_text')}
            </Banner>
            <Textarea
              label={t('seizures.correction')}
              required
              maxLength={1_000}
              value={correction}
              onChange={(event) => setCorrection(event.currentTarget.value)}
            />
          </>
        )}
        <RefusalBanner error={state.error} />
        <div>
          <Button disabled={!is_whole} loading={state.running} onClick={() => setAsking(true)}>
            {t('state_form.act')}
          </Button>
        </div>
      </div>
      <Confirm
        open={asking}
        title={t('state_form.sure', { year: String(year) })}
        act={t('state_form.act')}
        onClose={() => setAsking(false)}
        happens={[t('state_form.happens'), ...(hold_back ? [t('state_form.hold_back', { number: String(HELD_BACK_BELOW) })] : [])]}
        seenBy={partners.map(({ id }) => nameOf(id))}
        running={state.running}
        error={state.error}
        onConfirm={() => void send()}
      />
    </Section>
  )
}
