// A partner by name, and how it stands in words that read on from the name.
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { CountryName, countryName, StateMark, type StateTone, writeTime } from '../pieces/index.ts'

/** How often pages of the network read themselves again. */
export const EVERY_MS = 15_000

export type PartnerState = Output<'oversight.read-partners'>['networks'][number]['partners'][number]['state']
type Named = { id: string; name: string; kind: 'state' | 'organisation' | 'observer' }

export const partnerWord = ({ id, name, kind }: Named): string => (kind === 'state' ? countryName(id, name) : name)

/** A state by its name in the reader's language and its code, an organisation as the network has it. */
export const PartnerName = ({ partner }: { partner: Named }) =>
  partner.kind === 'state' ? <CountryName code={partner.id} name={partner.name} /> : <bdi dir="auto">{partner.name}</bdi>

const TONES: Record<PartnerState, StateTone> = {
  answering: 'good',
  'not-answering': 'bad',
  silent: 'warning',
  restoring: 'warning',
  suspended: 'warning',
  'never-heard': 'quiet',
}
/** What somebody has to look at stands first. */
export const RANK: Record<PartnerState, number> = {
  'not-answering': 0,
  silent: 1,
  restoring: 2,
  suspended: 3,
  answering: 4,
  'never-heard': 5,
}

const SAME_DAY_MS = 12 * 3_600_000

/** The hour alone while it cannot be mistaken, else with the day. */
export const since = (instant: string): string =>
  writeTime(instant, Math.abs(Date.now() - Date.parse(instant)) > SAME_DAY_MS ? 'short' : 'time')

export function PartnerMark({ state, at }: { state: PartnerState; at?: string | null | undefined }) {
  const { t } = useTranslation('network')
  const timed = at && (state === 'not-answering' || state === 'silent' || state === 'answering')
  return (
    <StateMark tone={TONES[state]} strong={state === 'not-answering'}>
      {timed ? t(`state_since.${state}`, { time: since(at) }) : t(`state.${state}`)}
    </StateMark>
  )
}
