// What the field understood: one reading, or a choice between several; of a passport zone, what it says.
import { useTranslation } from 'react-i18next'
import { useTerm } from '../language/term.ts'
import { CountryName, Day, Facts, Mono } from '../pieces/index.ts'
import type { Candidate } from './check-field.tsx'
import style from './checks.module.css'

/** Remarks that tell an officer nothing to act upon. */
const QUIET = new Set(['checksum-ok', 'checksum-not-required', 'name-line-filled-up'])

export function Understood({
  candidates,
  chosen,
  onChoose,
}: {
  candidates: readonly Candidate[]
  chosen: Candidate | undefined
  onChoose: (as: string) => void
}) {
  const { t } = useTranslation('checks')
  if (!chosen) return null
  return (
    <div className={style.seen}>
      {candidates.length === 1 ? (
        <p className={style.reading}>
          <span className={style.quiet}>{t('seen.one')}</span> <Reading candidate={chosen} />
        </p>
      ) : (
        <fieldset className={style.choice}>
          <legend>{t('seen.several')}</legend>
          {candidates.map((one) => (
            <label key={one.as} className={style.candidate}>
              <input type="radio" name="check-as" value={one.as} checked={one === chosen} onChange={() => onChoose(one.as)} />
              <Reading candidate={one} />
            </label>
          ))}
        </fieldset>
      )}
      {chosen.mrz && <Zone zone={chosen.mrz} />}
      <Notes candidate={chosen} />
    </div>
  )
}

function Reading({ candidate }: { candidate: Candidate }) {
  const { t } = useTranslation('checks')
  const { term } = useTerm()
  const { as, display } = candidate
  const word = as === 'mrz' ? t('seen.zone') : as === 'name' ? t('seen.name') : term('identifier-kind', as)
  return (
    <span>
      <strong>{word}</strong>
      {as !== 'mrz' && (
        <>
          {' '}
          {as === 'name' ? (
            <bdi dir="auto" translate="no">
              {display}
            </bdi>
          ) : (
            <Mono>{display}</Mono>
          )}
        </>
      )}
    </span>
  )
}

function Zone({ zone }: { zone: NonNullable<Candidate['mrz']> }) {
  const { t } = useTranslation('checks')
  const { t: common } = useTranslation()
  const { term } = useTerm()
  const day = (text: string) => (/^\d{4}/.test(text) ? <Day day={text} /> : <Mono>{text}</Mono>)
  const wrong = zone.checks.filter(({ ok }) => !ok)
  return (
    <Facts
      items={[
        [
          common('fact.name'),
          <strong key="n" dir="ltr" translate="no">
            {[zone.primary, zone.secondary].filter(Boolean).join(', ')}
          </strong>,
        ],
        [common('fact.birth-date'), zone.birth_date && day(zone.birth_date)],
        [common('fact.sex'), term('sex', zone.sex)],
        [common('fact.nationality'), zone.nationality && <CountryName code={zone.nationality} />],
        [common('fact.document-number'), zone.document_number && <Mono>{zone.document_number}</Mono>],
        [common('fact.issuer'), zone.issuer && <CountryName code={zone.issuer} />],
        [common('fact.expiry'), zone.expiry_date && day(zone.expiry_date)],
        [
          t('seen.digits'),
          wrong.length === 0 ? (
            <span key="d" className={style.agree}>
              {t('seen.digits_agree')}
            </span>
          ) : (
            <strong key="d" className={style.differ}>
              {t('seen.digits_wrong', { fields: wrong.map(({ field }) => t(`zone.${field}`, { defaultValue: field })).join(', ') })}
            </strong>
          ),
        ],
      ]}
    />
  )
}

function Notes({ candidate }: { candidate: Candidate }) {
  const { t } = useTranslation('checks')
  const notes = candidate.notes.filter((note) => !QUIET.has(note))
  const lines = [
    ...notes.map((note) => t(`note.${note}`, { defaultValue: note })),
    ...(candidate.mrz?.names_truncated ? [t('note.name-truncated')] : []),
    ...(candidate.mrz?.corrections ?? []).map(({ line, column, from, to }) => t('note.corrected', { line, column, from, to })),
  ]
  if (lines.length === 0) return null
  return (
    <ul className={style.notes}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}
