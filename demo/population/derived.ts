/** Names that each tradition forms by rule from others: the long tail of a population, which no list of common names holds. */

const across = (firsts: readonly string[], lasts: readonly string[], join = (first: string, last: string) => first + last): string[] =>
  firsts.flatMap((first) => lasts.map((last) => join(first, last)))
const words = (text: string): string[] => text.trim().split(/\s+/)

/** Three consonants, in the notation of arabic.ts, that Arabic names are formed from. */
const ROOTS = words(`krm Hmd rHm slm $rf jml nbl smr s3d r$d 3dl fDl nSr Sbr $kr xld Hbb lTf 3zz rfq HSn SlH ftH bsm rjb Dry3 mjd n3m Hsn
  fhd Sdq 3rf $fq mlk nZr qds sTl jbr rZq wHd wfq zhr 3mr bdr hlm fxr sbq 3Tf 3kf mnS tmm zyn sfr H$m bHr q$r 3bs 3jb fkr xlf Tlb wld nHl 3qb nw3 byD
  ghb mrz sHn x$3 drs 3nb hdr bTl sTr nqb Hrb 3Sm TlH Hlb jnd qdr nbh rmD $hb fln 3rb qrn zlT gnm rb3 sb3 tsf 3$r`).filter(
  (root) => root.length === 3,
)

type Pattern = (first: string, second: string, third: string) => string
const MALE: readonly Pattern[] = [
  (a, b, c) => `${a}a${b}I${c}`,
  (a, b, c) => `${a}A${b}i${c}`,
  (a, b, c) => `ma${a}${b}U${c}`,
  (a, b, c) => `'a${a}${b}a${c}`,
  (a, b, c) => `mu${a}a${b}${b}a${c}`,
  (a, b, c) => `mu${a}${b}i${c}`,
  (a, b, c) => `${a}u${b}ay${c}`,
  (a, b, c) => `${a}a${b}${b}A${c}`,
  (a, b, c) => `${a}a${b}${c}An`,
  (a, b, c) => `${a}a${b}U${c}`,
  (a, b, c) => `${a}i${b}A${c}`,
]
const FEMALE: readonly Pattern[] = [
  (a, b, c) => `${a}a${b}I${c}a@`,
  (a, b, c) => `${a}A${b}i${c}a@`,
  (a, b, c) => `ma${a}${b}U${c}a@`,
  (a, b, c) => `${a}a${b}${c}A'`,
  (a, b, c) => `'i${a}${b}A${c}`,
  (a, b, c) => `mu${a}${b}i${c}a@`,
  (a, b, c) => `${a}u${b}${c}Y`,
]
/** What Abd, the servant, is followed by. */
const ATTRIBUTES = words(
  `raHmAn raHIm qAdir 3azIz karIm salAm HamId majId Haqq HakIm jalIl jabbAr laTIf wahhAb razzAq ganI fattAH nASir Samad wAHid HafIZ hAdI gafUr bAsiT mun3im xAliq rA'Uf SabUr 'ilAh $akUr`,
)
const formed = (patterns: readonly Pattern[]): string[] =>
  patterns.flatMap((pattern) => ROOTS.map(([first, second, third]) => pattern(first!, second!, third!)))

export const arabicMale: readonly string[] = [...ATTRIBUTES.map((name) => `3abd al-${name}`), ...formed(MALE)]
export const arabicFemale: readonly string[] = formed(FEMALE)
/** The patterns of given names that families are most named after. */
const ancestors = formed([0, 1, 2, 6, 7, 8].map((place) => MALE[place]!))
/** Families named after an ancestor, a place or tribe (the nisba), a trade. */
const nisba = (name: string) => `al-${name.replace(/a@$|[YAI]$/, '')}I`
export const maghrebiFamilies: readonly string[] = [
  ...ancestors.flatMap((name) => [`bin ${name}`, nisba(name)]),
  ...formed(MALE.slice(7, 8)).map((name) => `al-${name}`),
  ...ROOTS.map(([a, b, c]) => `bU ${a}a${b}${c}a@`),
]
export const mashriqiFamilies: readonly string[] = [
  ...ancestors.flatMap((name) => [nisba(name), name]),
  ...formed(MALE.slice(7, 8)).map((name) => `al-${name}`),
  ...ROOTS.map(([a, b, c]) => `'abU ${a}a${b}${c}`),
]
export const gulfFamilies: readonly string[] = [...ancestors.map(nisba), ...ROOTS.map(([a, b, c]) => `al-${a}u${b}ay${c}I`)]

/** Surnames from a given name by the suffixes that lists of French surnames show most. */
export const frenchFamilies = (given: readonly string[]): string[] => {
  const stems = single(given).map((name) => name.replace(/[eéèyoaiu]+$/, ''))
  return across(
    stems.filter((stem) => stem.length > 2),
    words('et ot in eau on ard el ier'),
    (stem, end) => stem + end,
  )
}
export const italianFamilies = (given: readonly string[]): string[] => {
  const names = single(given)
  return [
    ...names.map((name) => (/^[AEIOU]/.test(name) ? `D'${name}` : `Di ${name}`)),
    ...names.filter((name) => !/^[AEIOU]/.test(name)).map((name) => `De ${name.replace(/[oae]$/, 'i')}`),
    ...across(
      names.map((name) => name.replace(/[aeiou]+$/, '')),
      words('ini etti ello one ucci acci'),
    ),
  ]
}
const SPANISH_PLACES = words(`Torre Vega Fuente Rosa Cruz Peña Hoz Calle Cueva Mata Serna Iglesia Puente Riva Llave Haza`)
const SPANISH_TOWNS = words(`León Burgos Soria Toledo Lugo Mena Haro Lara Aragón Córdoba Castro Ávila Lerma Zamora Murcia Úbeda Vargas`)
export const spanishFamilies = (families: readonly string[]): string[] => [
  ...SPANISH_PLACES.map((place) => `de la ${place}`),
  ...across(
    families.filter((family) => /ez$/.test(family)),
    SPANISH_TOWNS,
    (family, town) => `${family} de ${town}`,
  ).filter((_, i) => i % 7 === 0),
]
const PORTUGUESE_PLACES = words(
  `Aveiro Barros Braga Cabral Campos Carvalho Castelo Coimbra Correia Fonseca Guimarães Lacerda Lagos Magalhães Matos Meireles Moura Noronha Pinheiro Queirós
  Ramalho Resende Sampaio Seixas Serpa Sequeira Távora Teixeira Vasconcelos Viana Vilar Abreu Aguiar Albuquerque Andrade Azevedo Bettencourt Brandão Brito Caldeira`,
)
export const portugueseFamilies = (families: readonly string[]): string[] => [
  ...PORTUGUESE_PLACES,
  ...'da Cunha, da Mota, da Rocha, da Cruz, da Luz, da Costa, da Gama, da Silveira, dos Reis, dos Anjos, dos Passos, dos Prazeres, de Melo, de Sá'.split(
    ', ',
  ),
  ...across(families.slice(0, 30), words('Neto Júnior Filho'), (family, rank) => `${family} ${rank}`),
]
const TURKISH_FIRST = words(
  'Ak Kara Öz Er Demir Taş Yıl Gök Altın Kızıl Bay Tok Gün Ay Doğan Kaya Bulut Soy Kurt Aslan Can Tan Uz Yaman Boz Koç Ulu Tek Var Sarı',
)
const TURKISH_LAST = words('dağ kaya soy türk baş oğlu er han taş su gül alp kan tekin bay yol men tan gün kurt az çam bulut ok ay')
export const turkishFamilies = (given: readonly string[]): string[] => [
  ...across(TURKISH_FIRST, TURKISH_LAST).filter((name) => name.length > 4),
  ...single(given).map((name) => `${name}oğlu`),
]

const GREEK_STEMS = words(
  `Γεωργ Δημητρ Νικολ Κωνσταντιν Αθανασ Χριστ Αναστασ Θεοδωρ Παναγιωτ Ιωανν Βασιλ Μιχαλ Σταυρ Στεφαν Αντων Ευαγγελ Ηλι Σωτηρ Σπυρ Λαμπρ Χαραλαμπ Αποστολ Αλεξ Πετρ
  Μαν Δρακ Κυριακ Γιαννακ Τσακ Καλογερ Μαυρ Κοντ Μακρ Ψαρ Τσιτσ Καραγιανν Παπαγεωργ Παπανικολ Χατζηγεωργ Χατζηδημητρ Κατσ Λιακ Μπαλ Ντουν Ρουσσ Σκαλ Φωτ
  Αγγελ Ανδρε Αργυρ Βλαχ Γιανν Διαμαντ Ζαφειρ Θαν Καρ Κολοκοτρ Λαζαρ Λεοντ Μαρκ Νικηφορ Παντελ Πολυχρον Ραφτ Σαμαρ Τριανταφυλλ Φιλιππ Χαλκ Ψυχ`,
)
export const greekFamilies: readonly string[] = across(GREEK_STEMS, words('όπουλος ίδης άκης άδης έλλης άτος ιάδης ιώτης έας ούδης'))

/** Surnames of men from given names: Ivan, Ivanov; Sergei, Sergeev; Nikita, Nikitin. */
const russianFamily = (name: string): string =>
  /[ая]$/.test(name)
    ? `${name.slice(0, -1)}ин`
    : /й$/.test(name)
      ? `${name.slice(0, -1)}ев`
      : /ь$/.test(name)
        ? `${name.slice(0, -1)}ев`
        : `${name}ов`
const RUSSIAN_NOUNS = words(
  `Медвед Ворон Голуб Камен Мельник Плотник Рыбак Гончар Ткач Швец Чернов Белоус Бобр Гусар Дуб Жук Звон Комар Лапт Мороз Орл Пахом Рог Сом Сокол Тихон Уткин Фрол Холод
  Черн Шапошник Щерб Юдин Яблок Кравц Бонд Гриб Кудр Пушк Столяр Лукьян Самойл Радищ`,
)
export const russianFamilies = (given: readonly string[]): string[] => [
  ...single(given).map(russianFamily),
  ...across(RUSSIAN_NOUNS, words('ов ский енко чук')),
]
/** A woman's form of it; what ends in -ко or -ук has none. */
export const feminineRussian = (name: string): string =>
  /(ов|ев|ёв|ин|ын)$/.test(name) ? `${name}а` : /ий$/.test(name) ? name.replace(/ий$/, 'ая') : name
export const ukrainianFamilies = (given: readonly string[]): string[] =>
  across(
    single(given).map((name) => name.replace(/[аяійоь]+$/, '')),
    words('енко чук юк ів ський'),
  ).filter((name) => name.length > 5)

type InTwo = readonly [hebrew: string, latin: string]
const pairs = (text: string): InTwo[] => words(text).map((pair) => pair.split('=') as unknown as InTwo)
const YIDDISH_FIRST =
  pairs(`גולד=Gold זילבר=Silber רוזנ=Rosen פריד=Fried ויינ=Wein שוורצ=Schwartz גרינ=Green ליכטנ=Lichten אייזנ=Eisen ברג=Berg הירש=Hirsch קליינ=Klein
  וייס=Weiss שטרנ=Stern לוונ=Löwen קופר=Kupfer רוט=Roth בלומנ=Blumen אפל=Apfel`)
const YIDDISH_LAST = pairs('ברג=berg שטיין=stein מן=man פלד=feld בלום=blum טל=thal ויץ=witz באום=baum')
export const hebrewFamilies: readonly InTwo[] = YIDDISH_FIRST.flatMap(([a, latin_a]) =>
  YIDDISH_LAST.map(([b, latin_b]): InTwo => [a + b, latin_a + latin_b]),
)

const YORUBA_FIRST = words('Ade Ola Olu Ogun Ifa Ayo Omo Oye Akin Fola Ige Oyin Awo Ewe')
const YORUBA_LAST = words('bayo wale yemi tunde sola kunle femi dele niyi tayo bola gbenga mide rinde shina juwon leke seun dapo')
const IGBO_FIRST = words('Chi Nwa Nna Uche Eze Ike Obi Onye Ama Ugo Okwu Mma')
const IGBO_LAST = words('nedu ka ma chukwu ora kwe emeka nna oma dike ofor gozie buike')
export const nigerianNames: readonly string[] = [...across(YORUBA_FIRST, YORUBA_LAST), ...across(IGBO_FIRST, IGBO_LAST)]

/** Words of one piece, long enough to build on. */
const single = (names: readonly string[]): string[] => names.filter((name) => name.length > 2 && !/[\s'’-]/.test(name))
