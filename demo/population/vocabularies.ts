/** The names that each tradition draws from: the most common ones first, then the lists of faker in an order of their own. */
import { faker as ar } from '@faker-js/faker/locale/ar'
import { faker as el } from '@faker-js/faker/locale/el'
import { faker as en_GH } from '@faker-js/faker/locale/en_GH'
import { faker as en_NG } from '@faker-js/faker/locale/en_NG'
import { faker as es } from '@faker-js/faker/locale/es'
import { faker as fr } from '@faker-js/faker/locale/fr'
import { faker as fr_SN } from '@faker-js/faker/locale/fr_SN'
import { faker as he } from '@faker-js/faker/locale/he'
import { faker as it } from '@faker-js/faker/locale/it'
import { faker as pt_PT } from '@faker-js/faker/locale/pt_PT'
import { faker as ru } from '@faker-js/faker/locale/ru'
import { faker as tr } from '@faker-js/faker/locale/tr'
import type { Hand } from './arabic.ts'
import { type Chance, shuffled, skewed } from './chance.ts'
import { arabicWord, latinWord, otherWord, readWord, type Word } from './words.ts'

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

/** Head first, then the tail without what the head has. */
const joined = (head: readonly string[], tail: readonly string[]): string[] => [
  ...head,
  ...shuffled(tail.filter((word) => !head.includes(word))),
]

const latinDraw = (head: string, tail: readonly string[], hand: Hand, exponent?: number): Draw =>
  skewed(
    joined(list(head), tail).map((word) => latinWord(withAkan(word), hand)),
    exponent,
  )

const european = (source: Definitions, hand: Hand, heads: { male: string; female: string; family: string }): Vocabulary => ({
  male: latinDraw(heads.male, givenOf(source, 'male'), hand),
  female: latinDraw(heads.female, givenOf(source, 'female'), hand),
  family: latinDraw(heads.family, familyOf(source), hand, 0.75),
})

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

const arabicDraw = (head: readonly string[], tail: readonly string[], exponent?: number): Draw => {
  const known = head.map((sounds) => arabicWord(sounds))
  const texts = new Set(known.map(({ text }) => text))
  return skewed(
    [
      ...known,
      ...shuffled(tail.filter((text) => !texts.has(text) && /^[\u0621-\u064a]{3,}$|^(بن|عبد) [\u0621-\u064a ]+$/.test(text))).map(readWord),
    ],
    exponent,
  )
}

const arabicGiven = { male: arabicDraw(ARABIC_MALE, givenOf(ar, 'male')), female: arabicDraw(ARABIC_FEMALE, givenOf(ar, 'female')) }
export const maghrebi: Vocabulary = { ...arabicGiven, family: arabicDraw(MAGHREBI_FAMILY, familyOf(ar), 0.6) }
export const mashriqi: Vocabulary = { ...arabicGiven, family: arabicDraw(MASHRIQI_FAMILY, [], 0.5) }

export const spanish = european(es, 'spanish', {
  male: 'Antonio, José, Manuel, Francisco, David, Juan, Javier, Daniel, José Antonio, Carlos, Jesús, Alejandro, Miguel, Rafael, Pedro',
  female: 'María, Carmen, Ana, Isabel, Laura, Cristina, Marta, María Carmen, Josefa, Dolores, Lucía, Pilar, Elena, Rosa, Teresa',
  family:
    'García, González, Rodríguez, Fernández, López, Martínez, Sánchez, Pérez, Gómez, Martín, Jiménez, Ruiz, Hernández, Díaz, Moreno, Muñoz, Álvarez, Romero, Alonso, Gutiérrez',
})
export const french = european(fr, 'french', {
  male: 'Jean, Pierre, Michel, Philippe, Nicolas, Thomas, Julien, Alexandre, Kevin, David, Patrick, Laurent',
  female: 'Marie, Nathalie, Isabelle, Sophie, Julie, Catherine, Camille, Céline, Sandrine, Léa, Manon, Laura',
  family: 'Martin, Bernard, Thomas, Petit, Robert, Richard, Durand, Dubois, Moreau, Laurent, Simon, Michel, Lefebvre, Leroy, Roux',
})
export const italian = european(it, 'italian', {
  male: 'Giuseppe, Antonio, Giovanni, Mario, Luigi, Andrea, Francesco, Marco, Salvatore, Alessandro, Roberto, Vincenzo',
  female: 'Maria, Anna, Giuseppina, Rosa, Angela, Giovanna, Lucia, Francesca, Chiara, Giulia, Elena, Paola',
  family: 'Rossi, Russo, Ferrari, Esposito, Bianchi, Romano, Colombo, Ricci, Marino, Greco, Bruno, Gallo, Conti, De Luca',
})
export const portuguese = european(pt_PT, 'portuguese', {
  male: 'José, António, João, Manuel, Carlos, Francisco, Luís, Pedro, Paulo, Jorge',
  female: 'Maria, Ana, Isabel, Teresa, Fernanda, Paula, Rosa, Helena, Joana, Sofia',
  family:
    'Silva, Santos, Ferreira, Pereira, Oliveira, Costa, Rodrigues, Martins, Sousa, Fernandes, Gonçalves, Gomes, Lopes, Marques, Alves',
})
export const turkish = european(tr, 'turkish', {
  male: 'Mehmet, Mustafa, Ahmet, Ali, Hüseyin, Hasan, İbrahim, Murat, Yusuf, Ömer, Osman',
  female: 'Fatma, Ayşe, Emine, Hatice, Zeynep, Elif, Meryem, Zehra, Sultan, Özlem',
  family: 'Yılmaz, Kaya, Demir, Şahin, Çelik, Yıldız, Yıldırım, Öztürk, Aydın, Özdemir, Arslan, Doğan, Kılıç',
})

const SENEGALESE = {
  male: 'Mamadou, Moussa, Ibrahima, Cheikh, Abdoulaye, Amadou, Ousmane, Modou, Aliou, Babacar',
  female: 'Fatou, Aminata, Awa, Mariama, Aïssatou, Khady, Ndèye, Coumba, Astou, Ramatoulaye',
}
export const senegalese = european(fr_SN, 'french', {
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
  male: latinDraw(MANDE_GIVEN.male, givenOf(fr_SN, 'male'), 'french'),
  female: latinDraw(MANDE_GIVEN.female, givenOf(fr_SN, 'female'), 'french'),
  family: latinDraw(MANDE_FAMILY, familyOf(fr_SN), 'french', 0.7),
}
/** English spelling of what is spelt the French way next door: Diallo and Jallow, Touré and Touray. */
const KNOWN_ENGLISH: Readonly<Record<string, string>> = {
  Touré: 'Touray',
  Cissé: 'Ceesay',
  Cisse: 'Ceesay',
  Gueye: 'Gaye',
  Ndiaye: 'Njie',
  Kamara: 'Camara',
}
export const anglicised = (text: string): string =>
  KNOWN_ENGLISH[text] ??
  text
    .replace(/^Di(?=[aeo])|^Dj/i, 'J')
    .replace(/allo$/, 'allow')
    .replace(/é$/, 'eh')
    .replace(/^Ou/, 'O')
    .replace(/ou/g, 'u')
    .replace(/aye$/, 'ay')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
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
    [],
    'french',
  ),
  female: latinDraw(
    "Akissi, Adjoua, Amenan, Affoué, Aya, Ahou, Marie, Awa, Mariam, Fatoumata, Aminata, Edwige, Rosine, Clarisse, N'Guessan, Solange",
    [],
    'french',
  ),
  family: latinDraw(
    "Kouassi, Koné, Ouattara, Koffi, Kouadio, Coulibaly, Yao, Touré, Konan, Traoré, Bamba, Kouamé, N'Guessan, Diomandé, Kouakou, Soro, Brou, Gnagne, Bakayoko, Assi, Zadi, Séri, Dosso, Cissé",
    [],
    'french',
    0.6,
  ),
}
export const nigerien: Vocabulary = {
  male: latinDraw(
    'Issoufou, Mahamadou, Abdoulaye, Ibrahim, Seyni, Hassane, Moussa, Amadou, Souley, Oumarou, Harouna, Boubacar, Ousmane, Saidou, Adamou, Illiassou, Mamane, Salissou, Yacouba, Chaibou',
    [],
    'french',
  ),
  female: latinDraw(
    'Aïchatou, Fatouma, Hadiza, Zeinabou, Mariama, Ramatou, Salamatou, Halimatou, Rakia, Nana, Haoua, Zouera, Balkissa, Amina, Saratou',
    [],
    'french',
  ),
  family: latinDraw(
    'Mahamane, Issa, Hamidou, Abdou, Garba, Maman, Idrissa, Souley, Ali, Oumarou, Amadou, Seydou, Hama, Djibo, Maïga, Mounkaïla, Alio, Sani, Kaka, Tahirou, Harouna, Boukari, Yahaya, Laouali',
    [],
    'french',
    0.6,
  ),
}
export const nigerian = european(en_NG, 'english', {
  male: 'Emeka, Chinedu, Musa, Yusuf, Kayode, Olumide, Mohammed, Ibrahim',
  female: 'Fatima, Chiamaka, Ifeoma, Zainab, Titilayo, Blessing, Amina',
  family: 'Bello, Adebayo, Okafor, Balogun, Ibrahim, Okonkwo, Afolabi, Musa, Eze',
})
export const ghanaian = european(en_GH, 'english', {
  male: 'Kwame, Kofi, Kwabena, Yaw, Kojo, Emmanuel, Samuel, Daniel',
  female: 'Ama, Akosua, Abena, Esi, Grace, Mary, Comfort',
  family: 'Mensah, Owusu, Asante, Boateng, Agyeman, Appiah, Osei, Amoah, Addo',
})

const greekFamilies = familyOf(el)
const isFeminine = (name: string) => /(ου|ά|ή|η|α)$/.test(name)
const GREEK_FAMILY = list('Παπαδόπουλος, Παπαδάκης, Παππάς, Δημητρίου, Οικονόμου, Γεωργίου, Νικολαΐδης, Αγγελόπουλος')
const MASCULINE_GREEK = joined(
  GREEK_FAMILY,
  greekFamilies.filter((name) => !isFeminine(name) || name.endsWith('ίου')),
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
export const russian: Vocabulary & { readonly fathers: { readonly male: Draw; readonly female: Draw } } = {
  male: skewed(
    russianWords(joined(list('Александр, Сергей, Дмитрий, Андрей, Алексей, Максим, Иван, Владимир, Михаил'), givenOf(ru, 'male'))),
  ),
  female: skewed(
    russianWords(joined(list('Елена, Ольга, Наталья, Анна, Мария, Екатерина, Ирина, Татьяна, Светлана'), givenOf(ru, 'female'))),
  ),
  family: skewed(russianWords(joined(list('Иванов, Смирнов, Кузнецов, Попов, Васильев, Петров, Соколов'), familyOf(ru, 'male'))), 0.7),
  family_female: skewed(
    russianWords(joined(list('Иванова, Смирнова, Кузнецова, Попова, Васильева, Петрова, Соколова'), familyOf(ru, 'female'))),
    0.7,
  ),
  fathers: {
    male: skewed(
      russianWords(joined(list('Александрович, Сергеевич, Владимирович, Иванович'), ru.rawDefinitions.person?.middle_name?.male ?? [])),
    ),
    female: skewed(
      russianWords(joined(list('Александровна, Сергеевна, Владимировна, Ивановна'), ru.rawDefinitions.person?.middle_name?.female ?? [])),
    ),
  },
}

const HEBREW_LATIN = new Map(
  list(
    'דוד David, יוסף Yosef, משה Moshe, דניאל Daniel, אברהם Avraham, יעקב Yaakov, נועם Noam, איתן Eitan, אורי Uri, שרה Sara, רחל Rachel, נועה Noa, תמר Tamar, אסתר Ester, רבקה Rivka, מיכל Michal, יעל Yael, חנה Hana, כהן Cohen, לוי Levi, מזרחי Mizrahi, פרץ Peretz, ביטון Biton, דהן Dahan, פרידמן Friedman, אזולאי Azulay',
  ).map((pair) => pair.split(' ') as [string, string]),
)
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
  family: skewed(hebrewWords(joined(list('כהן, לוי, מזרחי, פרץ, ביטון, דהן, אברהם, פרידמן, אזולאי'), familyOf(he))), 0.75),
}
