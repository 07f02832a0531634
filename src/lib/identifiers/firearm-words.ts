/**
 * One word for each make and calibre of firearms that registers spell in many ways. Portolan's own table; the calibres were checked against
 * the code lists of NIEM 6.0 (NCIC CAL and MAK, CC BY 4.0), whose codes are read as well.
 */

/** A line: the word, its family where the bare number names several, then other spellings, all without blanks, dots and the unit. */
const CALIBRES = `
9X19 9 9PARA 9PARABELLUM 9LUGER 9NATO 9P 9X19PARABELLUM 9X19LUGER 9X19PARA 9X19NATO 9LUGER9X19 9PARABELLUM9X19
9X17 9 380 380ACP 380AUTO 9KURZ 9CORTO 9COURT 9SHORT 9CORTA 9BROWNINGCOURT 9X17K
9X18 9 9MAKAROV 9MAK 9X18MAKAROV 9PM
9X21 9 9X21IMI 9IMI
9X23 9 9LARGO 9X23LARGO 9BERGMANN 9BERGMANNBAYARD
9X22PAK 9 9PAK 9PA 9PAKNALL 9BLANC 9ABLANC 9FOGUEO 9X22PA
8X20PAK 8 8PAK 8KNALL 8BLANC 8ABLANC 8K
6.35X16 635 25ACP 25AUTO 6.35BROWNING 635BROWNING 6.35
7.65X17 765 32ACP 32AUTO 7.65BROWNING 765BROWNING
7.65X21 765 30LUGER 7.65PARABELLUM 765PARABELLUM 7.65PARA 7.65LUGER 765LUGER
7.62X25 762 7.62TOKAREV 762TOKAREV 7.62TT 7.62X25TOKAREV
7.63X25 763 30MAUSER 7.63MAUSER 763MAUSER
7.62X38R 762 7.62NAGANT 762NAGANT
7.62X39 762 7.62SOVIET 762SOVIET 7.62M43 7.62COURT 7.62KALASHNIKOV 7.62AK47 762AK
7.62X51 762 308 308WIN 308WINCHESTER 7.62NATO 762NATO 7.62X51NATO
7.62X54R 762 7.62X54 7.62R 7.62RUSSIAN 7.62MOSIN 762X54
7.62X33 30 30CARBINE 30M1 30M1CARBINE
7.62X63 30 3006 3006SPRINGFIELD 3006SPRG 30-06
5.45X39 545
5.56X45 556 223 223REM 223REMINGTON 5.56NATO 556NATO 5.56X45NATO
5.7X28 57 5.7FN
4.6X30 46 4.6HK
12.7X99 50 50BMG 12.7NATO 50BROWNING
12.7X108 127 12.7DSHK
.22LR 22 22LR 22LONGRIFLE 22L.R 22LRIFLE 5.6X15R 5.6LR
.22WMR 22 22WMR 22MAG 22MAGNUM
.22SHORT 22 22SHORT 22CORTO 22COURT
.40S&W 40 40S&W 40SW 10X22
10X25 10 10AUTO
.45ACP 45 45ACP 45AUTO 11.43X23 11.43
.45COLT 45 45COLT 45LC 45LONGCOLT
.357MAG 357 357MAG 357MAGNUM 9X33R 357REMMAG
.38SPECIAL 38 38SPECIAL 38SPL 38SP 9X29R
.38S&W 38 38S&W 38SW
.38SUPER 38 38SUPER
.44MAG 44 44MAG 44MAGNUM 44REMMAG
.32S&W 32 32S&W 32SWLONG 32S&WLONG
.303BRITISH 303 303 303BRIT 7.7X56R
.300WINMAG 300 300WINMAG 300WINCHESTERMAGNUM 7.62X67
.338LM 338 338LAPUA 338LAPUAMAGNUM 8.6X70
7X57 7 7MAUSER
7X64 7 7BRENNEKE
8X57 8 8MAUSER 7.92X57 8X57IS 8X57JS 7.92MAUSER
8X50R 8 8LEBEL
6.5X55 65 6.5SWEDISH
7.5X54 75 7.5MAS 7.5FRANCAIS
7.5X55 75 7.5SUISSE GP11
12GAUGE 12GAUGE 12 12GA 12G 12BORE GAUGE12 12/70 12/76 12/65 12/89 12X70 12X76
16GAUGE 16GAUGE 16 16GA 16G 16BORE GAUGE16 16/70 16/65
20GAUGE 20GAUGE 20 20GA 20G 20BORE GAUGE20 20/70 20/76
24GAUGE 24GAUGE 24 24GA 24BORE GAUGE24
28GAUGE 28GAUGE 28 28GA 28BORE GAUGE28
32GAUGE 32GAUGE 32GA 32BORE GAUGE32
.410 410 410BORE 410GAUGE 36GAUGE 36GA 36/76 410/76`

/** Makes: the word, then other spellings without blanks and points; codes of NCIC where they name this maker alone. */
const MAKES = `
BERETTA PIETROBERETTA PBERETTA FABBRICADARMIPIETROBERETTA BERETTAUSA
GLOCK GLOCKGESMBH GLOCKINC GLC
WALTHER CARLWALTHER WAL
HECKLERKOCH HK H&K HECKLER&KOCH HECKLERANDKOCH HEC
SIGSAUER SIG SAUER SIGARMS JPSAUER
SMITHWESSON SW S&W SMITH&WESSON SMITHANDWESSON
COLT COLTS COLTMFG COLTSMANUFACTURING
RUGER STURMRUGER STURMRUGER&CO
FNHERSTAL FN FABRIQUENATIONALE FNH FABRIQUENATIONALEHERSTAL
BROWNING BROWNINGARMS
CESKAZBROJOVKA CZ CZUB CESKAZBROJOVKAUHERSKYBROD CZUHERSKYBROD
ZASTAVA CRVENAZASTAVA ZASTAVAARMS ZAS
IZHEVSK IZHMASH IZHMEKH BAIKAL IZHEVSKMECHANICALPLANT KALASHNIKOVCONCERN IZH IZM
TULA TOZ TULAARMS
NORINCO NORTHCHINAINDUSTRIES NON
TAURUS FORJASTAURUS TAURUSBRAZIL TAS
STAR STARBONIFACIOECHEVERRIA
ASTRA ASTRAUNCETA AST
LLAMA LLAMAGABILONDO GABILONDO
MAUSER MAUSERWERKE
STEYR STEYRMANNLICHER STEYRARMS
MAB MANUFACTUREDARMESDEBAYONNE
MAS MANUFACTUREDARMESDESAINTETIENNE MANUFACTURENATIONALEDARMESSTETIENNE
UNIQUE MANUFACTUREDARMESDESPYRENEES MAPF UNU
RADOM FABRYKABRONI FBRADOM LUCZNIK RAD
EKOL VOLTRAN EKOLVOLTRAN
ZORAKI ATAK ATAKARMS
BLOW UCYILDIZ
RETAY RETAYARMS RTY
CANIK CANIK55 SAMSUNYURTSAVUNMA CNK
SARSILMAZ SARARMS SMZ
GIRSAN GIR
TISAS TRABZONSILAH
BENELLI BENELLIARMI BNL
FRANCHI LUIGIFRANCHI
WINCHESTER WINCHESTERREPEATINGARMS WNT
REMINGTON REMINGTONARMS
MOSSBERG OFMOSSBERG MOSSBERG&SONS MOS
MARLIN MARLINFIREARMS MAR
IWI IMI ISRAELWEAPONINDUSTRIES ISRAELMILITARYINDUSTRIES
FEG FEGYVERGYAR
TANFOGLIO FRATELLITANFOGLIO
CUGIR ROMARM UMCUGIR
ARSENAL ARSENALAD ARSENALBULGARIA
MAADI FACTORY54
HELWAN`

const calibres = new Map<string, { word: string; family: string }>()
for (const line of CALIBRES.trim().split('\n')) {
  const [word = '', family = '', ...others] = line.split(' ')
  for (const spelling of [plainCalibre(word), ...others.map(plainCalibre)]) calibres.set(spelling, { word, family })
}
const makes = new Map<string, string>()
for (const line of MAKES.trim().split('\n')) {
  const [word = '', ...others] = line.split(' ')
  for (const spelling of [word, ...others]) makes.set(plain(spelling), word)
}

/** Letters of every script and digits, in capitals without accents. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toUpperCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** Unit, the word calibre, blanks and the point before the number go; `9 mm Luger` and `cal. 9 Luger` are one. */
function plainCalibre(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[×*]/g, 'X')
    .replace(/(?<=\d),(?=\d)/g, '.')
    .replace(/CALIBR[EO]|CALIBER|CAL\.?|CALBRE|عيار|MILLIM[EÈ]TRES?|MM|ملم|مم/g, '')
    .replace(/GAUGE|CHIOKE|CALIBRO/g, 'GAUGE')
    .replace(/[^\p{L}\p{N}.&/]/gu, '')
    .replace(/^\.+|\.+$/g, '')
    .replace(/\.(?=\D)/g, '')
}

export type WordsVerdict = 'equal' | 'compatible' | 'different'

/** A bare number fits every calibre of its family: `9 mm` fits 9×19. */
export function compareCalibres(a: string, b: string): WordsVerdict {
  const [x, y] = [calibreOf(a), calibreOf(b)]
  if (x.word === y.word) return 'equal'
  const is_bare = (one: { word: string; family: string }) => one.word === one.family
  return x.family === y.family && (is_bare(x) || is_bare(y)) ? 'compatible' : 'different'
}

/** The one word for a calibre, and the family that its bare number names; unknown ones stand for themselves. */
export function calibreOf(text: string): { word: string; family: string } {
  const spelt = plainCalibre(text.slice(0, 60))
  const known = calibres.get(spelt)
  if (known !== undefined) return known
  const family = spelt.replaceAll('.', '')
  return families.has(family) ? { word: family, family } : { word: spelt, family: spelt }
}

const families = new Set([...calibres.values()].map(({ family }) => family))

/** Makes agree under any of their names; a name inside the other (`Beretta` and `Beretta, Italy`) is compatible. */
export function compareMakes(a: string, b: string): WordsVerdict {
  const [x, y] = [makeOf(a), makeOf(b)]
  if (x === y) return 'equal'
  const [shorter, longer] = x.length < y.length ? [x, y] : [y, x]
  return shorter.length >= 4 && longer.startsWith(shorter) ? 'compatible' : 'different'
}

/** The one word for a maker; unknown ones stand for themselves. */
export function makeOf(text: string): string {
  const spelt = plain(text.slice(0, 80))
  return makes.get(spelt) ?? spelt
}
