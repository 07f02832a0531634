/** The check digit of a machine-readable travel document: ICAO Doc 9303-3, section 4.9. */
const WEIGHTS = [7, 3, 1]

/** Computes the digit over a field as printed, fillers included; throws TypeError for a character outside A–Z, 0–9 and `<`. */
export function checkDigit(field: string): number {
  let sum = 0
  for (let i = 0; i < field.length; i++) sum += characterValue(field.charCodeAt(i)) * WEIGHTS[i % 3]!
  return sum % 10
}

function characterValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  if (code >= 65 && code <= 90) return code - 55
  if (code === 60) return 0
  throw new TypeError('a field of the machine-readable zone holds A–Z, 0–9 and < only')
}
