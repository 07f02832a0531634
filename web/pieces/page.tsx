// The parts of a page: its head, toolbars, sections, lists of facts, and the three panes of the desk.
import { IconArrowLeft } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import style from './page.module.css'

export type PageProps = {
  title: ReactNode
  /** The title of the window; needed when `title` is not text. */
  windowTitle?: string
  lead?: ReactNode
  actions?: ReactNode
  width?: 'normal' | 'wide' | 'narrow'
  children: ReactNode
}

/** A page with its one heading, which takes the focus when the page opens, so that a screen reader says where it is. */
export function Page({ title, windowTitle, lead, actions, width = 'normal', children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const text = windowTitle ?? (typeof title === 'string' ? title : '')
  useWindowTitle(text)
  useEffect(() => {
    if (!document.activeElement?.closest('main')) heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div className={`${style.page} ${width === 'wide' ? style.wide : width === 'narrow' ? style.narrow : ''}`}>
      <div className={style.head}>
        <div>
          <h1 className={style.title} tabIndex={-1} ref={heading}>
            {title}
          </h1>
          {lead && <p className={style.lead}>{lead}</p>}
        </div>
        {actions && <div className={style.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  )
}

/** Names the window after the page. */
export function useWindowTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Portolan` : 'Portolan'
  }, [title])
}

/** A row of controls. */
export function Toolbar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className={style.toolbar} aria-label={label}>
      {children}
    </fieldset>
  )
}

/** A bordered part of a page with its heading. `flush` leaves no inner space: for tables and rows. */
export function Section({
  title,
  actions,
  flush = false,
  children,
}: {
  title: ReactNode
  actions?: ReactNode
  flush?: boolean
  children: ReactNode
}) {
  return (
    <section className={style.section}>
      <div className={style.sectionHead}>
        <h2 className={style.sectionTitle}>{title}</h2>
        {actions && <div className={style.actions}>{actions}</div>}
      </div>
      <div className={flush ? style.flush : style.sectionBody}>{children}</div>
    </section>
  )
}

/** Names and values under each other; an empty value leaves its row out. */
export function Facts({ items }: { items: readonly (readonly [ReactNode, ReactNode])[] }) {
  const shown = items.filter(([, value]) => value !== undefined && value !== null && value !== '')
  return (
    <dl className={style.facts}>
      {shown.map(([name, value], i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of facts have no other identity than their place
        <FactRow key={i} name={name} value={value} />
      ))}
    </dl>
  )
}

const FactRow = ({ name, value }: { name: ReactNode; value: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </>
)

/** The desk: list at the start, conversation in the middle, facts at the end. On a telephone one at a time: the list, or what `open` shows. */
export function Panes({
  list,
  main,
  side,
  open,
  back,
  title,
}: {
  list: ReactNode
  main: ReactNode
  side?: ReactNode
  open: boolean
  back: string
  /** The page's heading, for where the list with its own is not shown. */
  title?: string
}) {
  const { t } = useTranslation()
  return (
    <div className={`${style.panes} ${open ? style.opened : style.closed}`}>
      <div className={style.list}>{list}</div>
      <div className={style.main}>
        {open && title && <h1 className={`visually-hidden ${style.phoneTitle}`}>{title}</h1>}
        {open && (
          <Link href={back} className={style.back}>
            <IconArrowLeft size={18} className="mirror" aria-hidden="true" /> {t('page.back')}
          </Link>
        )}
        {main}
      </div>
      {side && <div className={style.side}>{side}</div>}
    </div>
  )
}
