// The ground of every page: styles, theme and direction, following the language.
import { DirectionProvider, MantineProvider, useDirection } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { useLanguage } from '../language/index.ts'
import '../pieces/mantine-first.css'
import '../pieces/fonts.css'
import '../pieces/theme.css'
import { theme } from '../pieces/theme.ts'

/** Theme and direction around everything, following the language. */
export function Ground({ children }: { children: ReactNode }) {
  return (
    <DirectionProvider detectDirection>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <Direction />
        {children}
      </MantineProvider>
    </DirectionProvider>
  )
}

function Direction() {
  const { direction } = useLanguage()
  const { setDirection } = useDirection()
  useEffect(() => setDirection(direction), [direction, setDirection])
  return null
}
