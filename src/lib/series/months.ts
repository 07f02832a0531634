/** Months as they are written, `2023-07`, and as whole numbers that follow each other. */

/** Months since the year 0; `undefined` for what is no month. */
export function monthNumber(month: string): number | undefined {
  const parts = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month)
  return parts ? Number(parts[1]) * 12 + Number(parts[2]) - 1 : undefined
}

export const monthOf = (number: number): string =>
  `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`
