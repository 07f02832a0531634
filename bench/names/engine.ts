/** The one shape behind which ours and the baselines are measured. */
import type { RegionRecord } from '../../demo/population/index.ts'

export interface Subject {
  readonly name: string
  readonly birth_date?: string
  readonly sex?: 'F' | 'M' | 'X'
  readonly nationality?: string
}

export interface Found {
  readonly id: number
  readonly score: number
}

export interface Engine {
  /** What it is, with versions. */
  readonly about: string
  add(records: readonly RegionRecord[]): void | Promise<void>
  /** After the last record: what has to be done before the first search. */
  finish(): void | Promise<void>
  /** The best `top`, best first. */
  search(subject: Subject, top: number): readonly Found[] | Promise<readonly Found[]>
  /** What it keeps, and how that was counted. */
  bytes(): { bytes: number; counted: string } | Promise<{ bytes: number; counted: string }>
  /** Processor time that other processes spent for it so far, where it has any. */
  outside_ms?(): number
  close?(): Promise<void>
}

export interface Baseline {
  /** The largest population that it is run on, and why not on more. */
  readonly most: number
  readonly beyond: string
  open(): Engine | Promise<Engine>
}
