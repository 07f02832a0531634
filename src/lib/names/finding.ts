/**
 * What finding weighs things by. Shares are of true pairs, the rest are natural logarithms, all estimates of ours: set by hand and then
 * moved one by one while a synthetic region of a million people answered better (`npm run bench -- names`).
 */
export const FINDING = {
  /** Shares of letter costs that count, within Latin, within another script, and across: a cost is the dearest way of many, and habits go together. */
  within_latin: 0.75,
  within_other: 0.75,
  across: 0.56,
  /** Share of what the letters of a Latin word cost by themselves that is taken off what they cost as the spelling of another script. */
  letters: 0.65,
  /** What a good spelling costs across scripts, in hundredths: read as Latin a constant less something for each letter; read from Latin. */
  good_to_latin: -60,
  good_to_latin_letter: -165,
  good_from_latin: 195,
  /** What met nothing: an asked part, an initial, a first, second and further part of the record; and both sides at once. */
  missed: -3.4,
  missed_initial: -1.2,
  extra: [-0.7, -1.1, -1.6],
  conflict: -0.8,
  /** Parts that met in the order asked, or in another. */
  in_order: 0.25,
  out_of_order: -0.55,
  /** An initial that meets; and a part read as two, or two as one. */
  initial: 1.7,
  reread: -1.2,
  /** Records that would be written so by chance although their name is not held. */
  unheld: 0.5,
  /** How common a part is taken for that only a close look brought together with what was asked. */
  badly_written: 0.0001,
  /** Shares of true pairs whose birth dates agree so, and whose nationality and sex do. */
  date: { same: 0.62, compatible: 0.2, swapped: 0.04, year_off: 0.025, day_off: 0.03, otherwise: 0.012 },
  nationality: 0.9,
  sex: 0.985,
}
