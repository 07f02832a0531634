/**
 * Whose ship station, and whose aircraft, a number is: maritime identification digits (ITU Radio Regulations, Appendix 42; computed from npm
 * mmsi-country-lookup 1.0.2, MIT) and the blocks of aircraft addresses around the Mediterranean (ICAO Annex 10, volume III, part I, chapter 9).
 */

const DIGITS = `
ALB 201, AND 202, AUT 203, PRT 204 255 263, BEL 205, BLR 206, BGR 207, VAT 208, CYP 209 210 212, DEU 211 218, GEO 213, MDA 214,
MLT 215 229 248 249 256, ARM 216, DNK 219 220, ESP 224 225, FRA 226 227 228, FIN 230, FRO 231, GBR 232 233 234 235, GIB 236,
GRC 237 239 240 241, HRV 238, MAR 242, HUN 243, NLD 244 245 246 306, ITA 247, IRL 250, ISL 251, LIE 252, LUX 253, MCO 254, NOR 257 258 259,
POL 261, MNE 262, ROU 264, SWE 265 266, SVK 267, SMR 268, CHE 269, CZE 270, TUR 271, UKR 272, RUS 273, MKD 274, LVA 275, EST 276, LTU 277,
SVN 278, SRB 279, AIA 301, USA 303 338 366 367 368 369, ATG 304 305, ABW 307, BHS 308 309 311, BMU 310, BLZ 312, BRB 314, CAN 316,
CYM 319, CRI 321, CUB 323, DMA 325, DOM 327, GLP 329, GRD 330, GRL 331, GTM 332, HND 334, HTI 336, JAM 339, KNA 341, LCA 343, MEX 345,
MTQ 347, MSR 348, NIC 350, PAN 351 352 353 354 355 356 357 370 371 372 373 374, PRI 358, SLV 359, SPM 361, TTO 362, TCA 364,
VCT 375 376 377, VGB 378, VIR 379, AFG 401, SAU 403, BGD 405, BHR 408, BTN 410, CHN 412 413 414, TWN 416, LKA 417, IND 419, IRN 422,
AZE 423, IRQ 425, ISR 428, JPN 431 432, TKM 434, KAZ 436, UZB 437, JOR 438, KOR 440 441, PSE 443, PRK 445, KWT 447, LBN 450, KGZ 451,
MAC 453, MDV 455, MNG 457, NPL 459, OMN 461, PAK 463, QAT 466, SYR 468, ARE 470 471, TJK 472, YEM 473 475, HKG 477, BIH 478,
ATF 501 607 618 635, AUS 503, MMR 506, BRN 508, FSM 510, PLW 511, NZL 512, KHM 514 515, CXR 516, COK 518, FJI 520, CCK 523, IDN 525,
KIR 529, LAO 531, MYS 533, MNP 536, MHL 538, NCL 540, NIU 542, NRU 544, PYF 546, PHL 548, TLS 550, PNG 553, PCN 555, SLB 557, ASM 559,
WSM 561, SGP 563 564 565 566, THA 567, TON 570, TUV 572, VNM 574, VUT 576 577, WLF 578, ZAF 601, AGO 603, DZA 605, BDI 609,
BEN 610, BWA 611, CAF 612, CMR 613, COG 615, COM 616 620, CPV 617, CIV 619, DJI 621, EGY 622, ETH 624, ERI 625, GAB 626, GHA 627, GMB 629,
GNB 630, GNQ 631, GIN 632, BFA 633, KEN 634, LBR 636 637, SSD 638, LBY 642, LSO 644, MUS 645, MDG 647, MLI 649, MOZ 650, MRT 654, MWI 655,
NER 656, NGA 657, NAM 659, REU 660, RWA 661, SDN 662, SEN 663, SYC 664, SHN 608 665, SOM 666, SLE 667, STP 668, SWZ 669, TCD 670, TGO 671,
TUN 672, TZA 674 677, UGA 675, COD 676, ZMB 678, ZWE 679, ARG 701, BRA 710, BOL 720, CHL 725, COL 730, ECU 735, FLK 740, GUF 745, GUY 750,
PRY 755, PER 760, SUR 765, URY 770, VEN 775`

/** First address of a block and how many of its 24 bits are fixed. */
const BLOCKS = `
MAR 020000 9, TUN 028000 9, EGY 010000 9, LBY 018000 9, ZAF 008000 9, CIV 038000 12, GIN 046000 12, GNB 048000 14, MLI 05C000 12, MRT 05E000 14,
NER 062000 12, NGA 064000 12, SEN 070000 12, GMB 09A000 12, DZA 0A0000 9, GHA 044000 12, CPV 096000 14, RUS 100000 4, ITA 300000 6,
ESP 340000 6, FRA 380000 6, DEU 3C0000 6, GBR 400000 6, AUT 440000 9, BEL 448000 9, BGR 450000 9, DNK 458000 9, FIN 460000 9, GRC 468000 9,
HUN 470000 9, NOR 478000 9, NLD 480000 9, POL 488000 9, PRT 490000 9, CZE 498000 9, ROU 4A0000 9, SWE 4A8000 9, CHE 4B0000 9, TUR 4B8000 9,
CYP 4C8000 14, IRL 4CA000 12, LUX 4D0000 14, MLT 4D2000 14, MCO 4D4000 14, UKR 508000 9, HRV 501C00 14, SRB 4C0000 9, SAU 710000 9, IRQ 728000 9,
IRN 730000 9, ISR 738000 9, JOR 740000 9, LBN 748000 9, SYR 778000 9, ARE 896000 12, QAT 06A000 14, CHN 780000 6, IND 800000 6, JPN 840000 6,
USA A00000 4, CAN C00000 6, BRA E40000 6`

const byDigits = new Map<string, string>()
for (const entry of DIGITS.trim().split(/,\s/)) {
  const [country = '', ...digits] = entry.split(' ')
  for (const three of digits) byDigits.set(three, country)
}
const blocks = BLOCKS.trim()
  .split(/,\s/)
  .map((entry) => {
    const [country = '', first = '', bits = ''] = entry.split(' ')
    return { country, bits: Number(bits), first: Number.parseInt(first, 16) }
  })

/** The state of a ship station by its identification digits, which stand behind the prefixes of coast stations, groups, craft and aids. */
export function countryOfStation(mmsi: string): string | undefined {
  const at = /^(?:00|98|99)/.test(mmsi) ? 2 : mmsi.startsWith('111') ? 3 : /^[08]/.test(mmsi) ? 1 : 0
  return /^97[024]/.test(mmsi) ? undefined : byDigits.get(mmsi.slice(at, at + 3))
}

/** The state of registry by the 24-bit address of an aircraft, six hexadecimal digits. */
export function countryOfAircraft(address: string): string | undefined {
  const number = Number.parseInt(address, 16)
  return blocks.find(({ bits, first }) => number >> (24 - bits) === first >> (24 - bits))?.country
}
