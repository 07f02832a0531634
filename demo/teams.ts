/** The joint teams that the demonstration shows, agreed, signed and at work; two of them hold the same without knowing. All of it is invented. */
import { createHash } from 'node:crypto'
import type { DemoNetwork, DemoNode } from './network-file.ts'

export const DEMO_TEAM = 'Operation Alborán (demonstration)'
/** Of the analysts' unit in Spain: what they take into charts. */
export const ANALYSTS_TEAM = 'Operation Levante (demonstration)'
const OTHER_TEAM = 'Opération Mistral (démonstration)'
const CALL_MS = 20_000
const PATIENCE_MS = 120_000
const PAUSE_MS = 250

/** A supervisor at the pages of a node: what binds a member is not done with a token. */
export interface Desk {
  readonly id: string
  does<Output>(action: string, input: object): Promise<Output>
  leave(): Promise<void>
}

interface Space {
  state: string
  signable: { sha256: string; signed: string[] } | null
  clauses: { id: string; version: object; agreed: string[] }[]
}

/** Signs a supervisor in at a node. */
export async function sitDown(node: DemoNode): Promise<Desk> {
  const { name } = node.officers.find(({ role }) => role === 'supervisor')!
  const call = async (path: string, init: RequestInit): Promise<Response> => {
    const answer = await fetch(`${node.url}${path}`, { ...init, signal: AbortSignal.timeout(CALL_MS) })
    if (!answer.ok) throw new Error(`${path} at ${node.id}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const json = { 'content-type': 'application/json', 'x-portolan': '1', origin: node.url }
  const options = (await (await call('/api/session/options', {})).json()) as { officers: { id: string; name: string }[] }
  const officer = options.officers.find((one) => one.name === name)!.id
  const signed = await call('/api/session/demonstration', { method: 'POST', headers: json, body: JSON.stringify({ officer }) })
  const headers = { ...json, cookie: signed.headers.getSetCookie()[0]!.split(';')[0]!, 'x-portolan-purpose': 'investigation' }
  const post = (path: string, input: object) => call(path, { method: 'POST', headers, body: JSON.stringify(input) })
  return {
    id: node.id,
    does: async <Output>(action: string, input: object) => (await (await post(`/api/${action.replace('.', '/')}`, input)).json()) as Output,
    leave: async () => void (await post('/api/session/sign-out', {})),
  }
}

const en = (text: string) => ({ text, language: 'en' })
const fr = (text: string) => ({ text, language: 'fr' })
const ar = (text: string) => ({ text, language: 'ar' })
const es = (text: string) => ({ text, language: 'es' })
const named = (name: string) => ({ name })
/** Where something is, in words and in degrees. */
const at = (place: string, latitude: string, longitude: string) => ({ place: named(place), latitude, longitude })

type Put = (desk: Desk, ...things: (readonly [kind: string, set: object])[]) => Promise<{ entry: string; things: string[] }>

/** A team that all have signed and that works; throws where a node refuses or nothing comes in time. */
export async function teamAtWork(
  leader: Desk,
  others: readonly Desk[],
  founding: { clauses: readonly object[]; [field: string]: unknown },
) {
  const { space } = await leader.does<{ space: string }>('operations.found-space', { network: 'euromed', ...founding })
  const read = (desk: Desk) => desk.does<Space>('operations.read-space', { space })
  const reads = (desk: Desk, what: string, holds: (read: Space) => boolean) =>
    until(`${desk.id}: ${what}`, async () => {
      const found = await read(desk).catch(() => undefined)
      return found && holds(found) ? found : undefined
    })
  // who the parties are is a clause of its own
  const all = founding.clauses.length + 1
  for (const desk of others) {
    const { clauses } = await reads(desk, 'the proposal has come', ({ clauses }) => clauses.length === all)
    await desk.does('operations.assign-unit', { space, unit: 'spoc' })
    await desk.does('operations.agree-clauses', { space, clauses: clauses.map(({ id, version }) => ({ clause: id, version })) })
  }
  await Promise.all(
    [leader, ...others].map(async (desk) => {
      const { signable } = await reads(desk, 'the text can be signed', ({ signable }) => signable !== null)
      await desk.does('operations.sign-agreement', { space, agreement: signable!.sha256 })
    }),
  )
  await reads(leader, 'all have signed', ({ state }) => state === 'signed')
  await leader.does('operations.enter-state', { space, state: 'operational' })
  await Promise.all(others.map((desk) => reads(desk, 'the work has begun', ({ state }) => state === 'operational')))
  const put: Put = (desk, ...things) =>
    desk.does('operations.put-things', { space, things: things.map(([kind, set]) => ({ thing: null, kind, set })) })
  return { space, put }
}

/** Founds both teams and lets them be compared. */
export async function foundTeams(network: DemoNetwork, now = new Date()): Promise<void> {
  const { nodes } = network
  const desks = await Promise.all(['esp', 'mar', 'fra', 'sen'].map((id) => sitDown(nodes.find((node) => node.id === id)!)))
  const [esp, mar, fra, sen] = desks as [Desk, Desk, Desk, Desk]
  const alboran = await foundAlboran(esp, mar, fra, now)
  const mistral = await foundMistral(fra, sen, now)
  await foundLevante(esp, mar, now)
  for (const [desk, space] of [
    [esp, alboran],
    [fra, mistral],
  ] as const)
    await desk.does('coincidences.change-rule', { matter: `space:${space}`, rule: 'told' })
  await Promise.all(desks.map((desk) => desk.leave()))
}

const day = (now: Date, days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10)

/** A team of France and Senegal that holds a vehicle and a person of the other, in another spelling and another script. */
async function foundMistral(fra: Desk, sen: Desk, now: Date): Promise<string> {
  const { space, put } = await teamAtWork(fra, [sen], {
    title: fr(OTHER_TEAM),
    kind: 'operational-partnership',
    parties: [{ member: 'sen', third_country: false }],
    clauses: [
      { clause: 'purpose', value: fr('Filière de faux documents entre Dakar et Marseille') },
      { clause: 'legal-basis', value: fr('Convention des Nations Unies contre la criminalité transnationale organisée, article 27') },
      { clause: 'period', value: { from: day(now, 0), until: day(now, 365) } },
    ],
  })
  await put(
    fra,
    ['object', { category: 'vehicle', identifier: named('FX 000 ZZ'), description: fr('Fourgon, vu devant l’atelier (fictif)') }],
    ['object', { category: 'telephone', identifier: named('+33 6 39 98 00 11'), description: fr('Numéro de fiction') }],
    [
      'person',
      {
        full_name: named('إدريس المختلق'),
        birth_date: '1988-02-17',
        nationality: 'MAR',
        part: fr('Client de l’atelier (personne inventée)'),
      },
    ],
  )
  return space
}

/** Who owns which boat and was seen where: handed to the analysts' unit, for a chart. */
async function foundLevante(esp: Desk, mar: Desk, now: Date): Promise<void> {
  const { space, put } = await teamAtWork(esp, [mar], {
    title: en(ANALYSTS_TEAM),
    kind: 'investigation-team',
    parties: [{ member: 'mar', third_country: false }],
    clauses: [
      { clause: 'purpose', value: en('Who stands behind a company that buys boats (invented)') },
      { clause: 'legal-basis', value: en('United Nations Convention against Transnational Organized Crime, article 19') },
      { clause: 'period', value: { from: day(now, 0), until: day(now, 365) } },
    ],
  })
  const graded = (source_grade: string, information_grade: string, source: string) => ({
    source_grade,
    information_grade,
    source: en(source),
  })
  const { things } = await put(
    esp,
    [
      'person',
      {
        full_name: named('Gannet One (invented)'),
        part: en('Director of the company'),
        ...graded('B', '2', 'Company register (invented)'),
      },
    ],
    ['organisation', { name: named('Sample Levante Boats (invented)'), ...graded('A', '1', 'Company register (invented)') }],
    ['object', { category: 'vessel', identifier: named('FV Sample Levante'), ...graded('B', '2', 'Harbour log (invented)') }],
    ['place', { name: named('Almería, fishing quay'), latitude: '36.834', longitude: '-2.472' }],
  )
  const [director, company, boat, quay] = things as [string, string, string, string]
  const { things: theirs } = await put(
    mar,
    ['person', { full_name: named('طارق المختلق'), part: ar('ربان القارب (شخص مختلق)'), ...graded('B', '3', 'Harbour police (invented)') }],
    ['place', { name: named('الناظور، رصيف الصيد'), latitude: '35.283', longitude: '-2.928' }],
  )
  const [pilot, nador] = theirs as [string, string]
  const link = (from: string, to: string, relation: string) => ['link', { from, to, relation: en(relation) }] as const
  await put(esp, link(director, company, 'directs'), link(company, boat, 'owns'), link(boat, quay, 'moored at'))
  // what the one says of the other's things it can say once they are here
  await until('the things of Morocco have come', async () => {
    const { things } = await esp.does<{ things: { id: string; missing: unknown[] }[] }>('operations.find-things', {
      space,
      kinds: ['person', 'place'],
      limit: 50,
      offset: 0,
    })
    return things.filter(({ id, missing }) => theirs.includes(id) && missing.length === 0).length === 2 ? true : undefined
  })
  await put(esp, link(pilot, boat, 'skipper of'), link(boat, nador, 'seen at'))
  await esp.does('operations.assign-unit', { space, unit: 'analysis' })
}

async function foundAlboran(esp: Desk, mar: Desk, fra: Desk, now: Date): Promise<string> {
  const hoursAgo = (hours: number) => new Date(Math.floor((now.getTime() - hours * 3_600_000) / 60_000) * 60_000).toISOString()
  const { space, put } = await teamAtWork(esp, [mar, fra], {
    title: en(DEMO_TEAM),
    kind: 'investigation-team',
    parties: [
      { member: 'mar', third_country: true },
      { member: 'fra', third_country: false },
    ],
    clauses: [
      { clause: 'purpose', value: en('Smuggling of migrants by fast boats between Nador, Al Hoceima and Almería') },
      { clause: 'legal-basis', value: en('United Nations Convention against Transnational Organized Crime, article 19') },
      { clause: 'period', value: { from: day(now, 0), until: day(now, 365) } },
      { clause: 'states-of-operation', value: ['ESP', 'MAR', 'FRA'] },
      { clause: 'languages', value: ['es', 'ar', 'fr'] },
      { clause: 'controller', value: es('Cada parte, de lo que aporta') },
      { clause: 'leaver-keeps', value: ['own'] },
    ],
  })

  const count = (post: string, hours: number, persons: number, vehicles: number, hits: number) =>
    ['count', { post: named(post), at: hoursAgo(hours), persons, vehicles, hits, officers: 12 }] as const
  const seizure = (claimed_by: string[], hours: number) =>
    [
      'result',
      {
        category: 'drugs',
        quantity: '120.5',
        unit: 'kg',
        crime_area: 'drug-trafficking',
        happened_at: hoursAgo(hours),
        ...at('Cabo de Gata', '36.728', '-2.188'),
        claimed_by,
      },
    ] as const
  const sighting = (text: string, hours: number, ...where: Parameters<typeof at>) =>
    ['event', { title: es(text), category: 'crossing', happened_at: hoursAgo(hours), ...at(...where), state: 'open' }] as const

  const first = await put(
    esp,
    [
      'event',
      {
        title: en('Fast boat lands 23 persons at Cabo de Gata'),
        category: 'crossing',
        happened_at: hoursAgo(6),
        ...at('Cabo de Gata', '36.722', '-2.193'),
        credibility: '2',
        reliability: 'B',
        validation: 'second-officer',
        impact: 'high',
        owner: 'esp',
        state: 'open',
      },
    ],
    ['task', { title: en('Watch the slipway at Cabo de Gata'), assignee: 'esp', due: hoursAgo(-48), state: 'doing' }],
    [
      'decision',
      {
        title: en('Boats are followed, not stopped, until the second landing'),
        reason: en('The buyers are to be seen'),
        taken_at: hoursAgo(20),
      },
    ],
    [
      'plan',
      {
        situation_and_aim: en('Landings by fast boat; the organisers on both shores are to be identified'),
        duration: en('One year'),
        area: en('The Alboran Sea and its shores'),
        fundamental_rights: en('Rescue comes before everything else; no return without the three clearances'),
        complaints: en('Any officer takes a complaint; it is entered here within the day'),
      },
    ],
    sighting('Embarcación sin luces frente a San José', 7, 'San José', '36.742', '-2.090'),
    sighting('Motor abandonado en la cala', 4, 'Cala de Mónsul', '36.731', '-2.146'),
    sighting('Segunda embarcación, rumbo sur', 2, 'Mar de Alborán', '36.150', '-2.600'),
    ['phase', { phase: 'intelligence', from: hoursAgo(30), until: hoursAgo(7) }],
    ['phase', { phase: 'field', from: hoursAgo(7) }],
    [
      'post',
      { name: named('Almería, muelle 2'), member: 'esp', telephone: named('+34 900 000 001'), ...at('Almería', '36.832', '-2.467') },
    ],
    [
      'incident',
      {
        category: 'injury',
        at: hoursAgo(5),
        text: es('Un agente se lesiona la mano al subir a bordo; atendido en el puerto'),
        ...at('Cabo de Gata', '36.719', '-2.200'),
      },
    ],
    count('Almería, muelle 2', 5, 61, 22, 1),
    count('Almería, muelle 2', 3, 104, 35, 2),
    count('Almería, muelle 2', 1, 82, 31, 0),
    [
      'result',
      {
        category: 'arrest',
        quantity: '4',
        unit: 'person',
        crime_area: 'migrant-smuggling-thb',
        happened_at: hoursAgo(5),
        ...at('Cabo de Gata', '36.724', '-2.190'),
        claimed_by: ['esp', 'mar'],
      },
    ],
    seizure(['esp'], 5),
  )
  const boat = await put(esp, [
    'patrol',
    {
      title: es('Patrulla mixta en el mar de Alborán'),
      from: hoursAgo(6),
      until: hoursAgo(-6),
      members: ['esp', 'mar'],
      state: 'under-way',
      ...at('Almería', '36.832', '-2.467'),
    },
  ])
  const patrol = boat.things[0]
  const drawn = await put(esp, [
    'area',
    {
      name: named('Mar de Alborán, oeste'),
      corners: ['-3.2/36.5', '-2.1/36.5', '-2.1/36.0', '-3.2/36.0'],
      note: es('Zona de patrulla (ficticia)'),
    },
  ])
  await put(
    esp,
    ['crew', { patrol, officer: named('Teniente Ficticia Robles'), member: 'esp', function: 'leader' }],
    ['crew', { patrol, officer: named('إدريس المختلق'), member: 'mar', function: 'interpreter' }],
    [
      'powers-card',
      {
        officer: named('إدريس المختلق'),
        member: 'mar',
        host: 'esp',
        powers: es('Observa e interpreta junto a un agente del anfitrión; no toma medidas (ficticio)'),
        executive: false,
        weapon: false,
        from: day(now, -1),
        until: day(now, 30),
      },
    ],
    [
      'shift',
      {
        officer: named('Sargento Ficticio Vega'),
        member: 'esp',
        host: 'esp',
        from: hoursAgo(2),
        until: hoursAgo(-6),
        handed_over: es('Dos solicitudes de Marruecos pendientes'),
      },
    ],
    [
      'desk-request',
      {
        type: 'vehicle',
        channel: 'telephone',
        urgency: 'urgent',
        asked_by: 'mar',
        asked_of: 'esp',
        received_at: hoursAgo(1),
        state: 'open',
      },
    ],
    [
      'desk-request',
      {
        type: 'identity',
        channel: 'in-person',
        urgency: 'normal',
        asked_by: 'esp',
        asked_of: 'fra',
        received_at: hoursAgo(700),
        answered_at: hoursAgo(690),
        state: 'answered',
      },
    ],
  )
  await esp.does('operations.put-things', {
    space,
    things: [{ thing: patrol, kind: 'patrol', set: { area_drawn: drawn.things[0], host: 'esp' } }],
  })
  await put(
    esp,
    ['patrol-log', { patrol, at: hoursAgo(4), text: es('Sin novedad; mar en calma'), ...at('Mar de Alborán', '36.480', '-2.520') }],
    ['patrol-log', { patrol, at: hoursAgo(1), text: es('Eco en el radar, a 4 millas'), ...at('Mar de Alborán', '36.105', '-2.710') }],
  )
  await put(esp, [
    'person',
    {
      full_name: named('Idriss El Mokhtalak'),
      birth_date: '1988-02-17',
      part: es('Comprador de motores (persona inventada)'),
      source_grade: 'B',
      information_grade: '3',
    },
  ])
  await put(esp, ['follow-up', { event: first.things[0], text: en('Two of the persons name the same boatman'), at: hoursAgo(3) }])
  await put(
    fra,
    ['task', { title: fr('Identifier l’acheteur du moteur hors-bord'), assignee: 'fra', state: 'open' }],
    [
      'post',
      { name: named('Marseille, quai 7'), member: 'fra', telephone: named('+33 9 00 00 00 02'), ...at('Marseille', '43.330', '5.350') },
    ],
    count('Marseille, quai 7', 2, 44, 19, 1),
    seizure(['fra'], 4),
  )
  await put(fra, [
    'object',
    {
      category: 'vehicle',
      identifier: named('FX-000-ZZ'),
      description: fr('Fourgon blanc, vu deux fois au port (fictif)'),
      source_grade: 'B',
      information_grade: '2',
    },
  ])
  const seized = await put(fra, [
    'evidence',
    {
      title: fr('Téléphone saisi à bord (fictif)'),
      sha256: createHash('sha256').update('an invented image of an invented telephone').digest('hex'),
      source_grade: 'A',
      information_grade: '1',
      seized_at: hoursAgo(4),
      handling: 'H1',
    },
  ])
  await put(
    fra,
    ['custody', { evidence: seized.things[0], step: 'seized', at: hoursAgo(4), by: named('Brigade du port') }],
    [
      'desk-request',
      {
        type: 'vehicle',
        channel: 'telephone',
        urgency: 'urgent',
        asked_by: 'fra',
        asked_of: 'esp',
        received_at: hoursAgo(2),
        answered_at: hoursAgo(1),
        state: 'answered',
      },
    ],
    [
      'desk-request',
      {
        type: 'identity',
        channel: 'in-person',
        urgency: 'normal',
        asked_by: 'fra',
        asked_of: 'mar',
        received_at: hoursAgo(1),
        state: 'open',
      },
    ],
  )
  const sent = await put(
    mar,
    [
      'post',
      { name: named('الناظور، الرصيف 3'), member: 'mar', telephone: named('+212 900 000 003'), ...at('الناظور', '35.282', '-2.925') },
    ],
    count('الناظور، الرصيف 3', 4, 73, 12, 2),
    count('الناظور، الرصيف 3', 2, 91, 17, 1),
  )
  await letGoOn(sent.entry)
  await speak()

  /** Spain looks at what Morocco sent, and lets it go on. */
  async function letGoOn(sent: string): Promise<void> {
    await until('what Morocco sent waits for Spain', async () => {
      const { entries } = await esp.does<{ entries: { entry: string; sets: object[] | null }[] }>('operations.find-awaiting', { space })
      return entries.some(({ entry, sets }) => entry === sent && sets !== null) || undefined
    })
    await esp.does('operations.verify-upload', { space, entry: sent, accepted: true })
  }

  /** The posts speak: one call to all that one has acknowledged, an answer, and two that wait. */
  async function speak(): Promise<void> {
    const talk = (desk: Desk) =>
      desk.does<{ posts: { id: string; member: string }[]; messages: { id: string }[] }>('operations.read-conversation', {
        space,
        limit: 50,
        offset: 0,
      })
    const posts = (desk: Desk) =>
      until(`${desk.id}: the posts of all are there`, async () => {
        const { posts } = await talk(desk)
        return new Set(posts.map(({ member }) => member)).size === 3 ? posts : undefined
      })
    const postOf = async (desk: Desk, member: string) => (await posts(desk)).find((one) => one.member === member)!.id
    const heard = (desk: Desk, message: string) =>
      until(`${desk.id}: the message has come`, async () => (await talk(desk)).messages.find(({ id }) => id === message))
    const [almeria, marseille] = [await postOf(esp, 'esp'), await postOf(fra, 'fra')]
    const call = await put(esp, ['message', { from: almeria, text: es('Embarcación avistada a 12 millas, rumbo norte'), urgent: true }])
    const message = call.things[0]!
    await heard(fra, message)
    await put(
      fra,
      ['acknowledgement', { message, post: marseille }],
      [
        'message',
        { from: marseille, to: almeria, answers: message, text: fr('Reçu. Notre vedette peut être sur zone dans deux heures : on y va ?') },
      ],
    )
    const nador = await postOf(mar, 'mar')
    const said = await put(mar, ['message', { from: nador, text: ar('دوريتنا في البحر حتى الثامنة صباحا') }])
    await letGoOn(said.entry)
  }

  // this one is left for whoever looks
  await put(mar, [
    'person',
    {
      full_name: named('إدريس المختلق'),
      nationality: 'MAR',
      part: ar('ربان القارب (شخص مختلق)'),
      source_grade: 'B',
      information_grade: '3',
    },
  ])
  return space
}

async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    const found = await ask()
    if (found !== undefined) return found
    if (Date.now() > end) throw new Error(`not within ${PATIENCE_MS / 1000} s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}
