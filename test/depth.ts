/** How deep the tests go: the ordinary depth is that of `npm test`, the whole one of `npm test -- --whole`. */

/** Whether the whole depth was asked for. */
export const whole = process.env.PORTOLAN_WHOLE === '1'

/** The size of a sample or of a story, in the ordinary depth and in the whole one; `given` (an environment variable) takes the place of both. */
export const sized = (ordinary: number, all: number, given?: string): number => Number(given ?? (whole ? all : ordinary))
