// The fields of a record that a plain form cannot draw: free text with its language, handling codes, and who may see it.
import { Checkbox, Radio, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useView } from '../api/hooks.ts'
import { useLanguage } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { CountryName, type SchemaFormProps } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import { HANDLING_CODES } from './record-schema.ts'
import style from './registers.module.css'

type Draw = NonNullable<SchemaFormProps['replace']>[string]
type FreeText = { text: string; language: string }
type Handling = { code: string; words?: string }
export type Sharing = { rule: 'national' | 'network' | 'members'; networks: string[]; members: string[] }

const REASON_MAX = 2_000

/** The replaced fields of a record's form. */
export function useRecordFields(): Record<string, Draw> {
  const { t } = useTranslation('registers')
  const { language } = useLanguage()
  const free =
    (name: string, required: boolean): Draw =>
    (value, set, error) => (
      <Textarea
        label={t(`field.${name}`)}
        description={t(`hint.${name}`, { defaultValue: '' }) || undefined}
        withAsterisk={required}
        aria-required={required}
        error={error}
        autosize
        minRows={2}
        maxRows={12}
        dir="auto"
        maxLength={REASON_MAX}
        value={(value as FreeText | undefined)?.text ?? ''}
        onChange={(event) => {
          const text = event.currentTarget.value
          set(text === '' ? undefined : { text, language: (value as FreeText | undefined)?.language ?? language })
        }}
      />
    )
  return {
    reason: free('reason', true),
    description: free('description', false),
    handling: (value, set, error) => <HandlingField value={(value as Handling[] | undefined) ?? []} set={set} error={error} />,
    sharing: (value, set, error) => <SharingField value={value as Sharing | undefined} set={set} error={error} />,
  }
}

function HandlingField({ value, set, error }: { value: Handling[]; set: (value: Handling[]) => void; error: string | undefined }) {
  const { t } = useTranslation('registers')
  const { meaning } = useTerm()
  const h3 = value.find(({ code }) => code === 'H3')
  return (
    <fieldset className={style.choices}>
      <legend>{t('field.handling')}</legend>
      {HANDLING_CODES.map((code) => (
        <Checkbox
          key={code}
          label={
            <>
              <bdi dir="ltr">{code}</bdi> · {meaning('handling', code)}
            </>
          }
          checked={value.some((one) => one.code === code)}
          onChange={(event) => set(event.currentTarget.checked ? [...value, { code }] : value.filter((one) => one.code !== code))}
        />
      ))}
      {h3 && (
        <TextInput
          label={t('field.handling_words')}
          withAsterisk
          dir="auto"
          maxLength={500}
          value={h3.words ?? ''}
          onChange={(event) => {
            const words = event.currentTarget.value
            set(value.map((one) => (one.code === 'H3' ? { code: 'H3', ...(words && { words }) } : one)))
          }}
        />
      )}
      {error && <p className={style.bad}>{error}</p>}
    </fieldset>
  )
}

function SharingField({ value, set, error }: { value: Sharing | undefined; set: (value: Sharing) => void; error: string | undefined }) {
  const { t } = useTranslation('registers')
  const { node } = useSession()
  const reach = useView('oversight.read-partners', {})
  const partners = reach.data?.networks.filter(({ network }) => value?.networks.includes(network)).flatMap((one) => one.partners) ?? []
  const all = node.networks.map(({ id }) => id)
  const { rule, networks, members } = value ?? { rule: undefined, networks: [], members: [] }
  const choose = (next: Sharing['rule']) =>
    set({
      rule: next,
      networks: next === 'national' ? [] : networks.length > 0 ? networks : all,
      members: next === 'members' ? members : [],
    })
  return (
    <fieldset className={style.choices}>
      <legend>
        {t('field.sharing')} <span aria-hidden="true">*</span>
      </legend>
      <Radio.Group aria-label={t('field.sharing')} value={rule ?? null} onChange={(next) => choose(next as Sharing['rule'])}>
        <div className={style.options}>
          {(['network', 'members', 'national'] as const).map((one) => (
            <Radio key={one} value={one} label={t(`sharing.${one}`)} description={t(`sharing_meaning.${one}`)} />
          ))}
        </div>
      </Radio.Group>
      {rule && rule !== 'national' && all.length > 1 && (
        <div className={style.inner}>
          {node.networks.map(({ id, title }) => (
            <Checkbox
              key={id}
              label={<bdi dir="auto">{title}</bdi>}
              checked={networks.includes(id)}
              onChange={(event) =>
                set({ rule, members, networks: event.currentTarget.checked ? [...networks, id] : networks.filter((one) => one !== id) })
              }
            />
          ))}
        </div>
      )}
      {rule === 'members' && (
        <div className={style.inner}>
          {partners.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={<CountryName code={id} name={name} />}
              checked={members.includes(id)}
              onChange={(event) =>
                set({ rule, networks, members: event.currentTarget.checked ? [...members, id] : members.filter((one) => one !== id) })
              }
            />
          ))}
        </div>
      )}
      {error && <p className={style.bad}>{error}</p>}
    </fieldset>
  )
}
