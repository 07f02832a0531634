// Two names side by side, each in its own script, with the parts that met marked in both and said in words below.
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useTerm } from '../language/term.ts'
import style from './marked-names.module.css'

/** Why a part counted: offsets are UTF-16 units [start, end) into the name as given; a part without a partner is missing there. */
export type PartReason = {
  asked?: readonly [number, number] | undefined
  record?: readonly [number, number] | undefined
  /** A code of the vocabulary `match`: same, spelling, transliteration, short-form, initial, order, missing, different. */
  match: string
}

const EXACT = new Set(['same', 'transliteration'])

/** Shows the asked name and the name on record, their parts marked: unbroken where the same, dashed where alike, dotted where missing. */
export function MarkedNames({ asked, record, parts }: { asked: string; record: string; parts: readonly PartReason[] }) {
  const { t } = useTranslation()
  const { term } = useTerm()
  return (
    <div>
      <div className={style.pair}>
        <div className={style.side}>
          <p className={style.label}>{t('names.asked')}</p>
          <p className={style.name}>
            <bdi dir="auto" translate="no">
              {marked(asked, parts, 'asked')}
            </bdi>
          </p>
        </div>
        <div className={style.side}>
          <p className={style.label}>{t('names.record')}</p>
          <p className={style.name}>
            <bdi dir="auto" translate="no">
              {marked(record, parts, 'record')}
            </bdi>
          </p>
        </div>
      </div>
      <ul className={style.reasons}>
        {parts.map((part) => (
          <li key={`${part.asked?.join()}-${part.record?.join()}-${part.match}`}>
            {part.asked && <bdi dir="auto">{asked.slice(...part.asked)}</bdi>}
            {part.asked && part.record && <span aria-hidden="true">=</span>}
            {part.record && <bdi dir="auto">{record.slice(...part.record)}</bdi>}
            <span>{part.asked && part.record ? term('match', part.match) : t(part.asked ? 'names.only_asked' : 'names.only_record')}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function marked(name: string, parts: readonly PartReason[], side: 'asked' | 'record'): ReactNode[] {
  const pieces: ReactNode[] = []
  let at = 0
  const here = parts.filter((part) => part[side]).sort((a, b) => a[side]![0] - b[side]![0])
  for (const part of here) {
    const [start, end] = part[side]!
    if (start < at || end > name.length || end <= start) continue
    if (start > at) pieces.push(name.slice(at, start))
    const alone = !part.asked || !part.record
    const look = alone || part.match === 'different' ? style.missing : EXACT.has(part.match) ? '' : style.loose
    pieces.push(
      <mark key={start} className={`${style.part} ${look}`}>
        {name.slice(start, end)}
      </mark>,
    )
    at = end
  }
  if (at < name.length) pieces.push(name.slice(at))
  return pieces
}
