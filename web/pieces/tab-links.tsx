// The parts of a capability as links under its head: each has its own address, the present one is marked.
import { useEffect, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import style from './tab-links.module.css'

export type TabLink = {
  href: string
  label: string
  count?: string | undefined
  /** Other addresses that it stands for: those of the parts below it. */
  under?: readonly string[]
}

/** Shows the links; a part below another's address does not mark that other. Nothing with fewer than two. */
export function TabLinks({ label, links }: { label: string; links: readonly TabLink[] }) {
  const [path] = useLocation()
  const tabs = useRef<HTMLElement>(null)
  const at = links
    .flatMap(({ href, under = [] }) => [href, ...under].map((address) => ({ href, address })))
    .filter(({ address }) => path === address || path.startsWith(`${address}/`))
    .sort((a, b) => b.address.length - a.address.length)[0]?.href
  // on a narrow window the present one may lie beyond the edge
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another one is marked
  useEffect(() => {
    tabs.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [at])
  if (links.length < 2) return null
  return (
    <nav ref={tabs} aria-label={label} className={style.tabs}>
      {links.map(({ href, label: word, count }) => (
        <Link key={href} href={href} className={style.tab!} aria-current={href === at ? 'page' : undefined}>
          {word}
          {count && <span className={style.count}>{count}</span>}
        </Link>
      ))}
    </nav>
  )
}
