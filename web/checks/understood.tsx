// What the field understood: one reading, or a choice between several; of a passport zone, what it says.
import { IconChevronDown } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useTerm } from '../language/term.ts'
import { CountryName, Day, Facts, Mono } from '../pieces/index.ts'
import type { Candidate } from './check-field.tsx'
import style from './checks.module.css'

/** Remarks that tell an officer nothing to act upon. */
const QUIET = new Set(['checksum-ok', 'checksum-not-required', 'name-line-filled-up'])
/** What is told beside a number: not the systems that say no more than the kind does. */
const PLAIN_SCHEMES = new Set(['iban', 'onion', 'ipv4', 'ipv6', 'registration'])
const NAMES: Readonly<Record<string, string>> = {
  bitcoin: 'Bitcoin',
  'bitcoin-test': 'Bitcoin (test)',
  litecoin: 'Litecoin',
  dogecoin: 'Dogecoin',
  dash: 'Dash',
  zcash: 'Zcash',
  ethereum: 'Ethereum',
  tron: 'Tron',
  monero: 'Monero',
  xrp: 'XRP',
  cardano: 'Cardano',
  stellar: 'Stellar',
  ton: 'TON',
  solana: 'Solana',
}
/** Candidates shown at once; the others are one press away. */
const MOST_AT_ONCE = 4

export function Understood({
  candidates,
  chosen,
  onChoose,
  onPropose,
}: {
  candidates: readonly Candidate[]
  chosen: Candidate | undefined
  onChoose: (choice: string) => void
  /** Takes a number that may have been meant instead of the one typed. */
  onPropose: (value: string, kind: string) => void
}) {
  const { t } = useTranslation('checks')
  if (!chosen) return null
  const several = (one: Candidate) => candidates.some(({ as, choice }) => as === one.as && choice !== one.choice)
  const shown = candidates.length > MOST_AT_ONCE ? MOST_AT_ONCE - 1 : MOST_AT_ONCE
  const [first, rest] = [candidates.slice(0, shown), candidates.slice(shown)]
  const choice = (one: Candidate) => (
    <label key={one.choice} className={style.candidate}>
      <input type="radio" name="check-as" value={one.choice} checked={one === chosen} onChange={() => onChoose(one.choice)} />
      <Reading candidate={one} any_country={several(one)} />
    </label>
  )
  return (
    <div className={style.seen}>
      {candidates.length === 1 ? (
        <p className={style.reading}>
          <span className={style.quiet}>{t('seen.one')}</span> <Reading candidate={chosen} any_country={false} />
        </p>
      ) : (
        <fieldset className={style.choice}>
          <legend>{t('seen.several')}</legend>
          {first.map(choice)}
          {rest.length > 0 && (
            <details className={style.options} open={rest.includes(chosen) || undefined}>
              <summary>
                {t('seen.more')} ({rest.length})
                <IconChevronDown size={16} aria-hidden="true" className={style.turn} />
              </summary>
              {rest.map(choice)}
            </details>
          )}
        </fieldset>
      )}
      {chosen.mrz && <Zone zone={chosen.mrz} />}
      {chosen.proposals && <Proposals candidate={chosen} proposals={chosen.proposals} onPropose={onPropose} />}
      <Notes candidate={chosen} />
    </div>
  )
}

/** `any_country`: others of the kind name a country and this one does not. */
function Reading({ candidate, any_country }: { candidate: Candidate; any_country: boolean }) {
  const { t } = useTranslation('checks')
  const { term } = useTerm()
  const { as, display, country, scheme } = candidate
  const word = as === 'mrz' ? t('seen.zone') : as === 'name' ? t('seen.name') : term('identifier-kind', as)
  const told =
    scheme === undefined || PLAIN_SCHEMES.has(scheme) ? undefined : (NAMES[scheme] ?? t(`scheme.${scheme}`, { defaultValue: scheme }))
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
      {told && (
        <span className={style.quiet}>
          {' · '}
          <bdi>{told}</bdi>
        </span>
      )}
      {country ? (
        <span className={style.quiet}>
          {' · '}
          <CountryName code={country} />
        </span>
      ) : (
        any_country && <span className={style.quiet}> · {t('seen.any_country')}</span>
      )}
    </span>
  )
}

/** Numbers one slip away whose check digit holds: a press takes one into the field. */
function Proposals({
  candidate,
  proposals,
  onPropose,
}: {
  candidate: Candidate
  proposals: NonNullable<Candidate['proposals']>
  onPropose: (value: string, kind: string) => void
}) {
  const { t } = useTranslation('checks')
  return (
    <div>
      <p className={style.differ}>{t('seen.meant')}</p>
      <ul className={style.proposals}>
        {proposals.map(({ value, slip, at }) => {
          const end = at + (slip === 'swapped' ? 2 : 1)
          return (
            <li key={value}>
              <button type="button" className={style.proposal} onClick={() => onPropose(value, candidate.as)}>
                <Mono>
                  {value.slice(0, at)}
                  <mark>{value.slice(at, end)}</mark>
                  {value.slice(end)}
                </Mono>{' '}
                <span className={style.quiet}>{t(`slip.${slip}`)}</span>
              </button>
            </li>
          )
        })}
      </ul>
    </div>
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
  // what may have been meant says by itself that the check digit does not hold
  const notes = candidate.notes.filter((note) => !QUIET.has(note) && !(note === 'checksum-wrong' && candidate.proposals))
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
