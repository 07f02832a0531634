/**
 * How plates are built around the Mediterranean, on the way to it and where its vehicles go: what a form looks like in Latin letters without
 * separators, whose it is, and how it is usually printed. Portolan's own table, from what the states print; a plate that is in none of them
 * is a plate all the same. The sets of letters are those that the series use, so that fewer states claim what is not theirs.
 */

export interface PlateForm {
  /** ISO 3166-1 alpha-3. */
  readonly country: string
  readonly pattern: RegExp
  /** How the groups are printed, `$1`, `$2`… */
  readonly display: string
  /** Beside ordinary vehicles. */
  readonly scheme?: string
  /** How much the form says by itself: 1 where hardly anything else looks like it. */
  readonly weight: number
  /** Told apart by the separators alone: the pattern has `_` where the groups must have been typed apart. */
  readonly grouped: boolean
}

const SPAIN =
  'AB|AL|AV|BA|BI|BU|CA|CC|CE|CO|CR|CS|CU|GC|GE|GI|GR|GU|HU|LE|LO|LU|MA|ML|MU|NA|OR|OU|PM|IB|PO|SA|SE|SG|SO|SS|TE|TF|TO|VA|VI|ZA|A|B|C|H|J|L|M|O|P|S|T|V|Z'
const SENEGAL = 'DK|TH|SL|DL|ZG|KL|LG|MT|FK|KD|KF|KG|KE|SD|DB|LT'
const GAMBIA = 'BJL|KMC?|WCR?|LRR?|NBR?|CRR?|URR?|LK'
const TURKEY = '0[1-9]|[1-7]\\d|8[01]'

/** A line: country, weight, scheme or `-`, groups between `~`, how they are printed, and `grouped` where only the separators tell. */
const FORMS = `
ESP 1 - \\d{4}~[BCDFGHJKLMNPRSTVWXYZ]{3} $1 $2
ESP .7 old-series ${SPAIN}~\\d{4}~[A-Z]{1,2} $1-$2-$3
ESP .4 old-series ${SPAIN}~\\d{5,6} $1-$2
ESP .8 diplomatic CD|CC|OI|TA~\\d{2,3}~\\d{2,3} $1 $2 $3
ESP .8 temporary P|V|S|H~\\d{4}~[BCDFGHJKLMNPRSTVWXYZ]{3} $1 $2 $3
ESP .8 motorcycle C~\\d{4}~[BCDFGHJKLMNPRSTVWXYZ]{3} $1 $2 $3
ESP .9 police CNP|PGC~\\d{4}~[A-Z]{1,2} $1-$2-$3
ESP .6 military ET|EA|FN~\\d{5} $1 $2
FRA .8 - [A-HJ-NP-TV-Z]{2}~\\d{3}~[A-HJ-NP-TV-Z]{2} $1-$2-$3
FRA .7 temporary WW~\\d{3}~[A-HJ-NP-TV-Z]{2} $1-$2-$3
FRA .6 old-series \\d{1,4}~[A-HJ-NP-TV-Z]{1,3}~\\d{2}|2[AB]|97\\d $1 $2 $3
FRA .7 diplomatic \\d{1,3}~CMD|CD|K~\\d{1,4} $1 $2 $3
ITA .7 diplomatic CD|CC|UN~\\d{3,4}~[A-Z]{2} $1 $2 $3
ITA .7 military CC|EI|AM|MM~[A-Z]{2}~\\d{3} $1 $2 $3
ITA .8 - [A-HJ-NPR-TV-Z]{2}~\\d{3}~[A-HJ-NPR-TV-Z]{2} $1 $2 $3
ITA .6 motorcycle [A-HJ-NPR-TV-Z]{2}~\\d{5} $1 $2
PRT .7 - [A-Z]{2}~\\d{2}~[A-Z]{2} $1-$2-$3
PRT .7 - \\d{2}~[A-Z]{2}~\\d{2} $1-$2-$3
PRT .6 - \\d{2}~\\d{2}~[A-Z]{2} $1-$2-$3
PRT .5 old-series [A-Z]{2}~\\d{2}~\\d{2} $1-$2-$3
PRT .8 diplomatic \\d{3}~CD|CC|FM~\\d{3} $1-$2$3
MAR .85 - \\d{1,5}~[ABDHWTYEO]~[1-9]|[1-8]\\d $1-$2-$3
MAR .9 temporary WW|W18~\\d{5,6} $1 $2
MAR .6 government M|J~\\d{5,6} $1 $2
MAR .9 military FAR~\\d{5,6} $1 $2
MAR .7 diplomatic \\d{1,3}~CD|CMD|CC|PAT~\\d{1,3} $1 $2 $3
MAR .5 old-series \\d{1,4}~\\d{1,2}~[1-9] $1-$2/$3 grouped
DZA .8 - \\d{5,6}~\\d{3}~0[1-9]|[1-5]\\d|6\\d $1-$2-$3
TUN 1 - \\d{1,3}~TUN~\\d{1,4} $1 تونس $3
TUN .8 temporary RS|NT~\\d{1,6} $1 $2
TUN .7 temporary \\d{1,6}~RS|NT $1 $2
TUN .7 diplomatic CD|CMD|MD|CC|PAT|MC~\\d{2}~\\d{1,4} $1 $2-$3
TUN .5 government \\d{2}~\\d{6} $1-$2 grouped
MRT .75 - \\d{4}~[A-Z]{2}~0\\d|1[0-5] $1 $2 $3
MRT .7 government SG~\\d{4,5} $1 $2
SEN .5 - [A-Z]{2}~\\d{3}~[A-Z]{2} $1-$2-$3
SEN .9 old-series ${SENEGAL}~\\d{4}~[A-Z]{1,2} $1-$2-$3
MLI .9 - [A-Z]{1,2}~\\d{4}~MD|M[1-9] $1 $2 $3
GMB .9 - ${GAMBIA}~\\d{4}~[A-Z] $1 $2 $3
GIN .9 - RC~\\d{4}~[A-Z]{1,2} $1 $2 $3
GIN .6 government VA~\\d{4}~[A-Z]{1,2} $1 $2 $3
GNB .4 - \\d{2}~\\d{2}~[A-Z]{2} $1-$2-$3
CIV .6 - \\d{1,4}~[A-HJ-NP-Z]{2}~0[1-9]|1[0-4] $1 $2 $3
CIV .3 - [A-Z]{2}~\\d{3}~[A-Z]{2} $1-$2-$3
NER .7 - [1-8]~[A-Z]~\\d{4} $1$2 $3
NER .9 - [1-8]~[A-Z]~\\d{4}~RN $1$2 $3 $4
LBY .5 - \\d{1,2}~\\d{4,7} $1-$2 grouped
LBN .35 - [BGJMNORSTYZ]~\\d{4,7} $1 $2
LBN .6 diplomatic CD|CC~\\d{1,4}~\\d{1,4} $1 $2 $3
JOR .5 - [1-9]\\d?~\\d{3,5} $1-$2 grouped
ISR .7 - \\d{2}~\\d{3}~\\d{2} $1-$2-$3 grouped
ISR .7 - \\d{3}~\\d{2}~\\d{3} $1-$2-$3 grouped
ISR .5 diplomatic CD|CC~\\d{2,3}~\\d{2,3} $1 $2-$3
PSE .7 - \\d~\\d{4}~\\d{2} $1-$2-$3 grouped
PSE .7 - \\d~\\d{4}~[A-Z] $1-$2-$3 grouped
TUR .9 diplomatic ${TURKEY}~CD|CC|CA~\\d{3,4} $1 $2 $3
TUR .85 - ${TURKEY}~[A-PR-VYZ]~\\d{4,5} $1 $2 $3
TUR .85 - ${TURKEY}~[A-PR-VYZ]{2}~\\d{3,4} $1 $2 $3
TUR .85 - ${TURKEY}~[A-PR-VYZ]{3}~\\d{2,3} $1 $2 $3
GRC .85 - [ABEZHIKMNOPTYX]{3}~\\d{4} $1-$2
GRC .6 motorcycle [ABEZHIKMNOPTYX]{3}~\\d{1,3} $1-$2
GRC .9 diplomatic DS~\\d{2}~\\d{1,3} $1 $2-$3
DEU .75 - [A-Z]{1,3}~[A-Z]{1,2}~\\d{1,4}(?:_[HE])? $1-$2 $3 grouped
DEU .3 - [A-Z]{2,5}~\\d{1,4}[HE]? $1 $2
DEU .7 military Y~\\d{5,6} $1-$2
DEU .5 diplomatic 0~\\d{2,3}~\\d{1,4} $1 $2-$3 grouped
BEL .95 - [1-9]~[A-Z]{3}~\\d{3} $1-$2-$3
BEL .6 old-series [A-Z]{3}~\\d{3} $1-$2
BEL .5 old-series \\d{3}~[A-Z]{3} $1-$2
BEL .6 diplomatic CD~[A-Z]{2}~\\d{3} $1-$2-$3
GBR .95 - [A-HJ-PR-Y]{2}~\\d{2}~[A-HJ-PR-Z]{3} $1$2 $3
GBR .6 old-series [A-HJ-NPR-TV-Y]~\\d{1,3}~[A-HJ-PR-Z]{3} $1$2 $3
GBR .6 old-series [A-HJ-PR-Z]{3}~\\d{1,3}~[A-HJ-NPR-TV-Y] $1 $2$3
GBR .4 - [A-Z]?[IZ][A-Z]?|[A-Z]{1,2}[IZ]~\\d{1,4} $1 $2
GBR .8 diplomatic \\d{3}~D|X~\\d{3} $1 $2 $3
SAU .4 - [ABJDRSXTEGKLZNHUV]{3}~\\d{1,4} $1 $2
`

export const PLATE_FORMS: readonly PlateForm[] = FORMS.trim().split('\n').map(formOf)

function formOf(line: string): PlateForm {
  const [country = '', weight = '', scheme = '', groups = '', ...printed] = line.split(' ')
  const grouped = printed.at(-1) === 'grouped'
  return {
    country,
    weight: Number(weight),
    pattern: new RegExp(`^(${groups.replaceAll('~', grouped ? ')_(' : ')(')})$`),
    display: (grouped ? printed.slice(0, -1) : printed).join(' '),
    ...(scheme !== '-' && { scheme }),
    grouped,
  }
}
