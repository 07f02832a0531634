// The pairs of a measurement between two scores, each with its reasons: what was right, what was wrong, and why it scored as it did.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useView } from '../api/hooks.ts'
import { useTerm } from '../language/term.ts'
import { CountryName, Day, type Fact, HitReasons, Loading, namesOf, RefusalBanner, StateMark } from '../pieces/index.ts'
import style from './registers.module.css'

type Row = Output<'registers.find-measured-pairs'>['rows'][number]

export type Range = {
  least: number
  most: number
  is_match?: boolean
  /** What the pairs become when the threshold moves, where the range is a move. */
  becomes?: 'hit' | 'no-hit'
  title: string
}

const AT_ONCE = 10

export function MeasuredPairs({ measurement, range }: { measurement: string; range: Range }) {
  const { t } = useTranslation('registers')
  const [shown, setShown] = useState(AT_ONCE)
  const { least, most, is_match, becomes } = range
  const { data, error, loading, reload } = useView('registers.find-measured-pairs', {
    measurement,
    least,
    most,
    ...(is_match !== undefined && { is_match }),
    limit: Math.min(shown, 50),
  })
  return (
    <div className={style.stack}>
      <RefusalBanner error={error} onRetry={reload} />
      {loading && <Loading />}
      {data && data.total === 0 && <p className={style.quiet}>{t('measure.no_pair')}</p>}
      <ul className={style.pairs}>
        {data?.rows.map((row) => (
          <li key={row.number} className={style.pair}>
            <Verdict is_match={row.is_match} becomes={becomes} wrong={is_match !== undefined} />
            <PairReasons row={row} />
          </li>
        ))}
      </ul>
      {data && data.total > data.rows.length && (
        <div className={style.row}>
          {shown < 50 && (
            <Button variant="default" onClick={() => setShown(50)}>
              {t('measure.more_pairs')}
            </Button>
          )}
          <span className={style.quiet}>{t('measure.shown_of', { shown: data.rows.length, total: data.total })}</span>
        </div>
      )}
    </div>
  )
}

/** What the label says of it, and what the move makes of it. */
function Verdict({ is_match, becomes, wrong }: { is_match: boolean; becomes: Range['becomes']; wrong: boolean }) {
  const { t } = useTranslation('registers')
  const label = t(is_match ? 'measure.label_one_person' : 'measure.label_two')
  if (!becomes)
    return wrong ? <StateMark tone="bad">{t(is_match ? 'measure.is_missed' : 'measure.is_false')}</StateMark> : <span>{label}</span>
  const right = is_match === (becomes === 'hit')
  return (
    <StateMark tone={right ? 'good' : 'bad'}>
      {label} · {t(becomes === 'hit' ? 'measure.becomes_hit' : 'measure.becomes_no_hit')}
    </StateMark>
  )
}

/** The dates' own words are the comparison's; the card says those of the wire. */
const VERDICT: Readonly<Record<string, string>> = { partial: 'compatible' }

function PairReasons({ row }: { row: Row }) {
  const { term } = useTerm()
  const { t } = useTranslation('registers')
  const { a, b, parts, score } = row
  const facts = [
    { fact: 'birth-date', match: row.birth_date, of: (side: Row['a']) => side.birth_date && <Day day={side.birth_date} /> },
    { fact: 'sex', match: row.sex, of: (side: Row['a']) => side.sex && term('sex', side.sex) },
    { fact: 'nationality', match: row.nationality, of: (side: Row['a']) => side.nationality && <CountryName code={side.nationality} /> },
  ].flatMap(({ fact, match, of }): Fact[] =>
    of(a) || of(b) ? [{ fact, asked: of(a) || '—', record: of(b) || '—', match: VERDICT[match] ?? match }] : [],
  )
  return (
    <HitReasons
      names={{ ...namesOf({ asked: a.name, held: b.name, parts }), labels: [t('measure.name1'), t('measure.name2')] }}
      facts={facts}
      score={score}
      by_name
    />
  )
}
