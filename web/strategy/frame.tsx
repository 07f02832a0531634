// What the pages of a forum's work share: a list that leads to single things, a way back, a table that scrolls by itself.
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { MemberName, StateMark } from '../pieces/index.ts'
import { textIn, useStrategyWords } from './said.tsx'
import style from './strategy.module.css'
import { toneOfState } from './thing.tsx'
import type { Thing } from './types.ts'
import work from './work.module.css'

/** Things by title, each a link to its page. */
export function Leading({ things, base, detail }: { things: readonly Thing[]; base: string; detail: (thing: Thing) => ReactNode }) {
  const words = useStrategyWords()
  return (
    <ul className={work.list}>
      {things.map((one) => {
        const title = textIn(one, 'title')
        const state = one.set.state
        return (
          <li key={one.id} className={work.line}>
            <Link href={`${base}/${one.id}`} className={work.link!}>
              <bdi dir="auto" lang={title?.language}>
                {title?.text ?? words.kind(one.kind)}
              </bdi>
            </Link>
            <span className={style.row}>
              {detail(one)}
              {typeof state === 'string' && <StateMark tone={toneOfState(state)}>{words.code('state', state)}</StateMark>}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** The title of one thing and the way back to all of them. */
export function Heading({ thing, back, to }: { thing: Thing; back: string; to: string }) {
  const words = useStrategyWords()
  const title = textIn(thing, 'title')
  const state = thing.set.state
  return (
    <div className={style.row}>
      <Link href={to}>{back}</Link>
      <h2 className={style.heading}>
        <bdi dir="auto" lang={title?.language}>
          {title?.text ?? words.kind(thing.kind)}
        </bdi>
        {typeof state === 'string' && <StateMark tone={toneOfState(state)}>{words.code('state', state)}</StateMark>}
      </h2>
    </div>
  )
}

/** A table in a part of its own that scrolls, so that the page does not. */
export function Wide({ label, caption, children }: { label: string; caption?: ReactNode; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section className={work.scroll} tabIndex={0} aria-label={label}>
      <table className={work.table}>
        {caption && <caption>{caption}</caption>}
        {children}
      </table>
    </section>
  )
}

/** Members by name, with what they have in common. */
export function Named({ title, members, network }: { title: string; members: readonly string[]; network: string }) {
  if (members.length === 0) return null
  return (
    <div>
      <p className={style.quiet}>{title}</p>
      <ul className={style.names}>
        {members.map((one) => (
          <li key={one}>
            <MemberName id={one} network={network} />
          </li>
        ))}
      </ul>
    </div>
  )
}
