/** Codes and words of files for a country, a nationality, a sex and a kind of document: English, French, Spanish and Arabic. */
import arabic from 'i18n-iso-countries/langs/ar.json' with { type: 'json' }
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' }
import spanish from 'i18n-iso-countries/langs/es.json' with { type: 'json' }
import french from 'i18n-iso-countries/langs/fr.json' with { type: 'json' }
import { maybeAlpha3 } from '../identifiers/countries.ts'
import { isKnownIssuer } from '../mrz/index.ts'
import { latinDigits, plainWords } from './plain.ts'

const LONGEST = 80

/** Alpha-3, alpha-2, a code that travel documents use besides, or a country or its people in words. */
export function maybeCountry(typed: string): string | undefined {
  const code = latinDigits(typed).trim().toUpperCase()
  if (/^[A-Z]{2}$/.test(code)) return maybeAlpha3(code)
  if (isKnownIssuer(code)) return code
  return typed.length > LONGEST ? undefined : COUNTRIES.get(withoutArticle(plainWords(typed)))
}

/** `المغربية` is `مغربية`. */
const withoutArticle = (plain: string) => plain.replace(/^ال(?=\S{3})/, '')

/**
 * Who comes from where, in the region and around it: English, French, Spanish and Arabic, of men and of women. The names of all countries
 * come with the package of their codes; its peoples are not in four languages anywhere.
 */
const PEOPLES: Readonly<Record<string, string>> = {
  DZA: 'algerian, algérien, algérienne, argelino, argelina, جزائري, جزائرية',
  ESP: 'spanish, spaniard, espagnol, espagnole, español, española, إسباني, إسبانية',
  FRA: 'french, français, française, francés, francesa, فرنسي, فرنسية',
  ITA: 'italian, italien, italienne, italiano, italiana, إيطالي, إيطالية',
  MAR: 'moroccan, marocain, marocaine, marroquí, مغربي, مغربية',
  MRT: 'mauritanian, mauritanien, mauritanienne, mauritano, mauritana, موريتاني, موريتانية',
  PRT: 'portuguese, portugais, portugaise, portugués, portuguesa, برتغالي, برتغالية',
  TUN: 'tunisian, tunisien, tunisienne, tunecino, tunecina, تونسي, تونسية',
  EGY: 'egyptian, égyptien, égyptienne, egipcio, egipcia, مصري, مصرية',
  ISR: 'israeli, israélien, israélienne, israelí, إسرائيلي, إسرائيلية',
  JOR: 'jordanian, jordanien, jordanienne, jordano, jordana, أردني, أردنية',
  LBN: 'lebanese, libanais, libanaise, libanés, libanesa, لبناني, لبنانية',
  LBY: 'libyan, libyen, libyenne, libio, libia, ليبي, ليبية',
  PSE: 'palestinian, palestinien, palestinienne, palestino, palestina, فلسطيني, فلسطينية',
  SEN: 'senegalese, sénégalais, sénégalaise, senegalés, senegalesa, سنغالي, سنغالية',
  MLI: 'malian, malien, malienne, maliense, مالي, مالية',
  GIN: 'guinean, guinéen, guinéenne, guineano, guineana, غيني, غينية',
  GMB: 'gambian, gambien, gambienne, gambiano, gambiana, غامبي, غامبية',
  CIV: 'ivorian, ivoirien, ivoirienne, marfileño, marfileña, إيفواري, إيفوارية',
  NER: 'nigerien, nigérien, nigérienne, nigerino, nigerina, نيجري, نيجرية',
  NGA: 'nigerian, nigérian, nigériane, nigeriano, nigeriana, نيجيري, نيجيرية',
  BFA: 'burkinabe, burkinabè, burkinés, burkinesa, بوركيني, بوركينية',
  CMR: 'cameroonian, camerounais, camerounaise, camerunés, camerunesa, كاميروني, كاميرونية',
  GHA: 'ghanaian, ghanéen, ghanéenne, ghanés, ghanesa, غاني, غانية',
  SYR: 'syrian, syrien, syrienne, sirio, siria, سوري, سورية',
  IRQ: 'iraqi, irakien, irakienne, iraquí, عراقي, عراقية',
  SDN: 'sudanese, soudanais, soudanaise, sudanés, sudanesa, سوداني, سودانية',
  SAU: 'saudi, saoudien, saoudienne, saudí, سعودي, سعودية',
  YEM: 'yemeni, yéménite, yemení, يمني, يمنية',
  TUR: 'turkish, turk, turc, turque, turco, turca, تركي, تركية',
  GRC: 'greek, grec, grecque, griego, griega, يوناني, يونانية',
  CYP: 'cypriot, chypriote, chipriota, قبرصي, قبرصية',
  MLT: 'maltese, maltais, maltaise, maltés, maltesa, مالطي, مالطية',
  BEL: 'belgian, belge, belga, بلجيكي, بلجيكية',
  NLD: 'dutch, néerlandais, néerlandaise, neerlandés, neerlandesa, هولندي, هولندية',
  DEU: 'german, allemand, allemande, alemán, alemana, ألماني, ألمانية',
  CHE: 'swiss, suisse, suizo, suiza, سويسري, سويسرية',
  GBR: 'british, britannique, británico, británica, بريطاني, بريطانية',
  USA: 'american, américain, américaine, estadounidense, أمريكي, أمريكية',
  UKR: 'ukrainian, ukrainien, ukrainienne, ucraniano, ucraniana, أوكراني, أوكرانية',
  RUS: 'russian, russe, ruso, rusa, روسي, روسية',
  ROU: 'romanian, roumain, roumaine, rumano, rumana, روماني, رومانية',
}

/** A word that two countries share stands for neither: Congo is a code's to say. */
function countriesInWords(): ReadonlyMap<string, string> {
  const found = new Map<string, string | undefined>()
  const put = (word: string, code: string) => {
    const plain = withoutArticle(plainWords(word))
    if (plain === '') return
    found.set(plain, found.has(plain) && found.get(plain) !== code ? undefined : code)
  }
  for (const { countries } of [english, french, spanish, arabic]) {
    for (const [alpha_2, names] of Object.entries(countries as Record<string, string | readonly string[]>)) {
      const code = maybeAlpha3(alpha_2)
      if (code !== undefined) for (const name of typeof names === 'string' ? [names] : names) put(name, code)
    }
  }
  // of a people and a country that are written alike, the country stays (سورية)
  const named = new Set(found.keys())
  for (const [code, words] of Object.entries(PEOPLES))
    for (const word of words.split(', ')) if (!named.has(withoutArticle(plainWords(word)))) put(word, code)
  return new Map([...found].filter((one): one is [string, string] => one[1] !== undefined))
}
const COUNTRIES = countriesInWords()

const SEXES: Readonly<Record<'F' | 'M' | 'X', string>> = {
  F: 'f, female, femme, féminin, mujer, femenino, woman, girl, fille, niña, أنثى, امرأة, انثي, ms, mrs, miss, mme, mlle, sra, srta',
  M: 'm, male, homme, masculin, hombre, masculino, man, boy, garçon, niño, h, v, varón, ذكر, رجل, mr, sr',
  X: 'x, u, unknown, unspecified, inconnu, desconocido, غير معروف, غير محدد',
}
const SEX_OF = wordsOf(SEXES)

/** The sex in a code or a word; a form of address says it too. */
export const maybeSex = (typed: string): 'F' | 'M' | 'X' | undefined => (typed.length > LONGEST ? undefined : SEX_OF.get(plainWords(typed)))

export type DocumentWord = 'passport' | 'identity-card' | 'visa' | 'residence-permit' | 'travel-document' | 'driving-licence'
const DOCUMENTS: Readonly<Record<DocumentWord, string>> = {
  passport: 'passport, p, pp, passeport, pasaporte, جواز, جواز سفر, جواز السفر',
  'identity-card':
    "identity card, identity-card, i, id, id card, ic, national id, ci, cin, cni, dni, nie, carte d'identité, carte nationale d'identité, documento de identidad, بطاقة هوية, بطاقة تعريف, بطاقة الهوية, بطاقة التعريف الوطنية",
  visa: 'visa, v, visado, تأشيرة',
  'residence-permit':
    'residence permit, titre de séjour, carte de séjour, permiso de residencia, tarjeta de residencia, بطاقة إقامة, رخصة إقامة',
  'travel-document': 'travel document, titre de voyage, laissez-passer, título de viaje, وثيقة سفر',
  'driving-licence': 'driving licence, driving license, driver licence, permis de conduire, permiso de conducir, رخصة قيادة, رخصة سياقة',
}
const DOCUMENT_OF = wordsOf(DOCUMENTS)

/** The kind of a document in a code or a word. */
export const maybeDocumentType = (typed: string): DocumentWord | undefined =>
  typed.length > LONGEST ? undefined : DOCUMENT_OF.get(plainWords(typed))

function wordsOf<T extends string>(words: Readonly<Record<T, string>>): ReadonlyMap<string, T> {
  return new Map(
    (Object.entries(words) as [T, string][]).flatMap(([code, list]) => list.split(', ').map((word) => [plainWords(word), code] as const)),
  )
}
