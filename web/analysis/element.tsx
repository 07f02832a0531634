// One element: what it is, from where it is known, how it may be handled, and each of its links with its own source.
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { locale } from '../language/index.ts'
import { useTerm } from '../language/term.ts'
import { EmptyState, Facts, HandlingMark, Loading } from '../pieces/index.ts'
import style from './analysis.module.css'
import type { ElementDetail, Known } from './messages.ts'
import { SHAPES } from './picture.tsx'
import type { Workbench } from './use-workbench.ts'

const KINDS = ['person', 'organisation', 'object', 'place', 'event'] as const

export function Element({ bench }: { bench: Workbench }) {
  const { t } = useTranslation('analysis')
  const { selected, talker, picture, settings, cut, select, measured } = bench
  const [detail, setDetail] = useState<ElementDetail | null | undefined>()
  const number = new Intl.NumberFormat(locale())
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew with the picture
  useEffect(() => {
    if (selected === null || !talker) return setDetail(null)
    let is_over = false
    talker.call('element', { at: selected, links_from: 0 }).then((found) => !is_over && setDetail(found))
    return () => {
      is_over = true
    }
  }, [selected, talker, picture])
  if (selected === null) return <EmptyState title={t('element.none')}>{t('element.none_text')}</EmptyState>
  if (!detail) return <Loading />
  const expand = async () => {
    if (!talker) return
    const { filter } = settings
    const more = await talker.call('around', { centres: [detail.at], steps: 1, most: 5_000, filter })
    cut({ only: [...new Set([...(filter.only ?? []), ...more])], hidden: filter.hidden.filter((one) => !more.includes(one)) })
  }
  const further = async () => {
    if (!talker) return
    const more = await talker.call('element', { at: detail.at, links_from: detail.links.length })
    if (more) setDetail({ ...detail, links: [...detail.links, ...more.links] })
  }
  const community = measured && detail.node >= 0 ? (measured.nodes.community[detail.node] ?? 0) + 1 : undefined
  return (
    <div className={style.stack}>
      <h3 className={style.name}>
        <span aria-hidden="true">{SHAPES[detail.kind]}</span> <bdi dir="auto">{detail.label}</bdi>
      </h3>
      <Facts
        items={[
          [t('field.kind'), t(`kind.${KINDS[detail.kind]}`)],
          [t('table.ties'), number.format(detail.links_total)],
          [t('table.community'), community === undefined ? '' : number.format(community)],
          [t('field.begin'), detail.begin === '' ? '' : <Time key="b" text={detail.begin} />],
          [t('field.end'), detail.end === '' ? '' : <Time key="e" text={detail.end} />],
          [
            t('element.place'),
            detail.lat === null ? '' : <bdi key="p" dir="ltr">{`${detail.lat.toFixed(4)}, ${detail.lon!.toFixed(4)}`}</bdi>,
          ],
        ]}
      />
      <div className={style.buttons}>
        <Button variant="default" size="xs" onClick={() => talker?.order({ order: 'centre', at: detail.at })}>
          {t('element.centre')}
        </Button>
        {settings.filter.only !== null && (
          <Button variant="default" size="xs" onClick={() => void expand()}>
            {t('element.expand')}
          </Button>
        )}
        <Button variant="default" size="xs" onClick={() => cut({ hidden: [...settings.filter.hidden, detail.at] })}>
          {t('element.hide')}
        </Button>
      </div>
      <section aria-label={t('element.known')}>
        <h4 className={style.legend}>{t('element.known')}</h4>
        {detail.parts.map((part) => (
          <div key={part.at} className={style.known}>
            {detail.parts.length > 1 && (
              <strong>
                <bdi dir="auto">{part.label}</bdi>
              </strong>
            )}
            <From known={part.known} />
          </div>
        ))}
      </section>
      <section aria-label={t('element.links')}>
        <h4 className={style.legend}>{t('element.links_count', { number: number.format(detail.links_total) })}</h4>
        <ul className={style.plainList}>
          {detail.links.map((link) => (
            <li key={link.link} className={style.known}>
              <div className={style.linkHead}>
                <span aria-hidden="true" className="mirror">
                  {link.out ? '→' : '←'}
                </span>
                <span className="visually-hidden">{t(link.out ? 'element.to' : 'element.from')}</span>{' '}
                <button type="button" className={style.pick} onClick={() => select(link.other)}>
                  <span aria-hidden="true">{SHAPES[link.other_kind]}</span> <bdi dir="auto">{link.other_label}</bdi>
                </button>{' '}
                <bdi dir="auto">{link.kind}</bdi> {link.weight !== 1 && <span>× {number.format(link.weight)}</span>}{' '}
                {link.begin !== '' && '· '}
                <Time text={link.begin} /> {link.end !== '' && <>– {<Time text={link.end} />}</>}
              </div>
              <From known={link.known} />
            </li>
          ))}
        </ul>
        {detail.links.length < detail.links_total && (
          <Button variant="subtle" onClick={() => void further()}>
            {t('element.more', { number: number.format(detail.links_total - detail.links.length) })}
          </Button>
        )}
      </section>
    </div>
  )
}

/** A day, a month, a year or a step, as it was stated. */
export function Time({ text }: { text: string }) {
  const { t } = useTranslation('analysis')
  if (text === '') return null
  if (/^\d{1,3}$/.test(text)) return <>{t('filter.step', { step: new Intl.NumberFormat(locale()).format(Number(text)) })}</>
  const parts = text.length
  const form: Intl.DateTimeFormatOptions =
    parts === 4
      ? { year: 'numeric' }
      : parts === 7
        ? { year: 'numeric', month: 'long' }
        : parts === 10
          ? { dateStyle: 'medium' }
          : { dateStyle: 'medium', timeStyle: 'short' }
  return <time dateTime={text}>{new Intl.DateTimeFormat(locale(), { ...form, timeZone: 'UTC' }).format(Date.parse(text))}</time>
}

/** The source, how good it and the information are, and the handling codes. */
export function From({ known }: { known: Known }) {
  const { t } = useTranslation('analysis')
  const { term } = useTerm()
  const [source, information] = known.evaluation
  return (
    <p className={style.from}>
      <span className={style.quiet}>{t('element.source')}</span>{' '}
      {known.from ? (
        <>
          {known.from.source !== '' && (
            <>
              <bdi dir="auto">{known.from.source}</bdi> ·{' '}
            </>
          )}
          <Link href={`/operations/${known.from.matter.split(':')[1]}`}>
            <bdi dir="auto">
              {t('handed.of', { title: known.from.title, by: known.from.by.toUpperCase(), version: known.from.version })}
            </bdi>
          </Link>
        </>
      ) : (
        <bdi dir="auto">{known.source}</bdi>
      )}
      {source && information && (
        <abbr title={`${term('source-grade', source)} · ${term('information-grade', information)}`} className={style.grade}>
          <bdi dir="ltr">{known.evaluation}</bdi>
        </abbr>
      )}
      {known.handling.map(({ code, words }) => (
        <HandlingMark key={code} code={code} words={words} />
      ))}
      {known.classification !== 'unclassified' && <span className={style.class}>{term('classification', known.classification)}</span>}
    </p>
  )
}
