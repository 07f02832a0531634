/** The units and contact points that each member of the demonstration states; telephone numbers are of ranges kept for fiction, or of no exchange. */
import { type DemoMember, NETWORK } from './cast.ts'

interface Place {
  readonly prefix: string
  readonly spoc: readonly [en: string, fr: string, ar: string, es: string]
  readonly centre: string
}

// +34 900 00x, +33 1 99 00 (ARCEP's range for fiction); the others name no subscriber
const PLACES: Record<DemoMember['country'], Place> = {
  ESP: {
    prefix: '+34 900 000',
    spoc: ['SIRENE and cooperation office', 'Bureau SIRENE et coopération', 'مكتب سيرين والتعاون', 'Oficina SIRENE y Cooperación'],
    centre: 'Algeciras',
  },
  MAR: {
    prefix: '+212 5 00 00',
    spoc: [
      'National contact office, Rabat',
      'Bureau national de contact, Rabat',
      'المكتب الوطني للاتصال، الرباط',
      'Oficina nacional de contacto, Rabat',
    ],
    centre: 'Tanger',
  },
  FRA: {
    prefix: '+33 1 99 00',
    spoc: [
      'Operational cooperation division',
      'Division de la coopération opérationnelle',
      'قسم التعاون العملياتي',
      'División de cooperación operativa',
    ],
    centre: 'Marseille',
  },
  SEN: {
    prefix: '+221 33 000',
    spoc: [
      'National contact office, Dakar',
      'Bureau national de contact, Dakar',
      'المكتب الوطني للاتصال، داكار',
      'Oficina nacional de contacto, Dakar',
    ],
    centre: 'Dakar',
  },
  TUN: {
    prefix: '+216 00 000',
    spoc: ['Secretariat duty desk', 'Permanence du secrétariat', 'مداومة الأمانة', 'Guardia de la secretaría'],
    centre: 'Tunis',
  },
}

const names = ([en, fr, ar, es]: readonly [string, string, string, string]) => ({ en, fr, ar, es })

/** Actions of the directory, in order; the last one publishes to the partners. */
export function directoryOf({ id, country, language, officers }: DemoMember): readonly { action: string; input: object }[] {
  const { prefix, spoc, centre } = PLACES[country]
  const network = NETWORK.id
  const email = (box: string) => [`${box}.${id}@police.example`]
  const languages = [...new Set([language, 'en', 'fr'])]
  const units = [
    { id: 'spoc', kind: 'single-point-of-contact', names: names(spoc) },
    {
      id: 'border-post',
      kind: 'regional-unit',
      names: names([
        `Border police, ${centre}`,
        `Police aux frontières, ${centre}`,
        `شرطة الحدود، ${centre}`,
        `Policía de fronteras, ${centre}`,
      ]),
      parent: 'spoc',
    },
    {
      id: 'analysis',
      kind: 'national-unit',
      names: names(['Criminal analysis unit', "Unité d'analyse criminelle", 'وحدة التحليل الجنائي', 'Unidad de análisis criminal']),
      parent: 'spoc',
    },
    {
      id: 'protection',
      kind: 'other',
      names: names(['Data protection', 'Protection des données', 'حماية المعطيات', 'Protección de datos']),
    },
    {
      id: 'it',
      kind: 'other',
      names: names(['Information systems', "Systèmes d'information", 'نظم المعلومات', 'Sistemas de información']),
    },
  ]
  const contacts = [
    {
      id: 'spoc-24-7',
      unit: 'spoc',
      kind: 'single-point-of-contact',
      names: names(spoc),
      holder: officers[3]!.name,
      telephone: [`${prefix} 024`],
      email: email('spoc'),
      languages,
      hours: { kind: 'always' },
      crime_areas: [],
      deputies: [{ holder: officers[1]!.name, telephone: `${prefix} 025` }],
    },
    {
      id: 'analysis',
      unit: 'analysis',
      kind: 'analysis',
      names: names(['Analysis contact point', "Point de contact pour l'analyse", 'نقطة اتصال التحليل', 'Punto de contacto de análisis']),
      holder: officers[2]!.name,
      telephone: [`${prefix} 031`],
      email: email('analysis'),
      languages,
      hours: { kind: 'stated', text: '08:00–16:00', time_zone: country === 'SEN' ? 'Africa/Dakar' : 'Europe/Madrid' },
      crime_areas: ['criminal-networks', 'migrant-smuggling-thb'],
      deputies: [],
    },
    {
      id: 'documents',
      unit: 'border-post',
      kind: 'specialised-unit',
      names: names(['Document fraud experts', 'Experts en fraude documentaire', 'خبراء تزوير الوثائق', 'Expertos en fraude documental']),
      telephone: [`${prefix} 042`],
      email: email('documents'),
      languages,
      hours: { kind: 'always' },
      crime_areas: ['document-fraud'],
      deputies: [],
    },
  ]
  return [
    ...units.map((unit) => ({ action: 'directory.change-unit', input: { network, unit } })),
    ...contacts.map((contact) => ({ action: 'directory.change-contact', input: { network, contact } })),
    { action: 'directory.publish', input: { network } },
  ]
}
