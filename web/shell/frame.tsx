// The frame of every page: whose node, which shift, where to go, and what is wrong with the connection or the session.
import { Button, Menu } from '@mantine/core'
import { IconDots, IconFlask, IconKeyboard, IconMapPin } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, Redirect, Route, Switch, useLocation } from 'wouter'
import '../pieces/mantine-pages.css'
import type { Role } from '../api/actions.ts'
import { view } from '../api/client.ts'
import { useConnection } from '../api/connection.ts'
import { useView } from '../api/hooks.ts'
import { useTerm } from '../language/term.ts'
import { Banner } from '../pieces/banner.tsx'
import { countryName } from '../pieces/country-name.tsx'
import { writeTime } from '../pieces/date-time.tsx'
import { Loading } from '../pieces/loading.tsx'
import { useShortcuts } from '../pieces/shortcuts.ts'
import { type CapabilityRoute, routesFor } from '../routes.tsx'
import { useSession } from '../session/session.tsx'
import { useShift } from '../session/shift.ts'
import { Failure } from './failure.tsx'
import style from './frame.module.css'
import { KeyboardHelp } from './keyboard-help.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { NotFound } from './not-found.tsx'
import { OfficerMenu } from './officer-menu.tsx'
import { SessionWatch } from './session-watch.tsx'
import { ShiftDialog } from './shift-dialog.tsx'

const MyAccount = lazy(() => import('../session/account.tsx'))

const TABS = 4
/** How often what everybody has to know is asked for. */
const WARNINGS_EVERY_MS = 60_000
const FOCUS_TRIES = 180
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 15_000

export default function Frame() {
  const { t } = useTranslation()
  const { officer, node, purposes, has } = useSession()
  const [path, navigate] = useLocation()
  const [help, setHelp] = useState(false)
  const { shift } = useShift()
  const [choosing, setChoosing] = useState(() => !shift && has('front-line') && purposes.length > 0)
  const entries = routesFor(officer.roles)
  const home = entries[0]?.path

  useShortcuts([
    { key: '/', label: t('keys.search'), run: () => focusSearch() },
    ...(entries.some((entry) => entry.capability === 'checks')
      ? [
          {
            key: 'c',
            label: t('keys.check'),
            run: () => {
              const left = path.startsWith('/checks') ? null : searchField()
              navigate('/checks')
              focusSearch(FOCUS_TRIES, left)
            },
          },
        ]
      : []),
    ...(entries.some((entry) => entry.capability === 'exchange')
      ? [{ key: 'n', label: t('keys.request'), run: () => navigate('/exchange/new') }]
      : []),
    { key: '?', label: t('keys.help'), run: () => setHelp(true) },
  ])

  return (
    <div className={style.frame}>
      <a className={style.skip} href="#main">
        {t('frame.skip')}
      </a>
      <header className={style.top}>
        <div className={style.bar}>
          <Link href="/" className={style.brand!}>
            <img src="/mark.svg" width="32" height="32" alt="" />
            <span style={{ minWidth: 0 }}>
              <span className={style.brandName}>
                <bdi>Portolan</bdi>
              </span>
              <span className={style.brandNode}>
                <bdi dir="auto">{node.name}</bdi>
              </span>
            </span>
          </Link>
          <ShiftButton onClick={() => setChoosing(true)} />
          <span className={style.grow} />
          <ConnectionMark />
          <LanguageSwitch />
          <span className={style.wideOnly}>
            <Button
              variant="transparent"
              fw={400}
              className={style.onFrame!}
              leftSection={<IconKeyboard size={20} />}
              onClick={() => setHelp(true)}
            >
              {t('frame.keys')}
            </Button>
          </span>
          <OfficerMenu onHelp={() => setHelp(true)} />
        </div>
        {node.demonstration && (
          <div className={style.demo}>
            <IconFlask size={16} aria-hidden="true" />
            {t('demo.banner')}
          </div>
        )}
        <div className={style.notices}>
          <Warnings />
          <ConnectionBanner />
          <SessionWatch />
        </div>
      </header>
      <nav className={style.nav} aria-label={t('frame.navigation')}>
        {entries.map((entry) => (
          <Link key={entry.path} href={entry.path} className={style.item!} aria-current={isAt(path, entry) ? 'page' : undefined}>
            <entry.icon size={20} aria-hidden="true" />
            {t(`capability.${entry.capability}`)}
          </Link>
        ))}
        <OfficerCard />
      </nav>
      <main className={style.main} id="main" tabIndex={-1}>
        <Failure key={path.split('/')[1]}>
          <Suspense fallback={<Loading />}>
            <Switch>
              <Route path="/">{home ? <Redirect to={home} replace /> : <NotFound />}</Route>
              {entries.map((entry) => (
                <Route key={entry.path} path={`${entry.path}/*?`} component={entry.page} />
              ))}
              <Route path="/account" component={MyAccount} />
              <Route>
                <NotFound />
              </Route>
            </Switch>
          </Suspense>
        </Failure>
      </main>
      <Tabs entries={entries} path={path} />
      <KeyboardHelp open={help} onClose={() => setHelp(false)} />
      <ShiftDialog open={choosing} onClose={() => setChoosing(false)} />
    </div>
  )
}

const isAt = (path: string, entry: CapabilityRoute) => path === entry.path || path.startsWith(`${entry.path}/`)

/** Puts the cursor into the page's search field, waiting some frames for a page that is still coming; not into that of the page `left`. */
function focusSearch(tries = 1, left: HTMLElement | null = null): void {
  const field = searchField()
  if (field && field !== left) field.focus()
  else if (tries > 1) requestAnimationFrame(() => focusSearch(tries - 1, left))
}

const searchField = () => document.querySelector<HTMLElement>('main [data-search]')

function OfficerCard() {
  const { officer } = useSession()
  const { term } = useTerm()
  return (
    <div className={style.officer}>
      <strong>
        <bdi dir="auto">{officer.name}</bdi>
      </strong>
      <bdi dir="auto">{officer.unit}</bdi>
      <br />
      {officer.roles.map((role) => term('role', role)).join(' · ')}
      <br />
      <bdi>{countryName(officer.member)}</bdi>
    </div>
  )
}

function ShiftButton({ onClick }: { onClick: () => void }) {
  const { t } = useTranslation()
  const { term } = useTerm()
  const { shift } = useShift()
  return (
    <button type="button" className={`${style.shift} ${shift ? '' : style.unset}`} onClick={onClick}>
      <IconMapPin size={18} aria-hidden="true" />
      <span className={style.shiftWords}>
        <span className="visually-hidden">{t('shift.label')} </span>
        {shift ? term('purpose', shift.purpose) : t('shift.unset')}
        {shift?.place && (
          <>
            {' · '}
            <bdi dir="auto">{shift.place}</bdi>
          </>
        )}
      </span>
    </button>
  )
}

function ConnectionMark() {
  const { t } = useTranslation()
  const { reachable } = useConnection()
  return (
    <span className={`${style.link} ${reachable ? style.wideOnly : style.lost}`}>
      <span className={style.dot} aria-hidden="true" />
      {t(reachable ? 'connection.on' : 'connection.off')}
    </span>
  )
}

function ConnectionBanner() {
  const { t } = useTranslation()
  const { reachable, since } = useConnection()
  useEffect(() => {
    if (reachable) return
    let pause_ms = FIRST_PAUSE_MS
    let timer: ReturnType<typeof setTimeout>
    // this view needs no session and prolongs none
    const ask = () =>
      void view('session.options', {}).catch(() => {
        pause_ms = Math.min(pause_ms * 2, LONGEST_PAUSE_MS)
        timer = setTimeout(ask, pause_ms)
      })
    timer = setTimeout(ask, pause_ms)
    return () => clearTimeout(timer)
  }, [reachable])
  if (reachable) return null
  return (
    <Banner tone="warning" title={t('connection.lost', { time: writeTime(since, 'time') })}>
      {t('connection.kept')}
    </Banner>
  )
}

/** Who can do something about a warning, or has to reckon with it; the others are for everybody. */
const WARNED: Readonly<Record<string, readonly Role[]>> = {
  'roster-expiring': ['administrator', 'supervisor'],
  'partner-suspended': ['desk', 'analyst', 'supervisor', 'administrator'],
}

function Warnings() {
  const { t } = useTranslation()
  const { warnings, has } = useSession()
  const { data } = useView('session.current', {}, { every_ms: WARNINGS_EVERY_MS })
  const said = (data?.warnings ?? warnings)
    .filter((code) => !WARNED[code] || has(...WARNED[code]))
    .map((code) => t(`warning.${code}`, { defaultValue: code }))
  if (said.length === 0) return null
  return (
    <Banner tone="warning" title={said[0]}>
      {said.length > 1 && said.slice(1).map((words) => <p key={words}>{words}</p>)}
    </Banner>
  )
}

function Tabs({ entries, path }: { entries: readonly CapabilityRoute[]; path: string }) {
  const { t } = useTranslation()
  const [, navigate] = useLocation()
  const tabs = entries.length > TABS + 1 ? entries.slice(0, TABS) : entries
  const more = entries.slice(tabs.length)
  if (entries.length < 2) return null
  return (
    <nav className={style.tabs} aria-label={t('frame.navigation')}>
      {tabs.map((entry) => (
        <Link key={entry.path} href={entry.path} className={style.tab!} aria-current={isAt(path, entry) ? 'page' : undefined}>
          <entry.icon size={22} aria-hidden="true" />
          <span>{t(`capability.${entry.capability}`)}</span>
        </Link>
      ))}
      {more.length > 0 && (
        <Menu position="top-end">
          <Menu.Target>
            <button type="button" className={style.tab} aria-current={more.some((entry) => isAt(path, entry)) ? 'page' : undefined}>
              <IconDots size={22} aria-hidden="true" />
              <span>{t('frame.more')}</span>
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {more.map((entry) => (
              <Menu.Item key={entry.path} leftSection={<entry.icon size={20} aria-hidden="true" />} onClick={() => navigate(entry.path)}>
                {t(`capability.${entry.capability}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </nav>
  )
}
