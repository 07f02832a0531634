/** SQL as a value: text that only a programmer wrote, values that only travel as parameters. */

const made = Symbol('sql')

export interface Sql {
  readonly [made]: true
  readonly parts: readonly string[]
  readonly values: readonly unknown[]
}

/** Builds a statement; an interpolated Sql is spliced in, an interpolated value becomes a parameter. `undefined` is refused. */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Sql {
  const parts: string[] = [strings[0]!]
  const bound: unknown[] = []
  values.forEach((value, i) => {
    if (isSql(value)) {
      parts[parts.length - 1] += value.parts[0]!
      for (const part of value.parts.slice(1)) parts.push(part)
      for (const inner of value.values) bound.push(inner)
      parts[parts.length - 1] += strings[i + 1]!
      return
    }
    if (value === undefined) throw new TypeError('an SQL parameter is undefined: pass null')
    bound.push(value)
    parts.push(strings[i + 1]!)
  })
  return { [made]: true, parts, values: bound }
}

export const isSql = (value: unknown): value is Sql => typeof value === 'object' && value !== null && made in value

/** The text with $1, $2… as both drivers take it. */
export const textOf = (query: Sql): string => query.parts.reduce((text, part, i) => (i === 0 ? part : `${text}$${i}${part}`), '')

/** Conditions joined by `and`; `true` where there are none. */
export const allOf = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`true` : conditions.reduce((whole, condition) => sql`${whole} and ${condition}`)
