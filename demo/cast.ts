/** Who plays in the demonstration: five members, their officers and units. Every name is invented. */
import type { Language, Role } from '#wire/vocabulary.ts'

export interface DemoOfficer {
  readonly sign_in: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly unit: string
  readonly clearance: 0 | 1 | 2
}

export interface DemoMember {
  readonly id: string
  readonly name: string
  readonly kind: 'state' | 'organisation'
  /** ISO 3166-1 alpha-3; of the organisation's seat for the secretariat. */
  readonly country: 'ESP' | 'MAR' | 'FRA' | 'SEN' | 'TUN'
  readonly language: Language
  readonly port: number
  readonly persons: number
  readonly documents: number
  readonly officers: readonly DemoOfficer[]
}

export const NETWORK = { id: 'euromed', title: 'EUROMED Police (demonstration)' }

const officers = (
  names: readonly [
    front: string,
    desk: string,
    analyst: string,
    supervisor: string,
    protection: string,
    administrator: string,
    // what takes two can be shown
    protection2: string,
    administrator2: string,
  ],
): DemoOfficer[] => [
  { sign_in: 'front', name: names[0], roles: ['front-line'], unit: 'border-post', clearance: 1 },
  { sign_in: 'desk', name: names[1], roles: ['desk'], unit: 'spoc', clearance: 1 },
  { sign_in: 'analyst', name: names[2], roles: ['analyst'], unit: 'analysis', clearance: 2 },
  { sign_in: 'supervisor', name: names[3], roles: ['supervisor', 'desk'], unit: 'spoc', clearance: 2 },
  { sign_in: 'protection', name: names[4], roles: ['data-protection'], unit: 'protection', clearance: 2 },
  { sign_in: 'administrator', name: names[5], roles: ['administrator'], unit: 'it', clearance: 0 },
  { sign_in: 'protection2', name: names[6], roles: ['data-protection'], unit: 'protection', clearance: 2 },
  { sign_in: 'administrator2', name: names[7], roles: ['administrator'], unit: 'it', clearance: 0 },
]

export const CAST: readonly DemoMember[] = [
  {
    id: 'esp',
    name: 'Spain',
    kind: 'state',
    country: 'ESP',
    language: 'es',
    port: 7410,
    persons: 32_000,
    documents: 6_500,
    officers: officers([
      'Lucía Ortega Prieto',
      'Javier Molina Cano',
      'Nuria Vidal Serra',
      'Carmen Ruiz Gómez',
      'Pilar Navarro Gil',
      'Andrés Lozano Peña',
      'Elena Castro Vega',
      'Sergio Marín Torres',
    ]),
  },
  {
    id: 'mar',
    name: 'Morocco',
    kind: 'state',
    country: 'MAR',
    language: 'ar',
    port: 7420,
    persons: 30_000,
    documents: 6_000,
    officers: officers([
      'ياسين العلوي',
      'سميرة بنجلون',
      'كريم التازي',
      'نادية الفاسي',
      'حسن بنعيسى',
      'عمر الإدريسي',
      'ليلى الشرقاوي',
      'رشيد البقالي',
    ]),
  },
  {
    id: 'fra',
    name: 'France',
    kind: 'state',
    country: 'FRA',
    language: 'fr',
    port: 7430,
    persons: 26_000,
    documents: 5_500,
    officers: officers([
      'Julien Marchand',
      'Claire Fontaine',
      'Mathieu Besson',
      'Hélène Garnier',
      'Sophie Lemoine',
      'Bruno Carlier',
      'Nathalie Perrin',
      'Thierry Lacroix',
    ]),
  },
  {
    id: 'sen',
    name: 'Senegal',
    kind: 'state',
    country: 'SEN',
    language: 'fr',
    port: 7440,
    persons: 12_500,
    documents: 2_500,
    officers: officers([
      'Moussa Ndiaye',
      'Awa Diop',
      'Ibrahima Fall',
      'Fatou Sarr',
      'Aminata Ba',
      'Cheikh Gueye',
      'Mariama Sow',
      'Ousmane Cissé',
    ]),
  },
  {
    id: 'sec',
    name: 'EUROMED Police Secretariat',
    kind: 'organisation',
    country: 'TUN',
    language: 'en',
    port: 7450,
    persons: 500,
    documents: 200,
    officers: officers([
      'Marta Kowalska',
      'Daniel Hoffmann',
      'Leïla Trabelsi',
      'Paolo Ferri',
      'Ingrid Solberg',
      'Tomás Pereira',
      'Katarzyna Nowak',
      'Stefan Brandt',
    ]),
  },
]

/** The one password of the demonstration; it opens nothing anywhere else, and one click does the same. */
export const DEMO_PASSWORD = 'demonstration only, change me'
