/** What is particular to each country's registers: who is in them, in which letters, and where people are born. */
import type { Hand } from './arabic.ts'

export const COUNTRIES = [
  'DZA',
  'EGY',
  'ESP',
  'FRA',
  'ISR',
  'ITA',
  'JOR',
  'LBN',
  'LBY',
  'MAR',
  'MRT',
  'PRT',
  'PSE',
  'TUN',
  'CIV',
  'GIN',
  'GMB',
  'MLI',
  'NER',
  'SEN',
  'GHA',
  'GRC',
  'NGA',
  'RUS',
  'TUR',
  'UKR',
  'SAU',
  'ARE',
  'GNB',
  'CPV',
] as const
export type Country = (typeof COUNTRIES)[number]

export interface Profile {
  /** How its officers write Latin letters. */
  readonly hand: Hand
  /** In which letters its registers are kept. */
  readonly letters: 'Latn' | 'Arab' | 'Hebr' | 'Grek' | 'Cyrl'
  /** Towns, the largest first; with the Arabic name where the country writes Arabic. */
  readonly towns: readonly (readonly [latin: string, arabic?: string])[]
  /** Whose citizens stand in its registers, by weight. */
  readonly citizens: Readonly<Partial<Record<Country, number>>>
  /** Share of its citizens of whom only the year of birth is known. */
  readonly year_only: number
}

const towns = (text: string): (readonly [string, string?])[] => text.split(',').map((one) => one.trim().split('/') as [string, string?])
const MAGHREB = { MAR: 3, DZA: 3, TUN: 3, LBY: 1, MRT: 1 } as const
const WEST_AFRICA = { SEN: 3, MLI: 3, GIN: 2, CIV: 2, GMB: 1, NER: 2, NGA: 2, GHA: 1, MRT: 1 } as const
const MASHREQ = { EGY: 4, JOR: 2, LBN: 2, PSE: 2, LBY: 1 } as const
const EUROPE = { FRA: 3, ESP: 3, ITA: 3, PRT: 1, GRC: 1 } as const

/** Mostly the own citizens; of the others as many as the weights say. */
const mixed = (own: Country, share: number, ...others: readonly Partial<Record<Country, number>>[]): Partial<Record<Country, number>> => {
  const foreign: Partial<Record<Country, number>> = {}
  for (const weights of others)
    for (const [country, weight] of Object.entries(weights) as [Country, number][])
      if (country !== own) foreign[country] = (foreign[country] ?? 0) + weight
  const sum = Object.values(foreign).reduce((total, weight) => total + weight, 0)
  return { [own]: share * sum, ...Object.fromEntries(Object.entries(foreign).map(([country, weight]) => [country, weight * (1 - share)])) }
}

export const PROFILES: Readonly<Record<Country, Profile>> = {
  ESP: {
    hand: 'spanish',
    letters: 'Latn',
    year_only: 0.01,
    citizens: mixed('ESP', 0.5, MAGHREB, { MAR: 5 }, WEST_AFRICA, EUROPE, { RUS: 1, TUR: 0.5 }),
    towns: towns('Madrid, Barcelona, Valencia, Sevilla, Málaga, Zaragoza, Murcia, Algeciras, Almería, Ceuta, Melilla'),
  },
  FRA: {
    hand: 'french',
    letters: 'Latn',
    year_only: 0.01,
    citizens: mixed('FRA', 0.45, MAGHREB, { DZA: 3, MAR: 2 }, WEST_AFRICA, EUROPE, { TUR: 2, RUS: 1, LBN: 1 }),
    towns: towns('Paris, Marseille, Lyon, Toulouse, Nice, Nantes, Strasbourg, Montpellier, Lille, Bobigny, Créteil'),
  },
  ITA: {
    hand: 'italian',
    letters: 'Latn',
    year_only: 0.01,
    citizens: mixed('ITA', 0.5, MAGHREB, { TUN: 3, MAR: 3 }, MASHREQ, WEST_AFRICA, { NGA: 3 }, EUROPE),
    towns: towns('Roma, Milano, Napoli, Torino, Palermo, Genova, Bologna, Firenze, Catania, Bari, Lampedusa e Linosa'),
  },
  PRT: {
    hand: 'portuguese',
    letters: 'Latn',
    year_only: 0.01,
    citizens: mixed('PRT', 0.6, EUROPE, { MAR: 1, SEN: 1, GIN: 1 }),
    towns: towns('Lisboa, Porto, Braga, Coimbra, Faro, Setúbal, Évora, Aveiro'),
  },
  GRC: {
    hand: 'english',
    letters: 'Grek',
    year_only: 0.01,
    citizens: mixed('GRC', 0.6, MASHREQ, { TUR: 4, RUS: 1 }),
    towns: towns('Athina, Thessaloniki, Patra, Irakleio, Larisa, Volos, Rodos'),
  },
  TUR: {
    hand: 'turkish',
    letters: 'Latn',
    year_only: 0.02,
    citizens: mixed('TUR', 0.65, MASHREQ, { RUS: 2, GRC: 1, MAR: 1 }),
    towns: towns('İstanbul, Ankara, İzmir, Bursa, Adana, Gaziantep, Konya, Mersin'),
  },
  RUS: {
    hand: 'english',
    letters: 'Cyrl',
    year_only: 0.01,
    citizens: mixed('RUS', 0.9, { TUR: 1, EGY: 1 }),
    towns: towns('Moskva, Sankt-Peterburg, Kazan, Rostov-na-Donu, Samara, Sochi'),
  },
  MAR: {
    hand: 'french',
    letters: 'Arab',
    year_only: 0.05,
    citizens: mixed('MAR', 0.72, MAGHREB, WEST_AFRICA, EUROPE),
    towns: towns(
      'Casablanca/الدار البيضاء, Rabat/الرباط, Fès/فاس, Marrakech/مراكش, Tanger/طنجة, Agadir/أكادير, Meknès/مكناس, Oujda/وجدة, Nador/الناظور, Tétouan/تطوان, Al Hoceïma/الحسيمة, Laâyoune/العيون',
    ),
  },
  DZA: {
    hand: 'french',
    letters: 'Arab',
    year_only: 0.05,
    citizens: mixed('DZA', 0.78, MAGHREB, WEST_AFRICA, { FRA: 2 }),
    towns: towns(
      'Alger/الجزائر, Oran/وهران, Constantine/قسنطينة, Annaba/عنابة, Blida/البليدة, Sétif/سطيف, Tlemcen/تلمسان, Tamanrasset/تمنراست',
    ),
  },
  TUN: {
    hand: 'french',
    letters: 'Arab',
    year_only: 0.03,
    citizens: mixed('TUN', 0.7, MAGHREB, WEST_AFRICA, MASHREQ, EUROPE),
    towns: towns('Tunis/تونس, Sfax/صفاقس, Sousse/سوسة, Kairouan/القيروان, Bizerte/بنزرت, Gabès/قابس, Médenine/مدنين, Zarzis/جرجيس'),
  },
  MRT: {
    hand: 'french',
    letters: 'Arab',
    year_only: 0.2,
    citizens: mixed('MRT', 0.7, MAGHREB, WEST_AFRICA),
    towns: towns('Nouakchott/نواكشوط, Nouadhibou/نواذيبو, Kiffa/كيفة, Rosso/روصو, Atar/أطار, Zouérat/ازويرات'),
  },
  LBY: {
    hand: 'english',
    letters: 'Arab',
    year_only: 0.06,
    citizens: mixed('LBY', 0.65, MAGHREB, MASHREQ, { NER: 3, NGA: 1 }),
    towns: towns('Tripoli/طرابلس, Benghazi/بنغازي, Misrata/مصراتة, Sabha/سبها, Zuwarah/زوارة, Tobruk/طبرق'),
  },
  EGY: {
    hand: 'english',
    letters: 'Arab',
    year_only: 0.03,
    citizens: mixed('EGY', 0.85, MASHREQ, { LBY: 1, ITA: 1 }),
    towns: towns(
      'Cairo/القاهرة, Alexandria/الإسكندرية, Giza/الجيزة, Port Said/بورسعيد, Suez/السويس, Mansoura/المنصورة, Tanta/طنطا, Asyut/أسيوط',
    ),
  },
  JOR: {
    hand: 'english',
    letters: 'Arab',
    year_only: 0.03,
    citizens: mixed('JOR', 0.7, MASHREQ),
    towns: towns('Amman/عمان, Zarqa/الزرقاء, Irbid/إربد, Aqaba/العقبة, Madaba/مادبا, Karak/الكرك'),
  },
  LBN: {
    hand: 'french',
    letters: 'Arab',
    year_only: 0.03,
    citizens: mixed('LBN', 0.75, MASHREQ, { FRA: 1 }),
    towns: towns('Beyrouth/بيروت, Tripoli/طرابلس, Saïda/صيدا, Tyr/صور, Zahlé/زحلة, Baalbek/بعلبك'),
  },
  PSE: {
    hand: 'english',
    letters: 'Arab',
    year_only: 0.03,
    citizens: mixed('PSE', 0.85, MASHREQ),
    towns: towns('Ramallah/رام الله, Nablus/نابلس, Hebron/الخليل, Gaza/غزة, Jenin/جنين, Bethlehem/بيت لحم'),
  },
  ISR: {
    hand: 'english',
    letters: 'Hebr',
    year_only: 0.01,
    citizens: mixed('ISR', 0.8, MASHREQ, { RUS: 2, FRA: 1 }),
    towns: towns('Jerusalem, Tel Aviv-Yafo, Haifa, Ashdod, Beer Sheva, Netanya, Eilat, Nazareth'),
  },
  SEN: {
    hand: 'french',
    letters: 'Latn',
    year_only: 0.12,
    citizens: mixed('SEN', 0.7, WEST_AFRICA, { FRA: 2, MAR: 1, ESP: 1 }),
    towns: towns('Dakar, Touba, Thiès, Kaolack, Saint-Louis, Ziguinchor, Mbour, Tambacounda, Kolda, Podor'),
  },
  MLI: {
    hand: 'french',
    letters: 'Latn',
    year_only: 0.2,
    citizens: mixed('MLI', 0.8, WEST_AFRICA),
    towns: towns('Bamako, Sikasso, Kayes, Mopti, Ségou, Gao, Koutiala, Tombouctou'),
  },
  GIN: {
    hand: 'french',
    letters: 'Latn',
    year_only: 0.18,
    citizens: mixed('GIN', 0.8, WEST_AFRICA),
    towns: towns('Conakry, Nzérékoré, Kankan, Kindia, Labé, Boké, Mamou'),
  },
  GMB: {
    hand: 'english',
    letters: 'Latn',
    year_only: 0.12,
    citizens: mixed('GMB', 0.8, WEST_AFRICA),
    towns: towns('Serekunda, Brikama, Banjul, Bakau, Farafenni, Basse Santa Su'),
  },
  CIV: {
    hand: 'french',
    letters: 'Latn',
    year_only: 0.12,
    citizens: mixed('CIV', 0.7, WEST_AFRICA),
    towns: towns('Abidjan, Bouaké, Daloa, Yamoussoukro, San-Pédro, Korhogo, Man'),
  },
  NER: {
    hand: 'french',
    letters: 'Latn',
    year_only: 0.2,
    citizens: mixed('NER', 0.8, WEST_AFRICA, { LBY: 1, DZA: 1 }),
    towns: towns('Niamey, Zinder, Maradi, Agadez, Tahoua, Arlit, Dosso'),
  },
  NGA: {
    hand: 'english',
    letters: 'Latn',
    year_only: 0.08,
    citizens: mixed('NGA', 0.9, WEST_AFRICA),
    towns: towns('Lagos, Kano, Ibadan, Abuja, Benin City, Port Harcourt, Kaduna, Maiduguri'),
  },
  UKR: {
    hand: 'english',
    letters: 'Cyrl',
    year_only: 0.01,
    citizens: mixed('UKR', 0.9, { RUS: 3, TUR: 1, GRC: 1 }),
    towns: towns('Kyiv, Kharkiv, Odesa, Dnipro, Lviv, Mykolaiv, Poltava'),
  },
  SAU: {
    hand: 'english',
    letters: 'Arab',
    year_only: 0.05,
    citizens: mixed('SAU', 0.75, MASHREQ, { ARE: 2, TUR: 0.5 }),
    towns: towns('Riyadh/الرياض, Jeddah/جدة, Mecca/مكة, Medina/المدينة المنورة, Dammam/الدمام, Taif/الطائف'),
  },
  ARE: {
    hand: 'english',
    letters: 'Arab',
    year_only: 0.05,
    citizens: mixed('ARE', 0.6, MASHREQ, { SAU: 2, RUS: 1 }),
    towns: towns('Dubai/دبي, Abu Dhabi/أبو ظبي, Sharjah/الشارقة, Al Ain/العين, Ajman/عجمان'),
  },
  GNB: {
    hand: 'portuguese',
    letters: 'Latn',
    year_only: 0.2,
    citizens: mixed('GNB', 0.8, { SEN: 3, GIN: 3, CPV: 1, PRT: 1 }),
    towns: towns('Bissau, Bafatá, Gabú, Cacheu, Canchungo, Farim'),
  },
  CPV: {
    hand: 'portuguese',
    letters: 'Latn',
    year_only: 0.02,
    citizens: mixed('CPV', 0.85, { GNB: 3, SEN: 1, PRT: 1 }),
    towns: towns('Praia, Mindelo, Assomada, Santa Maria, São Filipe'),
  },
  GHA: {
    hand: 'english',
    letters: 'Latn',
    year_only: 0.06,
    citizens: mixed('GHA', 0.9, WEST_AFRICA),
    towns: towns('Accra, Kumasi, Tamale, Sekondi-Takoradi, Cape Coast, Ho'),
  },
}
