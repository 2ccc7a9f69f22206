import { expect, test } from 'vitest'
import { readText, sourceFiles } from './source-files.ts'

const HEADING = /^## ([A-Z]) /gm
const RULE = /^- \*\*([A-Z]\d+)\*\*/gm
const CITATION = /\[([A-Z]\d+)\]/g

const spec = readText('docs/spec.md')
const rules = matches(spec, RULE)
const tests = [...sourceFiles('src'), ...sourceFiles('test')].filter(({ path }) =>
  /\.(test|contract)\.tsx?$/.test(path),
)

test('[G5] every rule has a test, and every cited rule exists', () => {
  const cited = new Set(tests.flatMap(({ path }) => matches(readText(path), CITATION)))

  const untested = rules.filter((rule) => !cited.has(rule))
  const unknown = [...cited].filter((rule) => !rules.includes(rule))

  expect(rules.length).toBeGreaterThan(0)
  expect({ untested, unknown }).toEqual({ untested: [], unknown: [] })
})

test('[G5] every rule has its own id and stands under its letter', () => {
  const sections = spec.split(/^(?=## )/m).filter((section) => matches(section, HEADING).length > 0)

  const misplaced = sections.flatMap((section) => {
    const [letter = ''] = matches(section, HEADING)
    return matches(section, RULE).filter((rule) => !rule.startsWith(letter))
  })

  expect(misplaced).toEqual([])
  expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([])
})

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap(([, first]) => first ?? [])
}
