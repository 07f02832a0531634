// The look of Portolan as a Mantine theme: one deep blue-green, quiet neutrals, three text sizes, borders before shadows.
import { createTheme, type MantineColorsTuple } from '@mantine/core'

const portolan: MantineColorsTuple = [
  '#ecf5f6',
  '#d5e8ea',
  '#a9d1d5',
  '#7cbcc2',
  '#4f9fa6',
  '#2f8790',
  '#176f79',
  '#0e5a64',
  '#0b4a52',
  '#083a41',
]
const gray: MantineColorsTuple = [
  '#f6f8f8',
  '#eef1f2',
  '#e3e8ea',
  '#d3dadd',
  '#bcc6ca',
  '#8d9aa0',
  '#56636a',
  '#46535a',
  '#2e393f',
  '#182126',
]
const dark: MantineColorsTuple = [
  '#dce3e6',
  '#bac5ca',
  '#9dabb2',
  '#73828a',
  '#3a474e',
  '#2b363c',
  '#202a2f',
  '#161e22',
  '#11181b',
  '#0b1012',
]
const red: MantineColorsTuple = [
  '#fdecea',
  '#f9d4d0',
  '#f2aaa3',
  '#ea7f75',
  '#dc5348',
  '#c8372f',
  '#b3211b',
  '#a11b16',
  '#8f1812',
  '#6d100b',
]

const FAMILY = '"IBM Plex Sans", system-ui, "Segoe UI", "Noto Sans", "Noto Naskh Arabic", Tahoma, sans-serif'

export const theme = createTheme({
  fontFamily: FAMILY,
  fontFamilyMonospace: '"IBM Plex Mono", ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace',
  colors: { portolan, gray, dark, red },
  primaryColor: 'portolan',
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 4,
  cursorType: 'pointer',
  fontSizes: { xs: '0.8125rem', sm: '0.9375rem', md: '0.9375rem', lg: '1.25rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.4', xl: '1.3' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  headings: {
    fontFamily: FAMILY,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.4' },
      h2: { fontSize: '0.9375rem', lineHeight: '1.5' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.5' },
    },
  },
  components: {
    Button: { defaultProps: { fw: 600 } },
    TextInput: { defaultProps: { size: 'sm' } },
    // the page has one banner: the head of a dialog is none
    Modal: {
      defaultProps: { attributes: { header: { role: 'presentation' } }, centered: true, radius: 6, transitionProps: { duration: 0 } },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 0 } } },
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, shadow: 'sm', transitionProps: { duration: 0 } } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true, transitionProps: { duration: 0 } } },
  },
})
