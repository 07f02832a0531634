// Files into a chart: chosen, sent, looked at with what each column is and which rows are bad, then taken in whole or not at all.
import { Button, Checkbox, NativeSelect, Radio, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CLASSIFICATIONS, HANDLING_CODES, INFORMATION_GRADES, SOURCE_GRADES } from '#wire/vocabulary.ts'
import { act, type Input, type Output } from '../api/client.ts'
import { useAct, useView } from '../api/hooks.ts'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { Banner, ColumnMapping, FileDrop, Loading, ProgressBar, RefusalBanner, Section, writeSize } from '../pieces/index.ts'
import { useSession } from '../session/session.tsx'
import style from './analysis.module.css'
import { joinedPhases, MOST_PHASES, phasesOf } from './phases.ts'
import { useFieldName, useReason } from './places.tsx'
import { ENDINGS, MAX_FILE_BYTES, useSending } from './upload.ts'

type File_ = Output<'analysis.find-imports'>['rows'][number]
type Found = NonNullable<File_['found']>
type Reading = NonNullable<Input<'analysis.prepare-import'>['reading']>
type Mapping = NonNullable<Reading['mapping']>
type Field = Mapping['columns'][number]['field']
const KINDS = ['person', 'organisation', 'object', 'place', 'event'] as const

export function Files({ chart, onTaken }: { chart: string; onTaken: () => void }) {
  const view = useView('analysis.find-imports', { chart })
  return (
    <div className={style.stack}>
      <RefusalBanner error={view.error} onRetry={view.reload} />
      {view.loading && <Loading />}
      {view.data?.rows.map((one) => (
        <Prepare key={one.id} chart={chart} file={one} onChange={view.reload} onTaken={onTaken} />
      ))}
      {view.data && view.data.rows.length === 0 && <Send chart={chart} onSent={view.reload} />}
    </div>
  )
}

function Send({ chart, onSent }: { chart: string; onSent: () => void }) {
  const { t } = useTranslation('analysis')
  const [files, setFiles] = useState<File[]>([])
  const [holds, setHolds] = useState<'links' | 'elements'>('links')
  const begin = useAct('analysis.begin-import', { touches: [] })
  const sending = useSending()
  const [first] = files
  const [wrong, setWrong] = useState<{ key: string; name: string } | undefined>()
  const phases = files.length > 1 ? phasesOf(files.map(({ name }) => name)) : []
  const unfit =
    files.length < 2
      ? undefined
      : holds !== 'links'
        ? 'phases_links'
        : files.some(({ name }) => name.toLowerCase().endsWith('.xlsx'))
          ? 'phases_csv'
          : files.reduce((sum, { size }) => sum + size, 0) > MAX_FILE_BYTES
            ? 'phases_large'
            : undefined
  /** The one file, or those of the phases as one. */
  const whole = async (): Promise<File | undefined> => {
    if (files.length < 2) return first
    const texts = await Promise.all(
      phases.map(async ({ name, phase }) => ({ name, phase, text: await files.find((one) => one.name === name)!.text() })),
    )
    const joined = joinedPhases(texts)
    if (!joined.ok) {
      setWrong({ key: `phases_${joined.reason}`, name: joined.name })
      return undefined
    }
    return new File([joined.text], `${phases[0]!.name} – ${phases.at(-1)!.name}.csv`.slice(0, 200), { type: 'text/csv' })
  }
  const send = async () => {
    setWrong(undefined)
    const file = await whole()
    if (!file) return
    const begun = await begin.run({ chart, holds, file_name: file.name.slice(0, 200), bytes: file.size })
    if (!begun) return
    if (await sending.send(chart, begun.import, file))
      await act('analysis.prepare-import', { chart, import: begun.import }).catch(() => undefined)
    else await act('analysis.withdraw-import', { chart, import: begun.import }).catch(() => undefined)
    onSent()
  }
  return (
    <Section title={t('send.title')}>
      <div className={style.stack}>
        <Radio.Group label={t('send.holds')} value={holds} onChange={(value) => setHolds(value as typeof holds)}>
          <div className={style.choices}>
            <Radio value="links" label={t('send.links')} />
            <Radio value="elements" label={t('send.elements')} />
          </div>
        </Radio.Group>
        <FileDrop
          label={t('send.choose')}
          accept={ENDINGS}
          max_bytes={MAX_FILE_BYTES}
          max_files={MOST_PHASES}
          files={files}
          onChange={setFiles}
        />
        <p className={style.quiet}>{t('send.bounds')}</p>
        {phases.length > 0 && !unfit && (
          <div>
            <p className={style.quiet}>{t('send.phases')}</p>
            <ul className={style.list}>
              {phases.map(({ name, phase }) => (
                <li key={name}>
                  {t('send.phase', { number: new Intl.NumberFormat(locale()).format(phase) })}: <bdi dir="auto">{name}</bdi>
                </li>
              ))}
            </ul>
          </div>
        )}
        {unfit && <Banner tone="warning" title={t(`send.${unfit}`, { limit: writeSize(MAX_FILE_BYTES) })} />}
        {wrong && <Banner tone="error" title={t(`send.${wrong.key}`, { name: wrong.name })} />}
        {sending.state && (
          <ProgressBar label={t('send.sending')} done={sending.state.sent} total={sending.state.of} onStop={sending.stop} />
        )}
        <RefusalBanner error={begin.error ?? sending.error} />
        {first?.size === 0 && <Banner tone="warning" title={t('fault.empty')} />}
        <div>
          <Button
            disabled={!first || files.some(({ size }) => size === 0) || unfit !== undefined}
            loading={begin.running || sending.busy}
            onClick={() => void send()}
          >
            {t('send.act')}
          </Button>
        </div>
      </div>
    </Section>
  )
}

function Prepare({ chart, file, onChange, onTaken }: { chart: string; file: File_; onChange: () => void; onTaken: () => void }) {
  const { t } = useTranslation('analysis')
  const prepare = useAct('analysis.prepare-import', { touches: [] })
  const withdraw = useAct('analysis.withdraw-import', { touches: [] })
  const { found, fault } = file
  const again = async (reading: Reading) => {
    if (await prepare.run({ chart, import: file.id, reading })) onChange()
  }
  return (
    <Section
      title={<bdi dir="auto">{file.file_name}</bdi>}
      actions={
        <Button
          variant="default"
          loading={withdraw.running}
          onClick={async () => (await withdraw.run({ chart, import: file.id })) && onChange()}
        >
          {t('read.withdraw')}
        </Button>
      }
    >
      <div className={style.stack}>
        {fault && (
          <Banner tone="error" title={t('fault.title')}>
            {t(`fault.${fault}`, { defaultValue: fault })}
          </Banner>
        )}
        <RefusalBanner error={prepare.error ?? withdraw.error} />
        {!found && !fault && (
          <div className={style.row}>
            <p className={style.quiet}>{t('read.waiting')}</p>
            <Button loading={prepare.running} onClick={() => void again({})}>
              {t('read.act')}
            </Button>
          </div>
        )}
        {found && (
          <>
            <Understood found={found} file={file} busy={prepare.running} onChange={(reading) => void again(reading)} />
            <Counted found={found} />
            <Shown found={found} />
            {found.bad_rows.length > 0 && <BadRows found={found} />}
            {!fault && found.faults.length === 0 && <Take chart={chart} file={file} found={found} onTaken={onTaken} onChange={onChange} />}
          </>
        )}
      </div>
    </Section>
  )
}

/** How the file was read, and what is said of all its rows; any of it can be said otherwise, and it is read again. */
function Understood({ found, file, busy, onChange }: { found: Found; file: File_; busy: boolean; onChange: (reading: Reading) => void }) {
  const { t } = useTranslation('analysis')
  const { t: common } = useTranslation()
  const { term, meaning } = useTerm()
  const { officer } = useSession()
  const fieldName = useFieldName()
  const reason = useReason()
  const { mapping } = found
  const [source, setSource] = useState(mapping.source)
  const form = (): Reading => ({
    ...(found.encoding !== null && { encoding: found.encoding as NonNullable<Reading['encoding']> }),
    ...(found.delimiter !== null && { delimiter: found.delimiter as NonNullable<Reading['delimiter']> }),
    ...(found.format === 'xlsx' && { sheet: found.sheet }),
  })
  const remap = (next: Partial<Mapping>) => onChange({ ...form(), mapping: { ...mapping, ...next } })
  const put = (column: number, field: string) => {
    const rest = mapping.columns.filter((one) => one.column !== column && one.field !== field)
    const columns = field === '' ? rest : [...rest, { column, field: field as Field }].sort((a, b) => a.column - b.column)
    if (columns.length > 0) remap({ columns })
  }
  const kinds = KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))
  const grade = (value: string) => value === mapping.evaluation
  const [source_grade, information_grade] = [mapping.evaluation[0] ?? '', mapping.evaluation[1] ?? '']
  return (
    <fieldset className={style.plain} disabled={busy} aria-busy={busy}>
      <div className={style.stack}>
        <ColumnMapping
          caption={t('read.columns')}
          headings={found.headings}
          rows={found.shown}
          fields={found.fields}
          nameOf={(field) => (file.holds === 'links' && field === 'kind' ? t('field.link_kind') : fieldName(field))}
          fieldOf={(column) => mapping.columns.find((one) => one.column === column)?.field ?? ''}
          onPut={put}
        />
        {found.faults.length > 0 && (
          <Banner tone="warning" title={t('read.columns_fit')}>
            <ul className={style.list}>
              {found.faults.map(({ path, reason: code }) => (
                <li key={path + code}>
                  {fieldName(path.split('/').at(-1) ?? '')}: {reason(code)}
                </li>
              ))}
            </ul>
          </Banner>
        )}
        <div className={style.fields}>
          {found.delimiter !== null && (
            <NativeSelect
              label={t('read.delimiter')}
              value={found.delimiter}
              data={[
                [',', 'comma'],
                [';', 'semicolon'],
                ['\t', 'tab'],
                ['|', 'bar'],
              ].map(([value, word]) => ({ value: value!, label: common(`delimiter.${word}`) }))}
              onChange={(event) => onChange({ ...form(), delimiter: event.currentTarget.value as NonNullable<Reading['delimiter']> })}
            />
          )}
          {file.holds === 'links' ? (
            <>
              <NativeSelect
                label={t('read.source_kind')}
                value={mapping.source_kind}
                data={kinds}
                onChange={(event) => remap({ source_kind: event.currentTarget.value as Mapping['source_kind'] })}
              />
              <NativeSelect
                label={t('read.target_kind')}
                value={mapping.target_kind}
                data={kinds}
                onChange={(event) => remap({ target_kind: event.currentTarget.value as Mapping['target_kind'] })}
              />
              <NativeSelect
                label={t('read.repeated')}
                value={mapping.repeated}
                data={(['leave-out', 'add-weights'] as const).map((value) => ({ value, label: t(`repeated.${value}`) }))}
                onChange={(event) => remap({ repeated: event.currentTarget.value as Mapping['repeated'] })}
              />
            </>
          ) : (
            <NativeSelect
              label={t('read.element_kind')}
              value={mapping.source_kind}
              data={kinds}
              onChange={(event) => remap({ source_kind: event.currentTarget.value as Mapping['source_kind'] })}
            />
          )}
        </div>
        <fieldset className={style.plain}>
          <legend className={style.legend}>{t('read.where_not_said')}</legend>
          <div className={style.fields}>
            <TextInput
              label={t('field.reference')}
              value={source}
              maxLength={200}
              onChange={(event) => setSource(event.currentTarget.value)}
              onBlur={() => source.trim() !== '' && source !== mapping.source && remap({ source: source.trim() })}
            />
            <NativeSelect
              label={t('read.source_grade')}
              value={source_grade}
              data={[
                { value: '', label: t('read.not_stated') },
                ...SOURCE_GRADES.map((value) => ({ value, label: `${value} · ${term('source-grade', value)}` })),
              ]}
              onChange={(event) => {
                const value = event.currentTarget.value
                const next = value === '' ? '' : `${value}${information_grade || '4'}`
                if (!grade(next)) remap({ evaluation: next })
              }}
            />
            <NativeSelect
              label={t('read.information_grade')}
              value={information_grade}
              data={[
                { value: '', label: t('read.not_stated') },
                ...INFORMATION_GRADES.map((value) => ({ value, label: `${value} · ${term('information-grade', value)}` })),
              ]}
              onChange={(event) => {
                const value = event.currentTarget.value
                const next = value === '' ? '' : `${source_grade || 'X'}${value}`
                if (!grade(next)) remap({ evaluation: next })
              }}
            />
            <NativeSelect
              label={t('field.classification')}
              value={mapping.classification}
              data={CLASSIFICATIONS.slice(0, officer.clearance + 1).map((value) => ({ value, label: term('classification', value) }))}
              onChange={(event) => remap({ classification: event.currentTarget.value as Mapping['classification'] })}
            />
          </div>
          <div className={style.checks}>
            {HANDLING_CODES.filter((code) => code !== 'H3').map((code) => (
              <Checkbox
                key={code}
                label={`${code} · ${meaning('handling', code)}`}
                checked={mapping.handling.some((one) => one.code === code)}
                onChange={(event) =>
                  remap({
                    handling: event.currentTarget.checked
                      ? [...mapping.handling, { code }].sort((a, b) => (a.code < b.code ? -1 : 1))
                      : mapping.handling.filter((one) => one.code !== code),
                  })
                }
              />
            ))}
          </div>
        </fieldset>
      </div>
    </fieldset>
  )
}

function Counted({ found }: { found: Found }) {
  const { t } = useTranslation('analysis')
  const number = new Intl.NumberFormat(locale())
  const items: [string, number][] = [
    [t('counted.rows'), found.rows],
    [t('counted.links'), found.links],
    [t('counted.elements'), found.elements],
    [t('counted.changed'), found.changed],
    [t('counted.self_loops'), found.self_loops],
    [t('counted.repeated'), found.repeated],
    [t('counted.bad'), found.bad],
  ]
  return (
    <dl className={style.counts}>
      {items.map(([name, count]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{number.format(count)}</dd>
        </div>
      ))}
    </dl>
  )
}

function Shown({ found }: { found: Found }) {
  const { t } = useTranslation('analysis')
  const reason = useReason()
  const fieldName = useFieldName()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section className={style.scroll} tabIndex={0} aria-label={t('read.first')}>
      <table className={style.table}>
        <caption className={style.caption}>{t('read.first')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('read.line')}</th>
            {found.headings.map((heading, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns of a file have no identity but their place
              <th scope="col" key={i}>
                <bdi dir="auto">{heading}</bdi>
              </th>
            ))}
            <th scope="col">{t('read.why')}</th>
          </tr>
        </thead>
        <tbody>
          {found.shown.map(({ line, cells, faults }) => (
            <tr key={line}>
              <td>{line}</td>
              {Array.from({ length: Math.max(found.headings.length, found.width) }, (_, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns of a file have no identity but their place
                <td key={i}>
                  <bdi dir="auto">{cells[i] ?? ''}</bdi>
                </td>
              ))}
              <td className={style.bad}>{faults.map((fault) => `${fieldName(fault.field)}: ${reason(fault.reason)}`).join('; ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function BadRows({ found }: { found: Found }) {
  const { t } = useTranslation('analysis')
  const reason = useReason()
  const fieldName = useFieldName()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section className={style.bounded} tabIndex={0} aria-label={t('read.bad')}>
      <table className={style.table}>
        <caption className={style.caption}>{t('read.bad_rows', { number: new Intl.NumberFormat(locale()).format(found.bad) })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('read.line')}</th>
            <th scope="col">{t('read.field')}</th>
            <th scope="col">{t('read.why')}</th>
          </tr>
        </thead>
        <tbody>
          {found.bad_rows.map(({ line, field, reason: why }) => (
            <tr key={`${line} ${field} ${why}`}>
              <td>{line}</td>
              <td>{fieldName(field)}</td>
              <td>{reason(why)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Take({
  chart,
  file,
  found,
  onTaken,
  onChange,
}: {
  chart: string
  file: File_
  found: Found
  onTaken: () => void
  onChange: () => void
}) {
  const { t } = useTranslation('analysis')
  const [leave, setLeave] = useState(false)
  const run = useAct('analysis.run-import', { touches: ['analysis.'] })
  const good = found.rows - found.bad
  const take = async () => {
    if (!(await run.run({ chart, import: file.id, bad_rows: leave ? 'leave-out' : 'refuse-all' }))) return
    onChange()
    onTaken()
  }
  return (
    <div className={style.stack}>
      {good === 0 && <Banner tone="warning" title={t('take.nothing')} />}
      {found.bad > 0 && good > 0 && (
        <Checkbox
          label={t('take.leave', { number: new Intl.NumberFormat(locale()).format(found.bad) })}
          checked={leave}
          onChange={(event) => setLeave(event.currentTarget.checked)}
        />
      )}
      <RefusalBanner error={run.error} />
      <div className={style.row}>
        <Button disabled={good === 0 || (found.bad > 0 && !leave)} loading={run.running} onClick={() => void take()}>
          {t('take.act')}
        </Button>
        <span className={style.quiet}>{t('take.text', { bytes: writeSize(file.bytes) })}</span>
      </div>
    </div>
  )
}
