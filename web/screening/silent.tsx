// Persons about whom somebody gave no answer: that is not "no hit"; they can be asked about again at will.
import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAct, useView } from '../api/hooks.ts'
import { pageInput } from '../api/pages.ts'
import { personFirst, SubjectLine, titleOf } from '../checks/subjects.tsx'
import { countryName, RefusalBanner, Section, Table, useListState } from '../pieces/index.ts'
import type { List } from './follow.ts'
import style from './screening.module.css'

export function Silent({ list, onChange }: { list: List; onChange: () => void }) {
  const { t } = useTranslation('screening')
  const state = useListState([])
  const view = useView('screening.find-silent', { list: list.id, ...pageInput(state) })
  const { run, running, error } = useAct('screening.ask-again', { touches: ['screening.find-silent'] })
  const again = async (lines?: number[]) => {
    if (await run({ list: list.id, ...(lines && { lines }) })) onChange()
  }
  return (
    <Section
      title={t('silent.title')}
      flush
      actions={
        <Button variant="default" loading={running} leftSection={<IconRefresh size={18} />} onClick={() => void again()}>
          {t('silent.all')}
        </Button>
      }
    >
      <div className={style.pad}>
        <p className={style.quiet}>{t('silent.text')}</p>
        <RefusalBanner error={error} />
      </div>
      <Table
        name="screening.silent"
        caption={t('silent.title')}
        columns={[
          { key: 'line', label: t('read.line'), render: (row) => row.line },
          {
            key: 'who',
            label: t('silent.who'),
            fixed: true,
            render: (row) => personFirst(row.subjects).map((subject) => <SubjectLine key={titleOf(subject)} subject={subject} />),
          },
          { key: 'reference', label: t('field.reference'), render: (row) => <bdi dir="auto">{row.reference}</bdi> },
          {
            key: 'partners',
            label: t('silent.partners'),
            fixed: true,
            render: (row) => row.partners.map(({ partner, name }) => countryName(partner, name)).join(', '),
          },
          {
            key: 'again',
            label: t('silent.again'),
            render: (row) => (
              <Button size="xs" variant="default" disabled={running} onClick={() => void again([row.line])}>
                {t('silent.again')}
              </Button>
            ),
          },
        ]}
        state={state}
        view={view}
        keyOf={(row) => String(row.line)}
        empty={{ title: t('silent.none') }}
      />
    </Section>
  )
}
