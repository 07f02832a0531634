// A record as a row of a list: the columns that all lists of records share.
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useTerm } from '../language/term.ts'
import { type Column, DateTime, Day, Mono, writeDay, writeTime } from '../pieces/index.ts'
import style from './registers.module.css'

export type Line = Output<'registers.find-many'>['rows'][number]

/** A record's number or name: machine text unless it is a person. */
export const Title = ({ line }: { line: Pick<Line, 'kind' | 'title'> }) =>
  line.kind === 'person' ? (
    <bdi dir="auto" translate="no">
      {line.title}
    </bdi>
  ) : (
    <Mono>{line.title}</Mono>
  )

/** Codes beside the title as words, where the list of the field has them. */
function useDetail(): (line: Line) => string {
  const { t } = useTranslation('registers')
  const { term } = useTerm()
  return ({ detail, kind }) =>
    detail
      .split(' · ')
      .map((part) => {
        if (part === '') return part
        if (kind === 'document') return term('document-kind', part) === part ? term('document-status', part) : term('document-kind', part)
        if (kind === 'identifier') return term('identifier-kind', part)
        if (kind === 'firearm') return t(`choice.category.${part}`, { defaultValue: part })
        if (kind === 'person') return /^\d{4}/.test(part) ? writeDay(part) : term('sex', part)
        return part
      })
      .join(' · ')
}

export function useColumns(of: 'records' | 'reviews'): Column<Line>[] {
  const { t } = useTranslation('registers')
  const { term } = useTerm()
  const detail = useDetail()
  return [
    {
      key: 'title',
      label: t('list.title'),
      fixed: true,
      render: (row) => (
        <>
          <strong>
            <Title line={row} />
          </strong>
          <div className={style.detail}>
            <bdi dir="auto">{detail(row)}</bdi>
          </div>
        </>
      ),
      text: (row) => row.title,
    },
    {
      key: 'kind',
      label: t('list.kind'),
      hidden: of === 'records',
      render: (row) => term('record-kind', row.kind),
      text: (row) => term('record-kind', row.kind),
    },
    {
      key: 'action',
      label: t('list.action'),
      render: (row) => term('action-to-take', row.action_to_take),
      text: (row) => term('action-to-take', row.action_to_take),
    },
    {
      key: 'status',
      label: t('list.status'),
      hidden: of === 'reviews',
      render: (row) => t(`status.${row.status}`),
      text: (row) => t(`status.${row.status}`),
    },
    {
      key: 'sharing',
      label: t('list.sharing'),
      hidden: of === 'reviews',
      render: (row) => t(`sharing.${row.sharing}`),
      text: (row) => t(`sharing.${row.sharing}`),
    },
    { key: 'reference', label: t('list.reference'), render: (row) => <Mono>{row.reference}</Mono>, text: (row) => row.reference },
    { key: 'review', label: t('list.review'), render: (row) => <Day day={row.review_on} />, text: (row) => row.review_on },
    {
      key: 'expires',
      label: t('list.expires'),
      hidden: true,
      render: (row) => <Day day={row.expires_on} />,
      text: (row) => row.expires_on,
    },
    {
      key: 'classification',
      label: t('list.classification'),
      hidden: true,
      render: (row) => term('classification', row.classification),
      text: (row) => term('classification', row.classification),
    },
    { key: 'unit', label: t('list.unit'), hidden: true, render: (row) => <bdi dir="auto">{row.unit}</bdi>, text: (row) => row.unit },
    {
      key: 'changed',
      label: t('list.changed'),
      hidden: true,
      render: (row) => <DateTime at={row.changed_at} form="short" />,
      text: (row) => writeTime(row.changed_at),
    },
  ]
}
