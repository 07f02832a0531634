/** The names that each tradition draws from: the most common ones first, then the lists of faker in an order of their own, then those formed by rule. */
import { faker as ar } from '@faker-js/faker/locale/ar'
import { faker as el } from '@faker-js/faker/locale/el'
import { faker as en_GH } from '@faker-js/faker/locale/en_GH'
import { faker as en_NG } from '@faker-js/faker/locale/en_NG'
import { faker as es } from '@faker-js/faker/locale/es'
import { faker as es_MX } from '@faker-js/faker/locale/es_MX'
import { faker as fr } from '@faker-js/faker/locale/fr'
import { faker as fr_BE } from '@faker-js/faker/locale/fr_BE'
import { faker as fr_CH } from '@faker-js/faker/locale/fr_CH'
import { faker as fr_SN } from '@faker-js/faker/locale/fr_SN'
import { faker as he } from '@faker-js/faker/locale/he'
import { faker as it } from '@faker-js/faker/locale/it'
import { faker as pt_BR } from '@faker-js/faker/locale/pt_BR'
import { faker as pt_PT } from '@faker-js/faker/locale/pt_PT'
import { faker as ru } from '@faker-js/faker/locale/ru'
import { faker as tr } from '@faker-js/faker/locale/tr'
import { faker as uk } from '@faker-js/faker/locale/uk'
import { ukrainianInLatin } from './alphabets.ts'
import type { Hand } from './arabic.ts'
import { type Chance, shuffled, skewed } from './chance.ts'
import * as derived from './derived.ts'
import { acrossTheBorder, arabicWord, latinWord, otherWord, readWord, type Word } from './words.ts'

export type Draw = (chance: Chance) => Word
export interface Vocabulary {
  readonly male: Draw
  readonly female: Draw
  readonly family: Draw
  /** Where the family name has a form for women. */
  readonly family_female?: Draw
}

interface Listed {
  readonly generic?: readonly string[]
  readonly male?: readonly string[]
  readonly female?: readonly string[]
}
type Definitions = {
  readonly rawDefinitions: {
    readonly person?: { readonly first_name?: Listed | null; readonly last_name?: Listed | null; readonly middle_name?: Listed | null }
  }
}
const list = (words: string): string[] => words.trim().split(/\s*,\s*/)
const givenOf = ({ rawDefinitions: { person } }: Definitions, sex: 'male' | 'female') => person?.first_name?.[sex] ?? []
const familyOf = ({ rawDefinitions: { person } }: Definitions, which: keyof Listed = 'generic') => person?.last_name?.[which] ?? []
/** One list has a Greek epsilon where Akan writes its own letter. */
const withAkan = (word: string) => word.replaceAll('ε', 'ɛ')

/** Each list after the one before it, in an order of its own and without what was there; the first keeps its order. */
const joined = (head: readonly string[], ...tails: readonly (readonly string[])[]): string[] => {
  const known = new Set(head)
  for (const tail of tails) for (const word of shuffled(tail)) known.add(word)
  return [...known]
}

const latinDraw = (head: string, tails: readonly (readonly string[])[], hand: Hand, exponent?: number): Draw =>
  skewed(
    joined(list(head), ...tails.map((tail) => tail.map(withAkan))).map((word) => latinWord(word, hand)),
    exponent,
  )

/** From several locales of one language, and what is formed from them. */
function european(
  sources: readonly Definitions[],
  hand: Hand,
  heads: { male: string; female: string; family: string },
  form: (given: readonly string[], families: readonly string[]) => readonly string[] = () => [],
): Vocabulary {
  const [male, female] = [sources.flatMap((source) => givenOf(source, 'male')), sources.flatMap((source) => givenOf(source, 'female'))]
  const family = sources.flatMap((source) => familyOf(source))
  return {
    male: latinDraw(heads.male, [male], hand),
    female: latinDraw(heads.female, [female], hand),
    family: latinDraw(heads.family, [family, form(male, family)], hand, 0.75),
  }
}

// Arabic: by sound, in the notation of arabic.ts; the order is a judgement of how common they are, not a statistic.
const ARABIC_MALE =
  list(`muHammad, 'aHmad, 3alI, yUsuf, Hasan, muSTafY, 3umar, 'ibrAhIm, xAlid, Husayn, sa3Id, 3abd allAh, ra$Id, karIm, Hamza@, 3abd al-raHmAn, bilAl, 'amIn, jamAl, nabIl, samIr,
  TAriq, maHmUd, 'anas, 'ismA3Il, 3abd al-qAdir, fArUq, 'ayyUb, yAsIn, zakariyyA, 'idrIs, sulaymAn, mUsY, yaHyY, 3ucmAn, nUr al-dIn, 3abd al-3azIz, $arIf, munIr, 3izz al-dIn, fu'Ad, HamId, ja3far, mubArak, salIm,
  sAlim, walId, riDA, ziyAd, marwAn, 'usAma@, 'anwar, luTfI, hi$Am, 3abd al-karIm, SalAH al-dIn, TaHa, sufyAn, jabrIl, 3Adil, mahdI, qAsim, rafIq, tawfIq, 3imAd`)
const ARABIC_FEMALE =
  list(`fATima@, xadIja@, 3A'i$a@, maryam, zaynab, 'amIna@, na3Ima@, sa3Ida@, laylY, nAdiya@, samIra@, HanAn, karIma@, nUr, salmY, rA$ida@, jamIla@, HayAt, su3Ad, malIka@, hudY, 'imAn, 'ilhAm, sanA',
  wafA', munY, zahrA', ra$Ida@, HalIma@, faTUma@, zuhra@, HasnA', 'asmA', 'amal, 'amAnI, bu$rY, fadwY, gizlAn, hind, lubnY, lamyA', mabrUka@, nawAl, rajA', SabAH, TAhira@, yAsmIn, yusrY, zakiyya@, sihAm`)
const MAGHREBI_FAMILY =
  list(`al-3alawI, al-'idrIsI, bin 3alI, bin 3umar, al-filAlI, al-tAzI, bin 3IsY, bU 3azza@, al-fAsI, bin jallUn, al-wazzAnI, bin muHammad, bU $arIf, al-makkI, zarwAlI, al-SagIr, bin sAlim, al-HasnAwI,
  bin 3abd allAh, HaddAd, bU dAlI, al-bakkAlI, bin zayd, al-$arIf, bin sa3Id, al-qaddUrI, mansUrI, al-hA$imI, barrAda@, bin yaHyY, al-SabbAr, TarAblusI, bU 3alI, al-jAbirI, al-3ayyA$I, al-ganamI, bin nAsir, al-mAlikI, 'azzUz,
  al-rIfI, bin xalIfa@, al-marrAki$I, bU ka$$A$, bin HamU, bin $aybA, al-murAbiT, bin jilAlI, al-$abbI, sa3dI, TAhirI, raHmAnI, bin sulaymAn, qAsimI, zarrUq, bin mUsY, 3aTTAr, al-3ArifI, xaTTAbI, laHlU, al-dukkAlI`)
const MASHRIQI_FAMILY =
  list(`al-maSrI, al-sayyid, al-HAjj, HaddAd, mansUr, 3abd allAh, al-xaTIb, SalIbA, najjAr, al-$AmI, naSSAr, xUrI, darwI$, al-xalIl, sulaymAn, al-3umarI, qAsim, 3awaD, al-HusaynI, al-za3bI, barakAt, zaydAn, al-qADI,
  HijAzI, al-dabbAg, SaffAr, al-sa3dI, jabr, hamdAn, al-majAlI, al-TarAwna@, nAsir, al-faraj, 3AbidIn, $AhIn, TannUs, xalaf, al-batrUnI, 'abU xalIl, 'abU zayd, al-warfallI, al-magribI, al-tarhUnI, al-miSrAtI, al-zuwayy`)

const GULF_FAMILY =
  list(`al-qaHTAnI, al-gAmidI, al-zahrAnI, al-3utaybI, al-Harbi, al-$ahrI, al-muTayrI, al-dawsarI, al-$ammarI, al-3anazI, al-mAlikI, al-qurra$I, al-kacIrI, al-hA$imI, al-nu3aymI,
  al-$AmsI, al-kitbI, al-mazrU3I, al-ZAhirI, al-suwaydI, al-mar3I, al-naqbI, al-balU$I, al-3aTTAs, bA 3abbAd, bA wazIr, al-sa3Ud, al-$ayx, al-falAsI, al-rumaycI, al-hAjirI, al-marrI`)

/** Each text once; where the list knows how a name sounds, that stands before what is guessed from its letters. */
const arabicDraw = (head: readonly string[], read: readonly string[], formed: readonly string[], exponent?: number): Draw => {
  const words = new Map(head.map((sounds) => arabicWord(sounds)).map((word) => [word.text, word]))
  const rest = new Map(formed.map((sounds) => arabicWord(sounds)).map((word) => [word.text, word]))
  for (const text of shuffled(read.filter((text) => /^[\u0621-\u064a]{3,}$|^(بن|عبد) [\u0621-\u064a ]+$/.test(text))))
    if (!words.has(text)) words.set(text, rest.get(text) ?? readWord(text))
  for (const [text, word] of shuffled([...rest])) if (!words.has(text)) words.set(text, word)
  return skewed([...words.values()], exponent)
}

const arabicGiven = {
  male: arabicDraw(ARABIC_MALE, givenOf(ar, 'male'), derived.arabicMale, 0.95),
  female: arabicDraw(ARABIC_FEMALE, givenOf(ar, 'female'), derived.arabicFemale, 0.95),
}
export const maghrebi: Vocabulary = { ...arabicGiven, family: arabicDraw(MAGHREBI_FAMILY, familyOf(ar), derived.maghrebiFamilies, 0.5) }
export const mashriqi: Vocabulary = { ...arabicGiven, family: arabicDraw(MASHRIQI_FAMILY, [], derived.mashriqiFamilies, 0.6) }
export const gulf: Vocabulary = { ...arabicGiven, family: arabicDraw(GULF_FAMILY, [], derived.gulfFamilies, 0.6) }

export const spanish = european(
  [es, es_MX],
  'spanish',
  {
    male: 'Antonio, José, Manuel, Francisco, David, Juan, Javier, Daniel, José Antonio, Carlos, Jesús, Alejandro, Miguel, Rafael, Pedro',
    female: 'María, Carmen, Ana, Isabel, Laura, Cristina, Marta, María Carmen, Josefa, Dolores, Lucía, Pilar, Elena, Rosa, Teresa',
    family:
      'García, González, Rodríguez, Fernández, López, Martínez, Sánchez, Pérez, Gómez, Martín, Jiménez, Ruiz, Hernández, Díaz, Moreno, Muñoz, Álvarez, Romero, Alonso, Gutiérrez',
  },
  (_, families) => derived.spanishFamilies(families),
)
export const french = european(
  [fr, fr_BE, fr_CH],
  'french',
  {
    male: 'Jean, Pierre, Michel, Philippe, Nicolas, Thomas, Julien, Alexandre, Kevin, David, Patrick, Laurent',
    female: 'Marie, Nathalie, Isabelle, Sophie, Julie, Catherine, Camille, Céline, Sandrine, Léa, Manon, Laura',
    family: 'Martin, Bernard, Thomas, Petit, Robert, Richard, Durand, Dubois, Moreau, Laurent, Simon, Michel, Lefebvre, Leroy, Roux',
  },
  derived.frenchFamilies,
)
export const italian = european(
  [it],
  'italian',
  {
    male: 'Giuseppe, Antonio, Giovanni, Mario, Luigi, Andrea, Francesco, Marco, Salvatore, Alessandro, Roberto, Vincenzo',
    female: 'Maria, Anna, Giuseppina, Rosa, Angela, Giovanna, Lucia, Francesca, Chiara, Giulia, Elena, Paola',
    family: 'Rossi, Russo, Ferrari, Esposito, Bianchi, Romano, Colombo, Ricci, Marino, Greco, Bruno, Gallo, Conti, De Luca',
  },
  derived.italianFamilies,
)
export const portuguese = european(
  [pt_PT, pt_BR],
  'portuguese',
  {
    male: 'José, António, João, Manuel, Carlos, Francisco, Luís, Pedro, Paulo, Jorge',
    female: 'Maria, Ana, Isabel, Teresa, Fernanda, Paula, Rosa, Helena, Joana, Sofia',
    family:
      'Silva, Santos, Ferreira, Pereira, Oliveira, Costa, Rodrigues, Martins, Sousa, Fernandes, Gonçalves, Gomes, Lopes, Marques, Alves',
  },
  (_, families) => derived.portugueseFamilies(families),
)
export const turkish = european(
  [tr],
  'turkish',
  {
    male: 'Mehmet, Mustafa, Ahmet, Ali, Hüseyin, Hasan, İbrahim, Murat, Yusuf, Ömer, Osman',
    female: 'Fatma, Ayşe, Emine, Hatice, Zeynep, Elif, Meryem, Zehra, Sultan, Özlem',
    family: 'Yılmaz, Kaya, Demir, Şahin, Çelik, Yıldız, Yıldırım, Öztürk, Aydın, Özdemir, Arslan, Doğan, Kılıç',
  },
  derived.turkishFamilies,
)

const SENEGALESE = {
  male: 'Mamadou, Moussa, Ibrahima, Cheikh, Abdoulaye, Amadou, Ousmane, Modou, Aliou, Babacar',
  female: 'Fatou, Aminata, Awa, Mariama, Aïssatou, Khady, Ndèye, Coumba, Astou, Ramatoulaye',
}
export const senegalese = european([fr_SN], 'french', {
  ...SENEGALESE,
  family: 'Ndiaye, Diop, Fall, Diallo, Ba, Gueye, Sow, Faye, Sarr, Diouf, Thiam, Sy, Mbaye, Seck, Ndour, Cissé',
})
const MANDE_FAMILY =
  'Traoré, Coulibaly, Diarra, Keïta, Diallo, Sidibé, Konaté, Touré, Camara, Sangaré, Dembélé, Maïga, Koné, Sissoko, Cissé, Doumbia, Diakité, Kanté, Bagayoko, Samaké, Condé, Barry, Bah, Sylla, Soumah, Kourouma, Dramé, Fofana'
const MANDE_GIVEN = {
  male: 'Mamadou, Moussa, Amadou, Ibrahima, Sékou, Adama, Oumar, Drissa, Bakary, Boubacar, Souleymane, Issa, Modibo, Lassana, Alpha, Abdoulaye, Yaya, Youssouf',
  female: 'Fatoumata, Aminata, Mariam, Kadiatou, Oumou, Awa, Assétou, Djénéba, Salimata, Rokia, Hawa, Binta, Aïssata, Mariama',
}
export const mande: Vocabulary = {
  male: latinDraw(MANDE_GIVEN.male, [givenOf(fr_SN, 'male')], 'french'),
  female: latinDraw(MANDE_GIVEN.female, [givenOf(fr_SN, 'female')], 'french'),
  family: latinDraw(MANDE_FAMILY, [familyOf(fr_SN)], 'french', 0.7),
}
const anglicised = (text: string): string => acrossTheBorder(latinWord(text, 'french'), 'english')
const anglicisedDraw = (head: string, tail: readonly string[], exponent?: number): Draw =>
  skewed(
    [...new Set(joined(list(head), tail).map(anglicised))].map((word) => latinWord(word, 'english')),
    exponent,
  )
export const gambian: Vocabulary = {
  male: anglicisedDraw('Lamin, Modou, Ebrima, Ousman, Alieu, Momodou, Bakary, Omar, Musa, Buba', givenOf(fr_SN, 'male')),
  female: anglicisedDraw('Fatou, Isatou, Mariama, Awa, Binta, Kaddy, Haddy, Jainaba, Amie, Sainabou', givenOf(fr_SN, 'female')),
  family: anglicisedDraw(
    'Jallow, Ceesay, Touray, Camara, Bah, Jobe, Njie, Sanyang, Darboe, Drammeh, Jammeh, Sowe, Manneh, Sarr, Jawara',
    familyOf(fr_SN),
    0.7,
  ),
}
export const ivorian: Vocabulary = {
  male: latinDraw(
    'Kouassi, Kouadio, Koffi, Yao, Konan, Kouamé, Jean, Brou, Serge, Moussa, Ibrahim, Ange, Didier, Mamadou, Hervé, Adama, Seydou, Arsène, Landry, Guy',
    [list(MANDE_GIVEN.male), givenOf(fr, 'male')],
    'french',
  ),
  female: latinDraw(
    "Akissi, Adjoua, Amenan, Affoué, Aya, Ahou, Marie, Awa, Mariam, Fatoumata, Aminata, Edwige, Rosine, Clarisse, N'Guessan, Solange",
    [list(MANDE_GIVEN.female), givenOf(fr, 'female')],
    'french',
  ),
  family: latinDraw(
    "Kouassi, Koné, Ouattara, Koffi, Kouadio, Coulibaly, Yao, Touré, Konan, Traoré, Bamba, Kouamé, N'Guessan, Diomandé, Kouakou, Soro, Brou, Gnagne, Bakayoko, Assi, Zadi, Séri, Dosso, Cissé",
    [list(MANDE_FAMILY), familyOf(fr_SN)],
    'french',
    0.6,
  ),
}
export const nigerien: Vocabulary = {
  male: latinDraw(
    'Issoufou, Mahamadou, Abdoulaye, Ibrahim, Seyni, Hassane, Moussa, Amadou, Souley, Oumarou, Harouna, Boubacar, Ousmane, Saidou, Adamou, Illiassou, Mamane, Salissou, Yacouba, Chaibou',
    [list(MANDE_GIVEN.male), givenOf(fr_SN, 'male')],
    'french',
  ),
  female: latinDraw(
    'Aïchatou, Fatouma, Hadiza, Zeinabou, Mariama, Ramatou, Salamatou, Halimatou, Rakia, Nana, Haoua, Zouera, Balkissa, Amina, Saratou',
    [list(MANDE_GIVEN.female), givenOf(fr_SN, 'female')],
    'french',
  ),
  family: latinDraw(
    'Mahamane, Issa, Hamidou, Abdou, Garba, Maman, Idrissa, Souley, Ali, Oumarou, Amadou, Seydou, Hama, Djibo, Maïga, Mounkaïla, Alio, Sani, Kaka, Tahirou, Harouna, Boukari, Yahaya, Laouali',
    [givenOf(fr_SN, 'male'), familyOf(fr_SN)],
    'french',
    0.6,
  ),
}
export const nigerian = european(
  [en_NG],
  'english',
  {
    male: 'Emeka, Chinedu, Musa, Yusuf, Kayode, Olumide, Mohammed, Ibrahim',
    female: 'Fatima, Chiamaka, Ifeoma, Zainab, Titilayo, Blessing, Amina',
    family: 'Bello, Adebayo, Okafor, Balogun, Ibrahim, Okonkwo, Afolabi, Musa, Eze',
  },
  () => derived.nigerianNames,
)
export const ghanaian = european([en_GH], 'english', {
  male: 'Kwame, Kofi, Kwabena, Yaw, Kojo, Emmanuel, Samuel, Daniel',
  female: 'Ama, Akosua, Abena, Esi, Grace, Mary, Comfort',
  family: 'Mensah, Owusu, Asante, Boateng, Agyeman, Appiah, Osei, Amoah, Addo',
})

/** Guinea-Bissau: families of the region spelt the Portuguese way beside Portuguese ones. */
export const bissauGuinean: Vocabulary = {
  male: latinDraw(
    'Mamadu, Braima, Aliu, Bubacar, Umaro, Amadu, Malam, Sori, Tcherno, Iaia, Abdulai, Issufo, Suleimane, Ussumane, Adulai, Carlos, José, Domingos, Armando, João',
    [givenOf(pt_PT, 'male')],
    'portuguese',
  ),
  female: latinDraw(
    'Fatumata, Mariama, Aissatu, Cadi, Binta, Fanta, Djenabu, Sali, Maimuna, Cumba, Maria, Domingas, Joana, Segunda, Quinta',
    [givenOf(pt_PT, 'female')],
    'portuguese',
  ),
  family: latinDraw(
    'Djaló, Baldé, Embaló, Sané, Mané, Cassamá, Seidi, Camará, Turé, Sissé, Djau, Candé, Queita, Fati, Biai, Nanque, Gomes, Vieira, Cá, Indjai, Mendes, Té, Sanhá, Dabó, Danfá, Jaló, Sambú, Barri, Conté, Jassi, Quebé, Injai',
    [familyOf(pt_PT)],
    'portuguese',
    0.7,
  ),
}

const greekFamilies = familyOf(el)
const isFeminine = (name: string) => /(ου|ά|ή|η|α)$/.test(name)
const GREEK_FAMILY = list('Παπαδόπουλος, Παπαδάκης, Παππάς, Δημητρίου, Οικονόμου, Γεωργίου, Νικολαΐδης, Αγγελόπουλος')
const MASCULINE_GREEK = joined(
  GREEK_FAMILY,
  greekFamilies.filter((name) => !isFeminine(name) || name.endsWith('ίου')),
  derived.greekFamilies,
)
/** A woman bears the family name in the genitive. */
export const feminineGreek = (name: string): string =>
  name
    .replace(/όπουλος$/, 'οπούλου')
    .replace(/ίδης$/, 'ίδου')
    .replace(/άδης$/, 'άδου')
    .replace(/ΐδης$/, 'ΐδου')
    .replace(/άκης$/, 'άκη')
    .replace(/ός$/, 'ού')
    .replace(/ος$/, 'ου')
    .replace(/άς$/, 'ά')
    .replace(/ής$/, 'ή')
    .replace(/ης$/, 'η')
    .replace(/ας$/, 'α')
const greekWords = (names: readonly string[]) => names.map((name) => otherWord(name, 'Grek'))
export const greek: Vocabulary = {
  male: skewed(
    greekWords(joined(list('Γεώργιος, Ιωάννης, Κωνσταντίνος, Δημήτριος, Νικόλαος, Παναγιώτης, Χρήστος, Αθανάσιος'), givenOf(el, 'male'))),
  ),
  female: skewed(greekWords(joined(list('Μαρία, Ελένη, Αικατερίνη, Βασιλική, Σοφία, Αγγελική, Γεωργία, Δήμητρα'), givenOf(el, 'female')))),
  family: skewed(greekWords(MASCULINE_GREEK), 0.7),
  family_female: skewed(greekWords(MASCULINE_GREEK.map(feminineGreek)), 0.7),
}

const russianWords = (names: readonly string[]) => names.map((name) => otherWord(name, 'Cyrl'))
const russianGiven = givenOf(ru, 'male')
const MASCULINE_RUSSIAN = joined(
  list('Иванов, Смирнов, Кузнецов, Попов, Васильев, Петров, Соколов'),
  familyOf(ru, 'male'),
  derived.russianFamilies(russianGiven),
)
export interface EastSlavic extends Vocabulary {
  /** Names after the father's. */
  readonly fathers: { readonly male: Draw; readonly female: Draw }
}
const fathersOf = ({ rawDefinitions: { person } }: Definitions, sex: 'male' | 'female') => person?.middle_name?.[sex] ?? []
export const russian: EastSlavic = {
  male: skewed(russianWords(joined(list('Александр, Сергей, Дмитрий, Андрей, Алексей, Максим, Иван, Владимир, Михаил'), russianGiven))),
  female: skewed(
    russianWords(joined(list('Елена, Ольга, Наталья, Анна, Мария, Екатерина, Ирина, Татьяна, Светлана'), givenOf(ru, 'female'))),
  ),
  family: skewed(russianWords(MASCULINE_RUSSIAN), 0.7),
  family_female: skewed(russianWords(MASCULINE_RUSSIAN.map(derived.feminineRussian)), 0.7),
  fathers: {
    male: skewed(russianWords(joined(list('Александрович, Сергеевич, Владимирович, Иванович'), fathersOf(ru, 'male')))),
    female: skewed(russianWords(joined(list('Александровна, Сергеевна, Владимировна, Ивановна'), fathersOf(ru, 'female')))),
  },
}

const ukrainianWords = (names: readonly string[]) =>
  names.map((name) => name.replaceAll("'", '’')).map((name) => otherWord(name, 'Cyrl', ukrainianInLatin(name)))
const MASCULINE_UKRAINIAN = joined(
  list('Мельник, Шевченко, Коваленко, Бондаренко, Бойко, Ткаченко, Кравченко, Ковальчук, Коваль, Олійник, Шевчук, Поліщук'),
  [...familyOf(uk), ...familyOf(uk, 'male')],
  derived.ukrainianFamilies(givenOf(uk, 'male')),
)
export const ukrainian: EastSlavic = {
  male: skewed(
    ukrainianWords(joined(list('Олександр, Сергій, Андрій, Володимир, Микола, Іван, Дмитро, Юрій, Василь'), givenOf(uk, 'male'))),
  ),
  female: skewed(ukrainianWords(joined(list('Олена, Наталія, Тетяна, Ірина, Оксана, Людмила, Світлана, Юлія'), givenOf(uk, 'female')))),
  family: skewed(ukrainianWords(MASCULINE_UKRAINIAN), 0.7),
  family_female: skewed(ukrainianWords(MASCULINE_UKRAINIAN.map((name) => name.replace(/ський$/, 'ська').replace(/цький$/, 'цька'))), 0.7),
  fathers: {
    male: skewed(ukrainianWords(joined(list('Олександрович, Миколайович, Іванович, Володимирович'), fathersOf(uk, 'male')))),
    female: skewed(ukrainianWords(joined(list('Олександрівна, Миколаївна, Іванівна, Володимирівна'), fathersOf(uk, 'female')))),
  },
}

const HEBREW_LATIN = new Map(
  list(
    'דוד David, יוסף Yosef, משה Moshe, דניאל Daniel, אברהם Avraham, יעקב Yaakov, נועם Noam, איתן Eitan, אורי Uri, שרה Sara, רחל Rachel, נועה Noa, תמר Tamar, אסתר Ester, רבקה Rivka, מיכל Michal, יעל Yael, חנה Hana, כהן Cohen, לוי Levi, מזרחי Mizrahi, פרץ Peretz, ביטון Biton, דהן Dahan, פרידמן Friedman, אזולאי Azulay',
  ).map((pair) => pair.split(' ') as [string, string]),
)
for (const [hebrew, latin] of derived.hebrewFamilies) HEBREW_LATIN.set(hebrew, latin)
const hebrewWords = (names: readonly string[]) => names.map((name) => otherWord(name, 'Hebr', HEBREW_LATIN.get(name)))
export const hebrew: Vocabulary = {
  male: skewed(
    hebrewWords(
      joined(list('דוד, יוסף, משה, דניאל, אברהם, יעקב, נועם, איתן, אורי'), [
        ...givenOf(he, 'male'),
        ...(he.rawDefinitions.person?.first_name?.generic ?? []),
      ]),
    ),
  ),
  female: skewed(hebrewWords(joined(list('שרה, רחל, נועה, תמר, אסתר, רבקה, מיכל, יעל, חנה'), givenOf(he, 'female')))),
  family: skewed(
    hebrewWords(
      joined(
        list('כהן, לוי, מזרחי, פרץ, ביטון, דהן, אברהם, פרידמן, אזולאי'),
        familyOf(he),
        derived.hebrewFamilies.map(([hebrew]) => hebrew),
      ),
    ),
    0.75,
  ),
}
