// One clause of an agreement: its name, how its value reads, and the field in which another wording is put.
import { Checkbox, MultiSelect, NativeSelect, Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CLAUSES, LEAVER_KEEPS } from '#capabilities/operations/vocabulary.ts'
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../language/index.ts'
import countries from '../pieces/country-codes.ts'
import { CountryName, countryName, DateField, MemberName, useMembers, WordsField, writeDay } from '../pieces/index.ts'
import { isWords } from '../pieces/typed.ts'
import style from './operations.module.css'
import { Text } from './said.tsx'
import type { ClauseId, ClauseValue, Party, Words } from './types.ts'

/** The clauses that have a name of their own. */
export const NAMED: readonly ClauseId[] = CLAUSES
const ORDER = new Map(NAMED.map((id, i) => [id, i]))
/** In the order in which an agreement is read; the free ones last. */
export const byPlace = (a: { id: ClauseId }, b: { id: ClauseId }): number =>
  (ORDER.get(a.id) ?? 99) - (ORDER.get(b.id) ?? 99) || (a.id < b.id ? -1 : 1)

export function useClauseName(): (id: ClauseId) => string {
  const { t } = useTranslation('operations')
  return (id) => (ORDER.has(id) ? t(`clause.${id}`) : t('clause.free', { name: id.replace(/^clause-/, '') }))
}

/** What a clause says. */
export function ClauseSays({ id, value, network }: { id: ClauseId; value: ClauseValue; network: string }) {
  const { t } = useTranslation('operations')
  const { nameOf } = useMembers(network)
  if (isWords(value)) return <Text words={value} />
  if (Array.isArray(value)) {
    if (id === 'leaver-keeps') return <>{t(`keeps.${value[0]}`)}</>
    if (id === 'states-of-operation')
      return (
        <ul className={style.parties}>
          {value.map((code) => (
            <li key={code}>
              <CountryName code={code} />
            </li>
          ))}
        </ul>
      )
    const names = id === 'languages' ? value.map((code) => LANGUAGE_NAMES[code as Language] ?? code) : value
    return (
      <ul className={style.parties}>
        {names.map((name) => (
          <li key={name}>
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
    )
  }
  if ('from' in value) return <>{t('period.range', { from: writeDay(value.from), until: writeDay(value.until) })}</>
  return (
    <div className={style.stackTight}>
      <ul className={style.parties}>
        {value.parties.map(({ member, third_country }) => (
          <li key={member}>
            <MemberName id={member} network={network} />
            {third_country && <span className={style.quiet}> · {t('members.third')}</span>}
          </li>
        ))}
      </ul>
      <span>
        {t('parties.leader')}: {nameOf(value.leader)}
      </span>
    </div>
  )
}

type Parties = { leader: string; parties: Party[] }

/** What a clause begins with, where nothing is said yet. */
export function blankClause(id: ClauseId, language: Language, parties?: Parties): Draft {
  if (id === 'period') return { id, period: {} }
  if (id === 'states-of-operation' || id === 'languages') return { id, codes: [] }
  if (id === 'leaver-keeps') return { id, codes: ['own'] }
  if (id === 'parties') return { id, parties: parties ?? { leader: '', parties: [] } }
  return { id, words: { text: '', language } }
}

/** A clause while it is typed. */
export type Draft = {
  id: ClauseId
  words?: Words
  period?: { from?: string | undefined; until?: string | undefined }
  codes?: string[]
  parties?: Parties
}

export function draftOf(id: ClauseId, value: ClauseValue): Draft {
  if (isWords(value)) return { id, words: value }
  if (Array.isArray(value)) return { id, codes: [...value] }
  if ('from' in value) return { id, period: { ...value } }
  return { id, parties: { leader: value.leader, parties: [...value.parties] } }
}

/** The clause as it is sent; undefined while something is missing. */
export function clauseValueOf({ words, period, codes, parties }: Draft): ClauseValue | undefined {
  if (words) return words.text.trim() ? { ...words, text: words.text.trim() } : undefined
  if (period) return period.from && period.until && period.from <= period.until ? { from: period.from, until: period.until } : undefined
  if (codes) return codes.length > 0 ? codes : undefined
  return parties && parties.parties.length > 1 && parties.parties.some(({ member }) => member === parties.leader) ? parties : undefined
}

/** The field of a clause, by what it holds. */
export function ClauseField({
  draft,
  onChange,
  network,
  required = false,
  error,
}: {
  draft: Draft
  onChange: (draft: Draft) => void
  network: string
  required?: boolean
  error?: string | undefined
}) {
  const { t } = useTranslation('operations')
  const nameOf = useClauseName()
  const { id, words, period, codes, parties } = draft
  if (words)
    return (
      <WordsField
        label={nameOf(id)}
        required={required}
        value={words}
        onChange={(next) => onChange({ id, words: next })}
        rows={2}
        error={error}
      />
    )
  if (period)
    return (
      <fieldset className={style.group}>
        <legend>{nameOf(id)}</legend>
        <div className={style.fields}>
          <DateField
            label={t('period.from')}
            required={required}
            value={period.from}
            onChange={(from) => onChange({ id, period: { ...period, from } })}
            error={period.from ? undefined : error}
          />
          <DateField
            label={t('period.until')}
            required={required}
            value={period.until}
            onChange={(until) => onChange({ id, period: { ...period, until } })}
            error={error}
          />
        </div>
      </fieldset>
    )
  if (id === 'leaver-keeps')
    return (
      <Radio.Group label={nameOf(id)} value={codes?.[0] ?? ''} onChange={(one) => onChange({ id, codes: [one] })}>
        {LEAVER_KEEPS.map((one) => (
          <Radio key={one} py={4} value={one} label={t(`keeps.${one}`)} />
        ))}
      </Radio.Group>
    )
  if (id === 'languages')
    return (
      <Checkbox.Group label={nameOf(id)} value={codes ?? []} onChange={(next) => onChange({ id, codes: next })} error={error}>
        <div className={style.choices}>
          {LANGUAGES.map((one) => (
            <Checkbox key={one} value={one} label={LANGUAGE_NAMES[one]} />
          ))}
        </div>
      </Checkbox.Group>
    )
  if (parties) return <PartiesField value={parties} onChange={(next) => onChange({ id, parties: next })} network={network} />
  return (
    <MultiSelect
      label={nameOf(id)}
      searchable
      hidePickedOptions
      value={codes ?? []}
      onChange={(next) => onChange({ id, codes: next })}
      data={COUNTRIES.map((code) => ({ value: code, label: `${countryName(code)} ${code}` }))}
      error={error}
      comboboxProps={{ withinPortal: true }}
    />
  )
}
const COUNTRIES = Object.keys(countries)
  .filter((code) => code.length === 3)
  .sort()

/** Who takes part, who of them is a third country, and who leads. */
function PartiesField({ value, onChange, network }: { value: Parties; onChange: (value: Parties) => void; network: string }) {
  const { t } = useTranslation('operations')
  const { members, nameOf } = useMembers(network)
  const inside = (id: string) => value.parties.find(({ member }) => member === id)
  return (
    <fieldset className={style.group}>
      <legend>{t('clause.parties')}</legend>
      <p className={style.quiet}>{t('new.third_hint')}</p>
      <ul className={style.partyRows}>
        {members.map(({ id }) => (
          <li key={id}>
            <Checkbox
              label={<MemberName id={id} network={network} />}
              checked={inside(id) !== undefined}
              onChange={(event) =>
                onChange({
                  ...value,
                  parties: event.currentTarget.checked
                    ? [...value.parties, { member: id, third_country: false }]
                    : value.parties.filter(({ member }) => member !== id),
                })
              }
            />
            {inside(id) && (
              <Checkbox
                label={t('new.third')}
                aria-label={t('new.third_of', { name: nameOf(id) })}
                checked={inside(id)!.third_country}
                onChange={(event) => {
                  const third_country = event.currentTarget.checked
                  onChange({ ...value, parties: value.parties.map((one) => (one.member === id ? { ...one, third_country } : one)) })
                }}
              />
            )}
          </li>
        ))}
      </ul>
      <NativeSelect
        label={t('parties.leader')}
        value={value.leader}
        onChange={(event) => onChange({ ...value, leader: event.currentTarget.value })}
        data={value.parties.map(({ member }) => ({ value: member, label: nameOf(member) }))}
      />
    </fieldset>
  )
}
