// What the Enter key means in the check field: a scanner that types line by line sends it after each line of a zone.

const ZONE_LINE = /^[A-Z0-9<]{28,46}$/

/** `line` while a machine-readable zone is still being typed (TD1 has three lines, all others two), else `check`. */
export function enterMeans(text: string): 'line' | 'check' {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.replace(/\s/g, '').toUpperCase())
    .filter((line) => line !== '')
  const [first] = lines
  if (!first?.includes('<') || !lines.every((line) => ZONE_LINE.test(line))) return 'check'
  return lines.length < (first.length <= 32 ? 3 : 2) ? 'line' : 'check'
}
