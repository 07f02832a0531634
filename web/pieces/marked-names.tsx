// Two names, each in its own script: a line of one shape, one colour and one number joins the parts that met; a list says by what rule.
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTerm } from '../language/term.ts'
import style from './marked-names.module.css'
import { isTurned, type NamePair, type PartReason, pairsOf, piecesOf, voiceOf, wordFor } from './name-pairs.ts'
import { writeScore } from './score.ts'

export type { PartReason } from './name-pairs.ts'

const COLOURS = 6

export type MarkedNamesProps = {
  asked: string
  record: string
  parts: readonly PartReason[]
  /** What stands over the two names, where it is not a question and a record. */
  labels?: readonly [asked: string, record: string]
}

/** The picture, and the list behind it that says the same in words. */
export function MarkedNames({ asked, record, parts, labels }: MarkedNamesProps) {
  const { t } = useTranslation()
  const [near, setNear] = useState(0)
  const pairs = pairsOf(asked, record, parts)
  const [one, other] = labels ?? [t('names.asked'), t('names.record')]
  return (
    <div className={style.names}>
      <p className="visually-hidden">
        {one}: <Voiced name={asked} />. {other}: <Voiced name={record} />.
      </p>
      <div className={style.pair} aria-hidden="true" onPointerLeave={() => setNear(0)}>
        <Side label={one} name={asked} side="asked" pairs={pairs} near={near} onNear={setNear} />
        <Side label={other} name={record} side="record" pairs={pairs} near={near} onNear={setNear} />
      </div>
      <ul className={style.reasons} aria-label={t('names.reasons')} onPointerLeave={() => setNear(0)}>
        {pairs.map((pair) => (
          <Reason
            key={`${pair.asked?.join()}-${pair.record?.join()}-${pair.match}`}
            pair={pair}
            asked={asked}
            record={record}
            labels={labels}
            near={near}
            onNear={setNear}
          />
        ))}
        {isTurned(pairs) && (
          <li className={style.reason}>
            <span className={style.number} data-alone="true" aria-hidden="true">
              ⇄
            </span>
            <span className={style.rule}>{t('names.turned')}</span>
          </li>
        )}
      </ul>
    </div>
  )
}

/** A name as it is read out: in the voice of its script, in its own direction. */
const Voiced = ({ name }: { name: string }) => (
  <bdi dir="auto" lang={voiceOf(name)} translate="no">
    {name}
  </bdi>
)

type Nearness = { near: number; onNear: (number: number) => void }

function Side({
  label,
  name,
  side,
  pairs,
  near,
  onNear,
}: { label: string; name: string; side: 'asked' | 'record'; pairs: readonly NamePair[] } & Nearness) {
  return (
    <div className={style.side}>
      <p className={style.label}>{label}</p>
      <p className={style.name}>
        <bdi dir="auto" translate="no">
          {piecesOf(name, pairs, side).map(({ text, pair, within }, i) =>
            pair ? (
              <mark
                // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one name
                key={i}
                className={`${style.part} ${within ? style.within : ''}`}
                data-look={pair.look}
                data-colour={pair.number % COLOURS}
                data-near={pair.number > 0 && pair.number === near}
                onPointerEnter={() => onNear(pair.number)}
              >
                {text}
                {!within && pair.number > 0 && <span className={style.foot}>{pair.number}</span>}
              </mark>
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one name
              <Fragment key={i}>{text}</Fragment>
            ),
          )}
        </bdi>
      </p>
    </div>
  )
}

function Reason({
  pair,
  asked,
  record,
  labels,
  near,
  onNear,
}: { pair: NamePair; asked: string; record: string; labels: MarkedNamesProps['labels'] } & Nearness) {
  const { t } = useTranslation()
  const { term } = useTerm()
  const word = wordFor(pair)
  // a rule of a later version is shown by how alike the parts are
  const said = term('match', word)
  const alone = labels ? t('names.only_in', { name: labels[pair.asked ? 0 : 1] }) : t(pair.asked ? 'names.only_asked' : 'names.only_record')
  const rule = pair.number === 0 ? alone : said === word ? t('names.alike') : said
  return (
    <li className={style.reason} data-near={pair.number > 0 && pair.number === near} onPointerEnter={() => onNear(pair.number)}>
      <span className={style.number} data-colour={pair.number % COLOURS} data-alone={pair.number === 0} aria-hidden={pair.number === 0}>
        {pair.number || '–'}
      </span>
      <span className={style.met}>
        {pair.asked && <Stretch name={asked} at={pair.asked} pair={pair} />}
        {pair.asked && pair.record && (
          <span className={style.sign} aria-hidden="true">
            {pair.look === 'same' || pair.look === 'script' ? '=' : '≈'}
          </span>
        )}
        {pair.record && <Stretch name={record} at={pair.record} pair={pair} />}
      </span>
      <span className={style.rule}>
        {rule}
        {pair.number > 0 && pair.look !== 'same' && pair.score !== undefined && (
          <>
            {' '}
            <span className={style.score}>
              <span className="visually-hidden">{t('names.alike_by')} </span>
              {writeScore(pair.score)}
            </span>
          </>
        )}
      </span>
    </li>
  )
}

const Stretch = ({ name, at, pair }: { name: string; at: readonly [number, number]; pair: NamePair }) => (
  <bdi
    dir="auto"
    lang={voiceOf(name.slice(...at))}
    translate="no"
    className={style.part}
    data-look={pair.look}
    data-colour={pair.number % COLOURS}
  >
    {name.slice(...at)}
  </bdi>
)
