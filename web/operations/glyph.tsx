// The signs of a command post's map: each kind has a shape of its own, so that colour is never alone.
import style from './map.module.css'
import type { Mapped } from './placed.ts'

/** Around the origin, about 16 wide. */
const SHAPES: Readonly<Record<Mapped, string>> = {
  post: 'M-7-7H7V7H-7Z',
  event: 'M0-9L9 7H-9Z',
  incident: 'M0-9.5L9.5 0L0 9.5L-9.5 0Z',
  result: 'M0-10L2.9-3.4L10-3L4.6 1.8L6.4 9L0 5.2L-6.4 9L-4.6 1.8L-10-3L-2.9-3.4Z',
  patrol: 'M0-8A8 8 0 1 1 0 8A8 8 0 1 1 0-8Z',
}

export const Glyph = ({
  kind,
  x,
  y,
  size = 1,
  chosen = false,
}: {
  kind: Mapped
  x: number
  y: number
  size?: number
  chosen?: boolean
}) => (
  <path
    d={SHAPES[kind]}
    transform={`translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${size})`}
    className={`${style[kind]} ${chosen ? style.chosen : ''}`}
  />
)

/** The sign beside words. */
export const Sign = ({ kind }: { kind: Mapped }) => (
  <svg width="18" height="18" viewBox="-11 -11 22 22" aria-hidden="true" className={style.sign}>
    <Glyph kind={kind} x={0} y={0} />
  </svg>
)
