/** Who may use the one connection next: first come, first served; several readers together, a transaction alone. */
import { DatabaseFailure } from './failure.ts'

interface Waiting {
  readonly manner: 'shared' | 'alone'
  readonly go: (leave: () => void) => void
  readonly stop: (error: Error) => void
}

export class Turnstile {
  readonly #bound: number
  readonly #sharers: number
  #queue: Waiting[] = []
  #first = 0
  #shared = 0
  #alone = false
  #shut: Error | undefined

  constructor(bound: number, sharers: number) {
    this.#bound = bound
    this.#sharers = sharers
  }

  /** Resolves with the function that leaves again; refuses (`database-busy`) when too many wait already. */
  enter(manner: 'shared' | 'alone'): Promise<() => void> {
    if (this.#shut !== undefined) return Promise.reject(this.#shut)
    if (this.#queue.length - this.#first >= this.#bound) {
      return Promise.reject(new DatabaseFailure('database-busy', `${this.#bound} calls wait for the database already`))
    }
    const { promise, resolve, reject } = Promise.withResolvers<() => void>()
    this.#queue.push({ manner, go: resolve, stop: reject })
    this.#admit()
    return promise
  }

  /** Refuses those who wait and all who come. */
  shut(error: Error): void {
    this.#shut = error
    const waiting = this.#queue.slice(this.#first)
    this.#queue = []
    this.#first = 0
    for (const { stop } of waiting) stop(error)
  }

  #admit(): void {
    while (this.#first < this.#queue.length && !this.#alone) {
      const { manner, go } = this.#queue[this.#first]!
      if (manner === 'alone' ? this.#shared > 0 : this.#shared >= this.#sharers) return
      if (++this.#first > 1_024) {
        this.#queue = this.#queue.slice(this.#first)
        this.#first = 0
      }
      if (manner === 'alone') this.#alone = true
      else this.#shared++
      go(this.#leaving(manner))
    }
  }

  #leaving(manner: 'shared' | 'alone'): () => void {
    let left = false
    return () => {
      if (left) return
      left = true
      if (manner === 'alone') this.#alone = false
      else this.#shared--
      this.#admit()
    }
  }
}
