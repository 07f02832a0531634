// How a score of a comparison is written: in hundredths, and never as certainty where only names met.
import { locale } from '../language/index.ts'

/** The highest figure that a likeness is written with: 1 would say that it is the person. */
const MOST_WRITTEN = 0.99

/** Writes a score or a threshold: 0.86. */
export function writeScore(score: number): string {
  const shown = Math.min(MOST_WRITTEN, Math.floor(score * 100 + 1e-6) / 100)
  return new Intl.NumberFormat(locale(), { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(shown)
}

/** How sure a score is, as a word of the vocabulary `strength`. */
export const strengthOf = (score: number): 'exact' | 'strong' | 'possible' | 'weak' =>
  score >= 0.995 ? 'exact' : score >= 0.85 ? 'strong' : score >= 0.7 ? 'possible' : 'weak'
