/** The sets of name variants beside the project, read for learning and measuring: none of them is part of it. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { foldName, type Script } from '#lib/names/fold.ts'

/** Where the learnt tables of the product lie. */
export const WEIGHTS = fileURLToPath(new URL('../../src/lib/names/weights/', import.meta.url))

/** A row of a set of one token in two scripts; `held_out` rows are never learnt from. */
export type Row = { entity: string; native: string; latin: string; count: number; held_out: boolean }

export function rows(file: string): string[][] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(1)
    .filter(Boolean)
    .map((line) => line.split('\t'))
}

/** One name in sixteen is held out, by the first digit of its identifier in the set. */
export const heldOut = (entity: string) => entity.startsWith('0')

export function single(text: string, script: Script): string | undefined {
  const name = foldName(text)
  return name.ok && name.tokens.length === 1 && name.tokens[0]!.script === script ? name.tokens[0]!.text : undefined
}

export function pairsAcross(data: string, file: string, script: Script): Row[] {
  return rows(`${data}/names/${file}`).flatMap(([entity, native, latin, count]) => {
    const a = single(native!, script)
    const b = single(latin!, 'latin')
    if (!a || !b || a.length < 2 || b.length < 2) return []
    return [{ entity: entity!, native: a, latin: b, count: Number(count), held_out: heldOut(entity!) }]
  })
}

export function arabicByConvention(data: string): Row[] {
  return rows(`${data}/names/ar_latin_by_convention.tsv`).flatMap(([entity, native, latin]) => {
    const a = single(native!, 'arabic')
    const name = foldName(latin!)
    if (!a || !name.ok || a.length < 2) return []
    const b = name.tokens.map((token) => token.text).join('')
    return [{ entity: entity!, native: a, latin: b, count: 1, held_out: heldOut(entity!) }]
  })
}
