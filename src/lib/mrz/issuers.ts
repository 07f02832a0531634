/** Codes of issuers and nationalities: ISO 3166-1 alpha-3 and ICAO Doc 9303-3, section 5. */
const ISO_3166_1 = new Set(
  `
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR BLZ
BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU
DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC
GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM
KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG
MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL
PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN
SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB
VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE`
    .trim()
    .split(/\s+/),
)

/** Codes of Doc 9303-3, section 5, parts B to E, and codes found on documents that a border meets (RKS, UTO, withdrawn states). */
const BEYOND_ISO: Record<string, string> = {
  D: 'Germany',
  EUE: 'European Union (laissez-passer)',
  GBD: 'British Overseas Territories citizen',
  GBN: 'British National (Overseas)',
  GBO: 'British Overseas citizen',
  GBP: 'British protected person',
  GBS: 'British subject',
  RKS: 'Kosovo (as printed on its documents)',
  XKX: 'Kosovo (user-assigned code)',
  UNO: 'United Nations Organization or one of its officials',
  UNA: 'United Nations specialized agency or one of its officials',
  UNK: 'Resident of Kosovo, document issued by the United Nations Interim Administration Mission',
  XBA: 'African Development Bank',
  XIM: 'African Export-Import Bank',
  XCC: 'Caribbean Community or one of its emissaries',
  XCE: 'Council of Europe',
  XCO: 'Common Market for Eastern and Southern Africa',
  XDC: 'Southern African Development Community',
  XEC: 'Economic Community of West African States',
  XES: 'Organization of Eastern Caribbean States',
  XMP: 'Parliamentary Assembly of the Mediterranean',
  XOM: 'Sovereign Military Order of Malta or one of its emissaries',
  XPO: 'INTERPOL',
  XXA: 'Stateless person (1954 Convention)',
  XXB: 'Refugee (1951 Convention and 1967 Protocol)',
  XXC: 'Refugee other than under XXB',
  XXX: 'Person of unspecified nationality',
  ANT: 'Netherlands Antilles (withdrawn)',
  NTZ: 'Neutral Zone',
  SCG: 'Serbia and Montenegro (withdrawn)',
  ZIM: 'Zimbabwe (as printed on some of its documents)',
  UTO: 'Utopia (specimens)',
}

/** Says whether a code, fillers removed, is known. An unknown code is a remark, never a refusal: new codes precede new software. */
export const isKnownIssuer = (code: string): boolean => ISO_3166_1.has(code) || Object.hasOwn(BEYOND_ISO, code)

/** What a code outside ISO 3166-1 stands for, in English; absent for ISO codes and unknown ones. */
export const meaningBeyondIso = (code: string): string | undefined => (Object.hasOwn(BEYOND_ISO, code) ? BEYOND_ISO[code] : undefined)
