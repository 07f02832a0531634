/** The few records that the demonstration's story is about: what each member holds, and what another one finds it by. */
import type { Country } from './countries.ts'

type Language = 'en' | 'fr' | 'ar' | 'es'
const text = (language: Language, words: string) => ({ text: words, language })

export interface Story {
  readonly id: string
  /** Whose register holds it; the secretariat's is kept in Tunisia's name. */
  readonly country: Country
  readonly kind: 'person' | 'document' | 'vehicle' | 'firearm' | 'identifier'
  /** What an officer elsewhere types or scans. */
  readonly asked: readonly string[]
  /** Input of `registers.add-one`. */
  readonly contents: StoryContents
}

/** Structurally the input of `registers.add-one`. */
export interface StoryContents {
  readonly subject: Readonly<Record<string, unknown>>
  readonly reference: string
  readonly reason: { readonly text: string; readonly language: Language }
  readonly crime_area?: string
  readonly action_to_take: { readonly code: string; readonly words?: string }
  readonly evaluation: { readonly source: string; readonly information: string }
  readonly handling: readonly { readonly code: string; readonly words?: string }[]
  readonly contact?: string
  readonly classification: 'unclassified' | 'restricted' | 'confidential'
  readonly sharing: { readonly rule: 'network'; readonly networks: readonly string[]; readonly members: readonly string[] }
  readonly review_on: string
  readonly expires_on: string
}

/** The stories with dates counted from a day; by default today, for a record in the past would be refused. */
export function stories(today: Date = new Date()): readonly Story[] {
  const inDays = (days: number) => new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10)
  const kept = {
    evaluation: { source: 'A', information: '1' },
    handling: [{ code: 'H0' }],
    classification: 'restricted',
    sharing: { rule: 'network', networks: ['euromed'], members: [] },
    review_on: inDays(365),
    expires_on: inDays(3 * 365),
  } as const
  return [
    {
      id: 'stolen-passport',
      country: 'MAR',
      kind: 'document',
      // the specimen of ICAO Doc 9303-4, appendix A
      asked: ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10', 'L898902C3'],
      contents: {
        ...kept,
        subject: {
          document: {
            number: 'L898902C3',
            issuer: 'UTO',
            type: 'passport',
            document_status: 'stolen',
            holder: { name: { family: 'ERIKSSON', given: 'ANNA MARIA' }, birth_date: '1974-08-12' },
          },
        },
        reference: 'DEMO-MAR-STORY-1',
        reason: text('fr', 'Passeport volé à Tanger avec un sac à main ; plainte enregistrée.'),
        crime_area: 'document-fraud',
        action_to_take: { code: 'seize', words: 'Saisir le document et contacter le propriétaire de la fiche.' },
        contact: 'SPOC, 24/7',
      },
    },
    {
      id: 'wanted-person',
      country: 'MAR',
      kind: 'person',
      asked: ['Youssef Benkhaddou, 17/03/1983', 'BENKHADOU Youssouf'],
      contents: {
        ...kept,
        subject: {
          person: {
            names: [{ kind: 'main', family: 'بن خدو', given: 'يوسف' }],
            birth_date: '1983-03-17',
            sex: 'M',
            nationalities: ['MAR'],
            birth_place: 'الناظور',
            birth_country: 'MAR',
          },
        },
        reference: 'DEMO-MAR-STORY-2',
        reason: text('ar', 'مبحوث عنه للاشتباه في تنظيم تهريب المهاجرين بحرا.'),
        crime_area: 'migrant-smuggling-thb',
        action_to_take: { code: 'arrest', words: 'توقيف الشخص وإشعار صاحب التسجيل فورا.' },
        contact: 'SPOC, 24/7',
      },
    },
    {
      id: 'stolen-vehicle',
      country: 'FRA',
      kind: 'vehicle',
      asked: ['UB-417-QK', 'ub417qk'],
      contents: {
        ...kept,
        subject: { vehicle: { plate: 'UB-417-QK', country: 'FRA', make: 'Renault', model: 'Master', colour: 'white' } },
        reference: 'DEMO-FRA-STORY-1',
        reason: text('fr', 'Fourgon volé à Marseille, vu depuis près du port de Sète.'),
        crime_area: 'property-crime',
        action_to_take: {
          code: 'seize',
          words: 'Immobiliser le véhicule ; ne pas le fouiller avant contact avec le propriétaire de la fiche.',
        },
        contact: 'SPOC, 24/7',
      },
    },
    {
      id: 'stolen-firearm',
      country: 'SEN',
      kind: 'firearm',
      asked: ['XDK041773', 'XDK04*773'],
      contents: {
        ...kept,
        subject: { firearm: { category: 'handgun', serial: 'XDK041773', make: 'Beretta', model: '92FS', calibre: '9x19' } },
        reference: 'DEMO-SEN-STORY-1',
        reason: text('fr', "Arme de service dérobée lors d'un cambriolage à Ziguinchor."),
        crime_area: 'firearms',
        action_to_take: { code: 'seize', words: "Saisir l'arme, préserver les traces, informer le propriétaire de la fiche." },
        contact: 'SPOC, 24/7',
      },
    },
    {
      id: 'telephone',
      country: 'TUN',
      kind: 'identifier',
      asked: ['+33 6 39 98 41 07', '0033639984107'],
      contents: {
        ...kept,
        subject: { identifier: { kind: 'telephone', value: '+33639984107', holder: 'not known' } },
        reference: 'DEMO-SEC-STORY-1',
        reason: text(
          'en',
          "Number found in three members' cases on false residence permits; whoever meets it should tell the secretariat.",
        ),
        crime_area: 'document-fraud',
        action_to_take: { code: 'inform-owner', words: 'Do not call the number. Tell the owner of the record in which case it was met.' },
        evaluation: { source: 'B', information: '3' },
        contact: 'Secretariat desk',
      },
    },
    {
      id: 'missing-person',
      country: 'ESP',
      kind: 'person',
      asked: ['Nuria Castellón, 2009', 'CASTELLON DE LA VEGA NURIA'],
      contents: {
        ...kept,
        subject: {
          person: {
            names: [{ kind: 'main', family: 'Castellón de la Vega', given: 'Nuria' }],
            birth_date: '2009-11-02',
            sex: 'F',
            nationalities: ['ESP'],
            birth_place: 'Almería',
            birth_country: 'ESP',
          },
        },
        reference: 'DEMO-ESP-STORY-1',
        reason: text('es', 'Menor desaparecida; pudo embarcar en Almería con un adulto.'),
        action_to_take: {
          code: 'protect',
          words: 'Poner a la menor a salvo y avisar al propietario del registro antes de cualquier otra medida.',
        },
        contact: 'SPOC, 24/7',
      },
    },
    {
      id: 'discreet-check',
      country: 'FRA',
      kind: 'person',
      asked: ['Mamadou Lamine Diédhiou, 1990', 'DIEDHIOU Mamadou'],
      contents: {
        ...kept,
        subject: {
          person: {
            names: [
              { kind: 'main', family: 'Diédhiou', given: 'Mamadou Lamine' },
              { kind: 'alias', text: 'Lamine Jammeh' },
            ],
            birth_date: '1990',
            sex: 'M',
            nationalities: ['SEN'],
            birth_place: 'Ziguinchor',
            birth_country: 'SEN',
          },
        },
        reference: 'DEMO-FRA-STORY-2',
        reason: text('fr', 'Contrôles discrets demandés : intermédiaire présumé dans un trafic de faux titres de séjour.'),
        crime_area: 'document-fraud',
        action_to_take: { code: 'discreet-check', words: 'Noter lieu, heure, accompagnants et documents sans révéler le contrôle.' },
        evaluation: { source: 'B', information: '2' },
        handling: [{ code: 'H0' }, { code: 'H2' }],
        contact: 'SPOC, 24/7',
      },
    },
  ]
}

/** What a member of the demonstration adds to its registers for the story. */
export const storyRecords = (country: Country, today?: Date): readonly StoryContents[] =>
  stories(today)
    .filter((one) => one.country === country)
    .map(({ contents }) => contents)
