// Where the officer stands, when the officer asks: read once, shown before it is sent, and taken out again as easily.
import { Button } from '@mantine/core'
import { IconMapPin, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { locale } from '../language/index.ts'
import style from './telephone.module.css'

export type Position = { readonly latitude: string; readonly longitude: string; readonly accuracy_m: number }

/** Five places are about a metre. */
const PLACES = 5
const WAIT_MS = 20_000

/** What a device says of where it is, as it is sent; undefined for what is no place on the earth. */
export function positionOf({
  latitude,
  longitude,
  accuracy,
}: {
  latitude: number
  longitude: number
  accuracy: number
}): Position | undefined {
  if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) return undefined
  return { latitude: latitude.toFixed(PLACES), longitude: longitude.toFixed(PLACES), accuracy_m: Math.round(accuracy) }
}

export function PositionField({ value, onChange }: { value: Position | undefined; onChange: (value: Position | undefined) => void }) {
  const { t } = useTranslation('patrols')
  const [state, setState] = useState<'idle' | 'asking' | 'failed' | 'denied'>('idle')
  const ask = () => {
    if (!navigator.geolocation) return setState('failed')
    setState('asking')
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const found = positionOf(coords)
        setState(found ? 'idle' : 'failed')
        onChange(found)
      },
      ({ code }) => setState(code === 1 ? 'denied' : 'failed'),
      { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 0 },
    )
  }
  if (value)
    return (
      <p className={style.position}>
        <IconMapPin size={20} aria-hidden="true" />
        <span>
          <bdi dir="ltr">{`${value.latitude}, ${value.longitude}`}</bdi>{' '}
          <span className={style.quiet}>{t('position.within', { metres: new Intl.NumberFormat(locale()).format(value.accuracy_m) })}</span>
        </span>
        <Button
          variant="subtle"
          className={style.small!}
          leftSection={<IconX size={18} aria-hidden="true" />}
          onClick={() => onChange(undefined)}
        >
          {t('position.remove')}
        </Button>
      </p>
    )
  return (
    <div className={style.stack}>
      <Button
        variant="default"
        className={style.big!}
        loading={state === 'asking'}
        leftSection={<IconMapPin size={20} aria-hidden="true" />}
        onClick={ask}
      >
        {t('position.add')}
      </Button>
      <p className={style.quiet}>{t('position.why')}</p>
      {(state === 'failed' || state === 'denied') && <p role="alert">{t(`position.${state}`)}</p>}
    </div>
  )
}
