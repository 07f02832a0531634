// The form of a record: one for adding and for changing, flat for the officer, nested for the node.
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type Input, type Output, RefusalError } from '../api/client.ts'
import { SchemaForm } from '../pieces/index.ts'
import { useRecordFields } from './fields.tsx'
import { useFieldName, useReason } from './places.tsx'
import { type Kind, REMARKS, recordSchema, SUBJECTS } from './record-schema.ts'
import style from './registers.module.css'

export type Stated = Input<'registers.add-one'>
type Whole = Output<'registers.read-one'>

const YEAR_MS = 365 * 86_400_000
const dayAhead = (ms: number) => new Date(Date.now() + ms).toISOString().slice(0, 10)

/** What a new record begins with: the safest choices that still reach the network, a review in a year. */
export const fresh = (networks: readonly string[]): Record<string, unknown> => ({
  evaluation: { source: 'X', information: '4' },
  handling: [],
  classification: 'restricted',
  sharing: { rule: 'network', networks: [...networks], members: [] },
  review_on: dayAhead(YEAR_MS),
  expires_on: dayAhead(3 * YEAR_MS),
})

/** A record as the flat form holds it. */
export function flat(whole: Whole): Record<string, unknown> {
  const remarks = Object.fromEntries(Object.keys(REMARKS).map((name) => [name, whole[name as keyof Whole]]))
  return { ...whole.subject[whole.kind], ...remarks, reference: whole.reference }
}

/** What the flat form holds, as the node takes it. */
export function nested(kind: Kind, value: Record<string, unknown>): Stated {
  const pick = (names: readonly string[]) =>
    Object.fromEntries(names.filter((name) => value[name] !== undefined).map((name) => [name, value[name]]))
  const sharing = value.sharing as Stated['sharing']
  return {
    handling: [],
    ...pick(Object.keys(REMARKS)),
    ...pick(['reference']),
    sharing: { rule: sharing.rule, networks: sharing.networks ?? [], members: sharing.members ?? [] },
    subject: { [kind]: pick(Object.keys(SUBJECTS[kind].properties ?? {})) },
  } as unknown as Stated
}

/** The field of the flat form that a fault belongs to: the node names the field alone, or where it stands in the record. */
const placeOf = (path: string, kind: Kind): string => (path === '/words' ? '/handling' : path.replace(`/subject/${kind}`, ''))

export function RecordForm({
  kind,
  initial,
  submit,
  running,
  error,
  onSubmit,
  onCancel,
}: {
  kind: Kind
  initial: Record<string, unknown>
  submit: string
  running: boolean
  error: RefusalError | undefined
  onSubmit: (stated: Stated) => void
  onCancel: () => void
}) {
  const { t } = useTranslation('registers')
  const replace = useRecordFields()
  const reason = useReason()
  const fieldName = useFieldName()
  const schema = useMemo(() => recordSchema(kind), [kind])
  const told = useMemo(
    () =>
      error &&
      new RefusalError(
        error.code,
        error.message,
        error.status,
        error.details.map(({ path, reason: code }) => ({ path: placeOf(path, kind), reason: reason(code) })),
      ),
    [error, kind, reason],
  )
  return (
    <SchemaForm
      schema={schema}
      namespace="registers"
      initial={initial}
      submit={submit}
      running={running}
      error={told}
      onSubmit={(value) => onSubmit(nested(kind, value))}
      onCancel={onCancel}
      replace={replace}
      sections={[
        { title: t(`form.what.${kind}`), fields: Object.keys(SUBJECTS[kind].properties ?? {}) },
        { title: t('form.why'), fields: ['reason', 'action_to_take', 'crime_area', 'contact'] },
        { title: t('form.who'), fields: ['sharing', 'classification', 'handling', 'evaluation'] },
        { title: t('form.until'), fields: ['review_on', 'expires_on', 'reference'] },
      ]}
    >
      {error && error.details.length > 0 && (
        <ul className={style.bad}>
          {error.details.map(({ path, reason: code }) => (
            <li key={path + code}>
              {fieldName(
                placeOf(path, kind)
                  .split('/')
                  .findLast((step) => step !== '' && !/^\d+$/.test(step)) ?? '',
              )}
              : {reason(code)}
            </li>
          ))}
        </ul>
      )}
    </SchemaForm>
  )
}
