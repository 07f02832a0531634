// Reads a calendar day as officers type it: day first, or ISO, with any separator and either set of digits.

const dayIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

function written(year: string, month?: string, day?: string): string | undefined {
  const y = Number(year)
  if (y < 1800 || y > 2200) return undefined
  if (month === undefined) return year
  const m = Number(month)
  if (m < 1 || m > 12) return undefined
  const monthText = `${year}-${String(m).padStart(2, '0')}`
  if (day === undefined) return monthText
  const d = Number(day)
  if (d < 1 || d > dayIn(y, m)) return undefined
  return `${monthText}-${String(d).padStart(2, '0')}`
}

/** Answers `YYYY-MM-DD`, or `YYYY-MM` or `YYYY` when only that is known; undefined for what is no day. Years from 1800 to 2200. */
export function readDay(typed: string): string | undefined {
  const text = typed.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15)).trim()
  const iso = /^(\d{4})(?:[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?)?$/.exec(text)
  if (iso) return written(iso[1]!, iso[2], iso[3])
  const dayFirst = /^(?:(\d{1,2})[-/. ])?(\d{1,2})[-/. ](\d{4})$/.exec(text)
  if (dayFirst) return written(dayFirst[3]!, dayFirst[2], dayFirst[1])
  if (!/^\d{8}$/.test(text)) return undefined
  // never both: a month of 01 to 12 in the middle cannot begin a year from 1800 on
  return written(text.slice(0, 4), text.slice(4, 6), text.slice(6)) ?? written(text.slice(4), text.slice(2, 4), text.slice(0, 2))
}
