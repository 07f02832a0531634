// Areas of a team on sea and land: drawn by pointing or by typing, taken in and out as GeoJSON; patrols name them.
import { Button, Textarea, TextInput } from '@mantine/core'
import { type GeoProjection, geoMercator } from 'd3-geo'
import { type MouseEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { turnsOf } from '#capabilities/operations/planning.ts'
import { mayPut } from '#capabilities/operations/rules.ts'
import {
  type Area,
  type AreaFault,
  areaFault,
  type Corner,
  type GeoJsonFault,
  MAX_GEOJSON_CHARACTERS,
  MOST_AREAS,
  MOST_CORNERS,
  readCorners,
  readGeoJson,
  writeCorners,
  writeGeoJson,
} from '#lib/areas.ts'
import { useAct, useView } from '../api/hooks.ts'
import { Basemap, MapName, namesApart, useSheet } from '../pieces/basemap.tsx'
import { Banner, EmptyState, FileDrop, Loading, RefusalBanner, Section, saveFile, useMembers, useNow, writeTime } from '../pieces/index.ts'
import { typedCorners, writtenCorners } from '../pieces/typed.ts'
import style from './areas.module.css'
import planner from './planner.module.css'
import type { Team, Thing } from './types.ts'

const EVERY_MS = 15_000
/** Of the sheet on each side: an area without a shore near it tells nobody where it is. */
const MARGIN = 0.3
const STEP = 2
/** As near as the coarse shore still helps to find one's way: about 100 metres a point. */
const NEAREST = 60_000
const FARTHEST = 200
/** What is shown of a team that has nothing on the map yet: the western Mediterranean. */
const WEST: Corner[] = [
  [-12, 30],
  [12, 44],
]
const PLACES = 5
const MOST_NAMES = 40

type Drawn = Area & { readonly id: string; readonly thing: Thing }

export default function Areas({ team }: { team: Team }) {
  const { t } = useTranslation('patrols')
  const { nameOf } = useMembers(team.network)
  const now = useNow()
  const view = useView(
    'operations.find-things',
    { space: team.id, kinds: ['area', 'patrol'], limit: 1_000, offset: 0 },
    { every_ms: EVERY_MS },
  )
  const act = useAct('operations.put-things')
  const withdraw = useAct('operations.withdraw-thing')
  const [text, setText] = useState('')
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const [fault, setFault] = useState<{ reason: GeoJsonFault; at?: number } | undefined>()
  const [taken, setTaken] = useState<number | undefined>()
  const things = view.data?.things ?? []
  const areas = things.flatMap((thing): Drawn[] => {
    const kept = thing.fields.corners?.value
    const corners = thing.kind === 'area' && !thing.withdrawn && Array.isArray(kept) ? readCorners(kept as string[]) : undefined
    const named = thing.fields.name?.value
    return corners ? [{ id: thing.id, thing, corners, name: typeof named === 'object' && 'name' in named ? named.name : '' }] : []
  })
  const patrols = turnsOf(things).filter(({ until, state }) => Date.parse(until) > now && state !== 'cancelled')
  const draft = typedCorners(text)
  const wrong: AreaFault | 'not-a-place' | undefined = draft === undefined ? 'not-a-place' : areaFault(draft)
  const may = team.belongs && mayPut(team, 'area')
  const put = async (some: readonly Area[]) => {
    const done = await act.run({
      space: team.id,
      things: some.map((one) => ({
        thing: null,
        kind: 'area' as const,
        set: { name: { name: one.name }, corners: writeCorners(one.corners) },
      })),
    })
    return done !== undefined
  }
  const save = async () => {
    setTried(true)
    if (!name.trim() || wrong || !draft) return
    if (!(await put([{ name: name.trim(), corners: draft }]))) return
    setText('')
    setName('')
    setTried(false)
  }
  const takeIn = async (file: File) => {
    setTaken(undefined)
    const read = readGeoJson(await file.text())
    setFault(read.ok ? undefined : read)
    if (!read.ok) return
    const named = read.areas.map((one, i) => ({ ...one, name: one.name || `${file.name.slice(0, 200)} ${i + 1}` }))
    if (await put(named)) setTaken(named.length)
  }
  if (view.loading) return <Loading />
  return (
    <div className={planner.stack}>
      <RefusalBanner error={view.error ?? act.error ?? withdraw.error} onRetry={view.error ? view.reload : undefined} />
      <p>
        <Link href={`/operations/${team.id}/planner`}>{t('page.planner')}</Link>
      </p>
      <AreaMap
        areas={areas}
        draft={draft ?? []}
        onPoint={
          may && (draft?.length ?? 0) < MOST_CORNERS
            ? ([lon, lat]) => setText((old) => `${old.trim() ? `${old.trimEnd()}\n` : ''}${lat.toFixed(PLACES)}, ${lon.toFixed(PLACES)}`)
            : undefined
        }
      />
      {may && (
        <Section title={t('areas.draw')}>
          <form
            className={planner.stack}
            noValidate
            onSubmit={(event) => {
              event.preventDefault()
              void save()
            }}
          >
            <p className={planner.quiet}>{t('areas.how', { number: MOST_CORNERS })}</p>
            <TextInput
              label={t('areas.name')}
              dir="auto"
              maxLength={300}
              withAsterisk
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={tried && !name.trim() ? t('areas.name_needed') : undefined}
            />
            <Textarea
              label={t('areas.corners')}
              description={t('areas.corners_hint')}
              dir="ltr"
              styles={{ input: { textAlign: 'start' } }}
              autosize
              minRows={3}
              maxRows={12}
              maxLength={5_000}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              error={tried && wrong ? t(`areas.fault.${wrong}`) : undefined}
            />
            <div className={planner.actions}>
              <Button type="submit" loading={act.running}>
                {t('areas.save')}
              </Button>
              <Button
                variant="default"
                disabled={text === ''}
                onClick={() => setText((old) => old.trimEnd().split('\n').slice(0, -1).join('\n'))}
              >
                {t('areas.back')}
              </Button>
            </div>
          </form>
        </Section>
      )}
      <Section
        title={t('areas.title')}
        actions={
          areas.length > 0 && (
            <Button variant="default" onClick={() => saveFile('areas.geojson', writeGeoJson(areas), 'application/geo+json')}>
              {t('areas.take_out')}
            </Button>
          )
        }
      >
        {areas.length === 0 ? (
          <EmptyState title={t('areas.none')}>{t('areas.none_text')}</EmptyState>
        ) : (
          <ul className={planner.turns}>
            {areas.map((one) => {
              const own = patrols.filter(({ area_drawn }) => area_drawn === one.id)
              return (
                <li key={one.id} className={planner.turn}>
                  <strong>
                    <bdi dir="auto">{one.name}</bdi>
                  </strong>
                  <div className={planner.says}>
                    <span className={planner.quiet}>{t('areas.told', { corners: one.corners.length, who: nameOf(one.thing.by) })}</span>
                    {own.slice(0, 10).map((turn) => (
                      <span key={turn.id}>
                        {writeTime(turn.from, 'short')} <bdi dir="auto">{turn.title}</bdi>
                      </span>
                    ))}
                    <details>
                      <summary>{t('areas.corners')}</summary>
                      <pre dir="ltr" className={style.corners}>
                        {writtenCorners(one.corners)}
                      </pre>
                    </details>
                  </div>
                </li>
              )
            })}
          </ul>
        )}
        {may && (
          <div className={planner.stack}>
            <FileDrop
              label={t('areas.take_in')}
              accept={['.geojson', '.json']}
              max_bytes={MAX_GEOJSON_CHARACTERS}
              files={[]}
              onChange={([file]) => void (file && takeIn(file))}
            />
            <p className={planner.quiet}>{t('areas.take_in_text', { areas: MOST_AREAS, corners: MOST_CORNERS })}</p>
            {fault && (
              <Banner tone="error" title={t('areas.refused')}>
                {fault.at !== undefined && `${t('areas.at', { number: fault.at })} `}
                {t(`areas.fault.${fault.reason}`)}
              </Banner>
            )}
            {taken !== undefined && <Banner tone="good" title={t('areas.taken', { count: taken })} />}
          </div>
        )}
      </Section>
    </div>
  )
}

/** A projection that shows all of these, no nearer than the shore is drawn. */
function around(corners: readonly Corner[], width: number, height: number): GeoProjection {
  const coordinates = corners.map(([lon, lat]) => [lon, lat] as [number, number])
  const projection = geoMercator().fitExtent(
    [
      [width * MARGIN, height * MARGIN],
      [width * (1 - MARGIN), height * (1 - MARGIN)],
    ],
    { type: 'MultiPoint', coordinates },
  )
  if (projection.scale() <= NEAREST) return projection
  const middle = projection.invert!([width / 2, height / 2])!
  return geoMercator()
    .scale(NEAREST)
    .center(middle)
    .translate([width / 2, height / 2])
}

function AreaMap({
  areas,
  draft,
  onPoint,
}: {
  areas: readonly Drawn[]
  draft: readonly Corner[]
  onPoint: ((corner: Corner) => void) | undefined
}) {
  const { t } = useTranslation('patrols')
  const sheet = useSheet()
  const [look, setLook] = useState<{ centre: [number, number]; scale: number } | undefined>()
  const corners = areas.flatMap((one) => one.corners)
  const key = corners.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: when there are other areas
  const fit = useMemo(() => around(corners.length > 0 ? corners : WEST, sheet.width, sheet.height), [key, sheet])
  const projection = useMemo(() => {
    const here = look
      ? geoMercator()
          .scale(look.scale)
          .center(look.centre)
          .translate([sheet.width / 2, sheet.height / 2])
      : fit
    return here.clipExtent([
      [-10, -10],
      [sheet.width + 10, sheet.height + 10],
    ])
  }, [look, fit, sheet])
  const middle = () => projection.invert!([sheet.width / 2, sheet.height / 2]) as [number, number]
  const near = (times: number) => setLook({ centre: middle(), scale: Math.min(NEAREST, Math.max(FARTHEST, projection.scale() * times)) })
  const move = (x: number, y: number) => {
    const centre = projection.invert!([sheet.width * (0.5 + x / 4), sheet.height * (0.5 + y / 4)]) as [number, number]
    setLook({ centre, scale: projection.scale() })
  }
  const point = (event: MouseEvent<SVGRectElement>) => {
    const svg = event.currentTarget.ownerSVGElement
    const matrix = svg?.getScreenCTM()
    if (!matrix || !onPoint) return
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse())
    const found = projection.invert!([x, y])
    if (found && Math.abs(found[0]) <= 180 && Math.abs(found[1]) <= 85) onPoint([found[0], found[1]])
  }
  const path = (some: readonly Corner[], close: boolean) =>
    some.length === 0
      ? ''
      : `M${some
          .map(([lon, lat]) =>
            projection([lon, lat])!
              .map((one) => one.toFixed(1))
              .join(','),
          )
          .join('L')}${close ? 'Z' : ''}`
  return (
    <figure className={style.figure}>
      <Basemap projection={projection} sheet={sheet} label={t('areas.map', { count: areas.length })}>
        {areas.map((one) => (
          <path key={one.id} d={path(one.corners, true)} className={style.area}>
            <title>{one.name}</title>
          </path>
        ))}
        <path d={path(draft, draft.length > 2)} className={style.draft} />
        {draft.map((corner) => {
          const [x, y] = projection([corner[0], corner[1]])!
          return <circle key={String(corner)} cx={x} cy={y} r={5} className={style.corner} />
        })}
        {namesApart(
          areas.map((one) => ({
            id: one.id,
            label: one.name,
            weight: one.corners.length,
            point: projection([mean(one.corners, 0), mean(one.corners, 1)])! as [number, number],
          })),
          MOST_NAMES,
        ).map(({ id, label, point: [x, y] }) => (
          <MapName key={id} x={x} y={y} middle>
            {label}
          </MapName>
        ))}
        {onPoint && (
          // biome-ignore lint/a11y/noStaticElementInteractions: a second way; the field of corners is the first
          <rect width={sheet.width} height={sheet.height} className={style.ground} onClick={point} />
        )}
      </Basemap>
      <figcaption className={style.caption}>
        <span className={style.looks}>
          {(
            [
              ['nearer', () => near(STEP)],
              ['farther', () => near(1 / STEP)],
              ['north', () => move(0, -1)],
              ['south', () => move(0, 1)],
              ['west', () => move(-1, 0)],
              ['east', () => move(1, 0)],
              ['whole', () => setLook(undefined)],
            ] as const
          ).map(([name, go]) => (
            <Button key={name} size="compact-sm" variant="default" onClick={go}>
              {t(`areas.look.${name}`)}
            </Button>
          ))}
        </span>
        <span className={planner.quiet}>{t('areas.source')}</span>
      </figcaption>
    </figure>
  )
}

const mean = (corners: readonly Corner[], at: 0 | 1) => corners.reduce((sum, corner) => sum + corner[at], 0) / corners.length
