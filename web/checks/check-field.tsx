// The one field: takes what is scanned, pasted or typed, shows what it understood, and asks.
import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { IconAdjustments, IconChevronDown, IconSearch, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Input, Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { Banner, CountryName, RefusalBanner } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { useShift } from '../session/shift.ts'
import { ShiftDialog } from '../shell/shift-dialog.tsx'
import { useAsking } from './asking.ts'
import style from './checks.module.css'
import { enterMeans } from './enter.ts'
import { Understood } from './understood.tsx'

export type Candidate = Output<'checks.recognise'>['candidates'][number]

const PAUSE_MS = 150
const MAX_TEXT = 1_000

/** The field with its button. `options`: also partners, networks and look-alikes. `focused` puts the cursor into it. */
export function CheckField({ options, focused }: { options: boolean; focused: boolean }) {
  const { t } = useTranslation('checks')
  const { shift } = useShift()
  const { ask, running, error, reset } = useAsking()
  const [text, setText] = useState('')
  const [settled, setSettled] = useState('')
  const [as, setAs] = useState('')
  const [further, setFurther] = useState<Further>({})
  const [choosing, setChoosing] = useState(false)
  /** The button was pressed before it was known what the text is, or before the shift was begun. */
  const [pressed, setPressed] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const hint = useId()
  // so that the partners have their names the moment they are asked
  useView('oversight.read-partners', {})

  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  const seen = useView('checks.recognise', { text: settled }, { enabled: settled !== '' })
  const current = settled === text.trim() && settled !== '' && !seen.stale
  const candidates = settled === '' || text.trim() === '' ? [] : (seen.data?.candidates ?? [])
  const chosen = candidates.find((one) => one.choice === as) ?? candidates.find((one) => one.as === as) ?? candidates[0]
  const too_worn = chosen?.notes.includes('too-worn') ?? false
  const nothing = current && seen.data !== undefined && candidates.length === 0

  useEffect(() => {
    if (focused) field.current?.focus({ preventScroll: true })
  }, [focused])

  const send = async () => {
    if (text.trim() === '') return field.current?.focus()
    if (!shift) {
      setPressed(true)
      return setChoosing(true)
    }
    if (!current || seen.loading) return setPressed(true)
    setPressed(false)
    // nothing could meet it: its note says what is missing
    if (!chosen || too_worn) return field.current?.focus()
    await ask({ text: text.trim(), as: chosen.choice, ...further })
  }
  const sending = useRef(send)
  sending.current = send
  // pressed early: goes on as soon as it can
  useEffect(() => {
    if (pressed && !choosing && shift && current && !seen.loading) void sending.current()
  }, [pressed, choosing, shift, current, seen.loading])

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      if (text) change('')
      else event.currentTarget.blur()
    }
    if (event.key !== 'Enter' || event.shiftKey) return
    const { selectionStart, value } = event.currentTarget
    if (selectionStart === value.length && enterMeans(value) === 'line') return
    event.preventDefault()
    void send()
  }
  const change = (next: string) => {
    setText(next.slice(0, MAX_TEXT))
    setAs('')
    setPressed(false)
    if (error) reset()
  }

  const zone = chosen?.as === 'mrz' || text.includes('<<')
  return (
    <form
      className={style.ask}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <label className={style.label} htmlFor={`${hint}-field`}>
        {t('field.label')}
      </label>
      <div className={style.box}>
        <textarea
          ref={field}
          id={`${hint}-field`}
          className={`${style.field} ${zone ? style.zone : ''}`}
          data-search
          dir={zone ? 'ltr' : 'auto'}
          rows={zone ? 3 : 2}
          value={text}
          maxLength={MAX_TEXT}
          aria-describedby={hint}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="search"
          onChange={(event) => change(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {text !== '' && (
          <button
            type="button"
            className={style.clear}
            aria-label={t('field.clear')}
            onClick={() => {
              change('')
              field.current?.focus()
            }}
          >
            <IconX size={22} aria-hidden="true" />
          </button>
        )}
      </div>
      <p className={style.hint} id={hint}>
        {t('field.hint')}
      </p>
      <div aria-live="polite">
        {nothing ? (
          <Banner tone="warning" title={t('seen.none')}>
            {t('seen.none_hint')}
          </Banner>
        ) : (
          <Understood
            candidates={candidates}
            chosen={chosen}
            onChoose={setAs}
            onPropose={(value, kind) => {
              change(value)
              setAs(kind)
              field.current?.focus()
            }}
          />
        )}
      </div>
      <RefusalBanner error={seen.error} onRetry={seen.reload} />
      <RefusalBanner error={error} onRetry={() => void send()} />
      {options && <Options further={further} onChange={setFurther} />}
      <div className={style.press}>
        <Button
          type="submit"
          size="lg"
          className={style.button!}
          loading={running || (pressed && !choosing)}
          leftSection={<IconSearch size={22} aria-hidden="true" />}
          fullWidth
        >
          {t('check')}
        </Button>
      </div>
      <ShiftDialog open={choosing} onClose={() => setChoosing(false)} />
    </form>
  )
}

type Further = Pick<Input<'checks.run'>, 'network' | 'partners' | 'alternatives'>

function Options({ further, onChange }: { further: Further; onChange: (next: Further) => void }) {
  const { t } = useTranslation('checks')
  const [open, setOpen] = useState(false)
  const { node } = useSession()
  const reach = useView('oversight.read-partners', {}, { enabled: open })
  const network = reach.data?.networks.find((one) => one.network === (further.network ?? node.networks[0]?.id))
  const all = network?.partners ?? []
  const asked = further.partners ?? all.map(({ id }) => id)
  const changed = further.alternatives || further.partners !== undefined
  return (
    <details className={style.options} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <IconAdjustments size={18} aria-hidden="true" />
        {t('options.title')}
        {changed && <strong> · {t('options.changed')}</strong>}
        <IconChevronDown size={16} aria-hidden="true" className={style.turn} />
      </summary>
      <div className={style.optionsBody}>
        {node.networks.length > 1 && (
          <NativeSelect
            label={t('options.network')}
            value={further.network ?? node.networks[0]!.id}
            data={node.networks.map(({ id, title }) => ({ value: id, label: title }))}
            onChange={(event) => onChange({ ...(further.alternatives && { alternatives: true }), network: event.currentTarget.value })}
          />
        )}
        <Checkbox
          label={t('options.look_alikes')}
          description={t('options.look_alikes_hint')}
          checked={further.alternatives === true}
          onChange={(event) => {
            const { alternatives: _, ...rest } = further
            onChange(event.currentTarget.checked ? { ...rest, alternatives: true } : rest)
          }}
        />
        <fieldset className={style.partners}>
          <legend>{t('options.partners')}</legend>
          <RefusalBanner error={reach.error} onRetry={reach.reload} />
          {all.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={<CountryName code={id} name={name} />}
              checked={asked.includes(id)}
              onChange={(event) => {
                const next = event.currentTarget.checked ? [...asked, id] : asked.filter((one) => one !== id)
                const { partners: _, ...rest } = further
                onChange(next.length === all.length ? rest : { ...rest, partners: next })
              }}
            />
          ))}
          <p className={style.hint}>{t('options.own_always')}</p>
        </fieldset>
      </div>
    </details>
  )
}
