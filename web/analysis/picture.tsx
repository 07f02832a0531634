// The picture of a chart: drawn in a worker, moved by mouse, finger and keyboard; the table beside it says the same in words.
import { ActionIcon, Button } from '@mantine/core'
import { IconFocusCentered, IconMinus, IconPlus, IconRefresh } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { locale, useLanguage } from '../language/index.ts'
import style from './analysis.module.css'
import type { Theme } from './messages.ts'
import { COMMUNITY_COLOURS, useLive, type Workbench } from './use-workbench.ts'

export const SHAPES = ['●', '■', '◆', '▲', '⬢'] as const
const KINDS = ['person', 'organisation', 'object', 'place', 'event'] as const

function themeOf(element: HTMLElement): Theme {
  const css = getComputedStyle(element)
  const read = (name: string) => css.getPropertyValue(name).trim()
  return {
    ground: read('--surface'),
    line: read('--line-strong'),
    ink: read('--ink'),
    quiet: read('--quiet'),
    accent: read('--hit'),
    palette: Array.from({ length: COMMUNITY_COLOURS + 1 }, (_, i) => read(`--chart-${i}`)),
    rtl: document.documentElement.dir === 'rtl',
    font: css.fontFamily,
  }
}

export function Picture({ bench }: { bench: Workbench }) {
  const { t } = useTranslation('analysis')
  const { direction } = useLanguage()
  const holder = useRef<HTMLDivElement>(null)
  const { talker, picture, settings, summary } = bench
  const { laying, pointed, drawn } = useLive(bench.live)
  const number = new Intl.NumberFormat(locale())

  // the canvases are made here and handed to the worker for good: another worker gets others
  useEffect(() => {
    const box = holder.current
    if (!box || !talker) return
    const canvases = [0, 1].map(() => {
      const canvas = document.createElement('canvas')
      canvas.className = style.canvas!
      canvas.setAttribute('aria-hidden', 'true')
      box.append(canvas)
      return canvas
    })
    const [first, second] = canvases.map((canvas) => canvas.transferControlToOffscreen())
    const { width, height } = box.getBoundingClientRect()
    const ratio = Math.min(2, devicePixelRatio)
    talker.order({ order: 'canvas', picture: first!, labels: second!, width, height, ratio, theme: themeOf(box) }, [first!, second!])
    const sizes = new ResizeObserver(() => {
      const now = box.getBoundingClientRect()
      talker.order({ order: 'resize', width: now.width, height: now.height, ratio: Math.min(2, devicePixelRatio) })
    })
    sizes.observe(box)
    const looks = new MutationObserver(() => talker.order({ order: 'theme', theme: themeOf(box) }))
    looks.observe(document.documentElement, { attributes: true, attributeFilter: ['data-mantine-color-scheme', 'dir'] })
    return () => {
      sizes.disconnect()
      looks.disconnect()
      for (const canvas of canvases) canvas.remove()
    }
  }, [talker])

  useHands(holder, bench)
  const by = (factor: number) => {
    const box = holder.current?.getBoundingClientRect()
    if (box) talker?.order({ order: 'zoom', factor, x: box.width / 2, y: box.height / 2 })
  }
  const keys = (event: KeyboardEvent) => {
    const far = 60
    const move: Record<string, [number, number]> = { ArrowLeft: [far, 0], ArrowRight: [-far, 0], ArrowUp: [0, far], ArrowDown: [0, -far] }
    const [x, y] = move[event.key] ?? []
    if (x !== undefined && y !== undefined) talker?.order({ order: 'pan', x, y })
    else if (event.key === '+' || event.key === '=') by(1.3)
    else if (event.key === '-') by(1 / 1.3)
    else if (event.key === '0') talker?.order({ order: 'fit' })
    else if (event.key === 'Escape') bench.select(null)
    else return
    event.preventDefault()
  }
  const told = picture
    ? picture.grouped
      ? t('picture.groups', { nodes: number.format(picture.nodes), links: number.format(picture.links) })
      : t('picture.told', {
          nodes: number.format(picture.nodes),
          links: number.format(picture.links),
          left: number.format(picture.left_out),
        })
    : ''
  return (
    <figure className={style.figure}>
      <div className={style.frame}>
        <div
          ref={holder}
          className={style.holder}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: moved and zoomed by keyboard
          tabIndex={0}
          role="img"
          aria-label={`${t('picture.label')} ${told}`}
          onKeyDown={keys}
          dir="ltr"
        >
          {pointed && !pointed.press && pointed.label !== '' && (
            <div className={style.tip} style={{ left: pointed.x, top: pointed.y }}>
              <bdi dir="auto">{pointed.label}</bdi>
            </div>
          )}
        </div>
        <div className={style.handles}>
          <ActionIcon variant="default" size="lg" aria-label={t('picture.nearer')} onClick={() => by(1.4)}>
            <IconPlus size={18} />
          </ActionIcon>
          <ActionIcon variant="default" size="lg" aria-label={t('picture.further')} onClick={() => by(1 / 1.4)}>
            <IconMinus size={18} />
          </ActionIcon>
          <ActionIcon variant="default" size="lg" aria-label={t('picture.whole')} onClick={() => talker?.order({ order: 'fit' })}>
            <IconFocusCentered size={18} />
          </ActionIcon>
          <ActionIcon variant="default" size="lg" aria-label={t('picture.again')} onClick={bench.layOutAgain}>
            <IconRefresh size={18} />
          </ActionIcon>
        </div>
        {laying !== undefined && (
          <div className={style.laying} role="status">
            {t('picture.laying', { share: new Intl.NumberFormat(locale(), { style: 'percent' }).format(laying) })}
          </div>
        )}
        {picture?.nodes === 0 && (
          <div className={style.nothing}>
            <p>{t('picture.nothing')}</p>
            <Button
              variant="default"
              onClick={() => bench.cut({ element_kinds: null, link_kinds: null, time: null, least: 0, only: null, hidden: [] })}
            >
              {t('filter.all')}
            </Button>
          </div>
        )}
      </div>
      <figcaption className={style.told}>
        <span aria-live="polite">{told}</span>
        <span className={style.legendRow} dir={direction}>
          {summary?.element_kinds.map((count, kind) =>
            count === 0 ? null : (
              <span key={KINDS[kind]}>
                <span aria-hidden="true" style={settings.colour === 'kind' ? { color: `var(--chart-${kind})` } : undefined}>
                  {SHAPES[kind]}
                </span>{' '}
                {t(`kind.${KINDS[kind]}`)} {number.format(count)}
              </span>
            ),
          )}
        </span>
        <span className={style.quiet}>
          {t('picture.sized', { measure: t(`measure.${settings.measure}`) })} {t(`picture.coloured.${settings.colour}`)}
          {drawn && (
            <>
              {' · '}
              <bdi dir="ltr" data-renderer={drawn.renderer}>
                {drawn.renderer.startsWith('WebGL') ? 'WebGL' : 'Canvas 2D'}
              </bdi>
            </>
          )}
        </span>
      </figcaption>
    </figure>
  )
}

/** Something above the picture may have grown without a scroll. */
const PLACE_KEPT_MS = 400

/** Drags move, two fingers and the wheel zoom, a press without a drag chooses. */
function useHands(holder: React.RefObject<HTMLDivElement | null>, { talker }: Workbench) {
  useEffect(() => {
    const box = holder.current
    if (!box || !talker) return
    const fingers = new Map<number, { x: number; y: number }>()
    let moved = 0
    let asked = 0
    // where the picture stands is asked of the page at a press and after a scroll, not at every move: asking makes it lay itself out
    let place: { left: number; top: number } | undefined
    let asked_place = 0
    const elsewhere = () => {
      place = undefined
    }
    const at = (event: PointerEvent | WheelEvent) => {
      if (!place || event.type === 'pointerdown' || event.timeStamp - asked_place > PLACE_KEPT_MS) {
        place = box.getBoundingClientRect()
        asked_place = event.timeStamp
      }
      return { x: event.clientX - place.left, y: event.clientY - place.top }
    }
    const spread = () => {
      const [a, b] = [...fingers.values()]
      return a && b ? { far: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } : undefined
    }
    const down = (event: PointerEvent) => {
      if (event.button !== 0) return
      box.setPointerCapture(event.pointerId)
      fingers.set(event.pointerId, at(event))
      moved = 0
    }
    const move = (event: PointerEvent) => {
      const before = fingers.get(event.pointerId)
      const now = at(event)
      if (!before) {
        // what lies under the mouse, a few times a second
        if (event.timeStamp - asked > 60) {
          asked = event.timeStamp
          talker.order({ order: 'point', ...now, press: false })
        }
        return
      }
      const wide = spread()
      fingers.set(event.pointerId, now)
      moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y)
      const wider = spread()
      if (wide && wider && wide.far > 0) {
        talker.order({ order: 'zoom', factor: wider.far / wide.far, x: wider.x, y: wider.y })
        talker.order({ order: 'pan', x: wider.x - wide.x, y: wider.y - wide.y })
      } else talker.order({ order: 'pan', x: now.x - before.x, y: now.y - before.y })
    }
    const up = (event: PointerEvent) => {
      if (!fingers.delete(event.pointerId)) return
      if (moved < 6 && event.type === 'pointerup') talker.order({ order: 'point', ...at(event), press: true })
    }
    const wheel = (event: WheelEvent) => {
      event.preventDefault()
      talker.order({ order: 'zoom', factor: Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015)), ...at(event) })
    }
    box.addEventListener('pointerdown', down)
    box.addEventListener('pointermove', move)
    box.addEventListener('pointerup', up)
    box.addEventListener('pointercancel', up)
    box.addEventListener('wheel', wheel, { passive: false })
    addEventListener('scroll', elsewhere, { passive: true, capture: true })
    addEventListener('resize', elsewhere)
    return () => {
      removeEventListener('scroll', elsewhere, { capture: true })
      removeEventListener('resize', elsewhere)
      box.removeEventListener('pointerdown', down)
      box.removeEventListener('pointermove', move)
      box.removeEventListener('pointerup', up)
      box.removeEventListener('pointercancel', up)
      box.removeEventListener('wheel', wheel)
    }
  }, [holder, talker])
}
