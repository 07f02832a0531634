/** Reading of command lines: `--name value` pairs and flags, each known beforehand. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'

/** Thrown for a command line that can not be read; the command line prints the usage and exits with 2. */
export class Usage extends Error {}

export function readArguments<const Options extends ParseArgsOptionsConfig>(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (failure) {
    throw new Usage(failure instanceof Error ? failure.message : String(failure))
  }
}

export function demand(value: string | boolean | (string | boolean)[] | undefined, name: string): string {
  if (typeof value !== 'string' || value === '') throw new Usage(`--${name} is missing`)
  return value
}
