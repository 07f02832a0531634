/** The browser that plays the stories: Debian's, or the one that CHROMIUM names. */
import { existsSync } from 'node:fs'

/** Where a Chromium is, or undefined. */
export const chromiumPath = (): string | undefined =>
  [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    (path) => path !== '' && existsSync(path),
  )
