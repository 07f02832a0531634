// What each column of a file is: its heading, what stands in it, and the choice of what it is taken for.
import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import style from './column-mapping.module.css'

const SAMPLES = 3

/** The columns below each other. `fieldOf` answers the field of a column, '' where it is not taken. */
export function ColumnMapping({
  caption,
  headings,
  rows,
  fields,
  nameOf,
  fieldOf,
  onPut,
}: {
  caption: string
  headings: readonly string[]
  rows: readonly { readonly cells: readonly string[] }[]
  fields: readonly string[]
  nameOf: (field: string) => string
  fieldOf: (column: number) => string
  onPut: (column: number, field: string) => void
}) {
  const { t } = useTranslation()
  const width = Math.max(headings.length, ...rows.map(({ cells }) => cells.length))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section className={style.scroll} tabIndex={0} aria-label={caption}>
      <table className={style.table}>
        <thead>
          <tr>
            <th scope="col">{t('columns.column')}</th>
            <th scope="col">{t('columns.sample')}</th>
            <th scope="col">{t('columns.is')}</th>
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: width }, (_, column) => {
            const heading = headings[column] || t('columns.number', { number: column + 1 })
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns of a file have no identity but their place
              <tr key={column}>
                <th scope="row">
                  <bdi dir="auto">{heading}</bdi>
                </th>
                <td className={style.sample}>
                  <bdi dir="auto">
                    {rows
                      .slice(0, SAMPLES)
                      .map(({ cells }) => cells[column])
                      .filter(Boolean)
                      .join(' · ')}
                  </bdi>
                </td>
                <td>
                  <NativeSelect
                    aria-label={heading}
                    value={fieldOf(column)}
                    data={[{ value: '', label: t('columns.none') }, ...fields.map((value) => ({ value, label: nameOf(value) }))]}
                    onChange={(event) => onPut(column, event.currentTarget.value)}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
