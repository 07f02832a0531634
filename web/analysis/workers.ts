// Calls to a worker as promises; what is under way when it is ended never comes.
import { RefusalError } from '../api/client.ts'
import type { Answer, ChartCalls, ChartNews, ChartOrder, MeasureCalls, MeasureNews } from './messages.ts'

type Calls = { [name: string]: [input: unknown, output: unknown] }

export type Talker<C, Order, News> = {
  call<K extends keyof C & string>(
    name: K,
    input: C[K] extends [infer I, unknown] ? I : never,
  ): Promise<C[K] extends [unknown, infer O] ? O : never>
  order(order: Order, transfer?: Transferable[]): void
  onNews(listener: (news: News) => void): void
  end(): void
}

function talkTo<C, Order, News>(worker: Worker): Talker<C, Order, News> {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: unknown) => void }>()
  let next = 1
  let listener: (news: News) => void = () => {}
  worker.addEventListener('message', ({ data }: MessageEvent<Answer | News>) => {
    if (typeof data === 'object' && data !== null && 'id' in data) {
      const asked = waiting.get(data.id)
      waiting.delete(data.id)
      if (data.error) asked?.reject(new RefusalError(data.error.code, data.error.message, data.error.status))
      else asked?.resolve(data.value as never)
    } else listener(data as News)
  })
  worker.addEventListener('error', (event) => {
    for (const { reject } of waiting.values()) reject(new RefusalError('page.failed', event.message, 0))
    waiting.clear()
  })
  return {
    call: (name, input) =>
      new Promise((resolve, reject) => {
        const id = next++
        waiting.set(id, { resolve: resolve as (value: never) => void, reject })
        worker.postMessage({ id, call: name, input })
      }),
    order: (order, transfer = []) => worker.postMessage(order, transfer),
    onNews(heard) {
      listener = heard
    },
    end() {
      worker.terminate()
      waiting.clear()
    },
  }
}

export type ChartTalker = Talker<ChartCalls, ChartOrder, ChartNews>
export type MeasureTalker = Talker<MeasureCalls, never, MeasureNews>
export type { Calls }

export const startChartWorker = (): ChartTalker =>
  talkTo(new Worker(new URL('./chart-worker.ts', import.meta.url), { type: 'module', name: 'chart' }))
export const startMeasureWorker = (): MeasureTalker =>
  talkTo(new Worker(new URL('./measure-worker.ts', import.meta.url), { type: 'module', name: 'measure' }))
