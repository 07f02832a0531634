/** The open cases that the demonstration begins with, made as a national system would make them: over the API, with tokens. */
import type { DemoNetwork } from './network-file.ts'

interface Opening {
  readonly by: string
  readonly purpose: string
  readonly request: object
}

const OPENINGS: readonly Opening[] = [
  {
    by: 'esp',
    purpose: 'investigation',
    request: {
      network: 'euromed',
      title: 'Forged residence permits sold online (demonstration)',
      own_reference: 'DEMO-ESP-2026-014',
      partners: ['mar', 'fra'],
      reply_class: 'other',
      crime_area: 'document-fraud',
      subject: {
        kind: 'other',
        description: 'An online shop that offers residence permits of three countries; two parcels were posted from Marseille.',
      },
      questions: [{ code: 'identity' }, { code: 'associates' }],
      reason: { text: 'Twelve permits from one printer were found at the port within three weeks.', language: 'en' },
      text: { text: 'Does any of your cases know this seller or the same defect in the hologram? Photographs can follow.', language: 'en' },
      handling: [{ code: 'H2' }],
      evaluation: { source: 'B', information: '3' },
    },
  },
  {
    by: 'fra',
    purpose: 'investigation',
    request: {
      network: 'euromed',
      title: 'Go-fast interceptée près de Marseille (démonstration)',
      own_reference: 'DEMO-FRA-2026-207',
      partners: ['esp'],
      reply_class: 'urgent-direct',
      crime_area: 'drug-trafficking',
      subject: { kind: 'vehicle', plate: '4821 KBD', plate_country: 'ESP', make: 'Seat', model: 'Ateca' },
      questions: [{ code: 'vehicle-owner' }, { code: 'vehicle-movements' }],
      reason: { text: 'Véhicule ouvreur d’un convoi ; conducteur en garde à vue.', language: 'fr' },
      text: { text: 'Merci d’indiquer le titulaire et tout passage de frontière depuis le 1er du mois.', language: 'fr' },
      handling: [{ code: 'H1' }],
      evaluation: { source: 'A', information: '1' },
    },
  },
  {
    by: 'mar',
    purpose: 'identification',
    request: {
      network: 'euromed',
      title: 'تحديد هوية شخص عُثر عليه دون وثائق (عرض تجريبي)',
      own_reference: 'DEMO-MAR-2026-091',
      partners: ['sen'],
      reply_class: 'urgent-indirect',
      crime_area: 'migrant-smuggling-thb',
      subject: { kind: 'person', full_name: 'ممادو انجاي', birth_date: '1998', sex: 'M', nationality: 'SEN' },
      questions: [{ code: 'identity' }],
      reason: { text: 'يصرّح بأنه سنغالي الجنسية ولا يحمل أي وثيقة.', language: 'ar' },
      handling: [],
      evaluation: { source: 'X', information: '4' },
    },
  },
]

/** Opens them in turn; throws where a node refuses. */
export async function openCases({ nodes }: DemoNetwork): Promise<void> {
  for (const { by, purpose, request } of OPENINGS) {
    const node = nodes.find(({ id }) => id === by)!
    const token = node.officers.find(({ role }) => role === 'desk')!.token
    const answer = await fetch(`${node.url}/api/exchange/open-request`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'x-portolan-purpose': purpose },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(20_000),
    })
    if (!answer.ok) throw new Error(`${by} refuses to open a demonstration case: ${answer.status} ${await answer.text()}`)
  }
}
