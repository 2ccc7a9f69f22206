import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

/** The rail blue: shade 7 on white and white on shade 6 both pass AA with room to spare. */
const rail: MantineColorsTuple = [
  '#eef0fe',
  '#dde1fc',
  '#bac3f8',
  '#99a5f4',
  '#8290f0',
  '#5b6be6',
  '#4755da',
  '#3a46c4',
  '#323ca6',
  '#2a3383',
]

/** Bluish greys for Mantine's own dark surfaces, near those of tokens.css. */
const dark: MantineColorsTuple = [
  '#e8ebf1',
  '#c5ccd7',
  '#9ba5b4',
  '#6d7788',
  '#394250',
  '#252b36',
  '#1b2029',
  '#151920',
  '#10141a',
  '#0e1116',
]

export const theme = createTheme({
  colors: { rail, dark },
  primaryColor: 'rail',
  primaryShade: { light: 7, dark: 6 },
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Code', 'Roboto Mono', Menlo, Consolas, monospace",
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '0.9375rem', lineHeight: '1.4' },
      h3: { fontSize: '0.8125rem', lineHeight: '1.4' },
    },
  },
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  cursorType: 'pointer',
  focusRing: 'auto',
  components: { InputWrapper: { styles: { label: { marginBottom: 4 } } } },
})

/** Hands Mantine's own surfaces the colours of tokens.css. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--muted)',
    '--mantine-color-placeholder': 'var(--muted)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-error': 'var(--bad)',
  }
  return { variables: {}, light: shared, dark: { ...shared, '--mantine-color-default': 'var(--raised)' } }
}
