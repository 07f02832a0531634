/** Runs a command of the command line within the test and answers what it printed. */
import { vi } from 'vitest'

export async function ran(command: (args: string[]) => Promise<number>, ...args: string[]): Promise<{ code: number; out: string }> {
  let out = ''
  const print = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text)
    return true
  })
  const hush = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  try {
    return { code: await command(args), out }
  } finally {
    print.mockRestore()
    hush.mockRestore()
  }
}
