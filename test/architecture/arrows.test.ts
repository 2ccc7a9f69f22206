import { describe, expect, test } from 'vitest'
import { ARROWS, circles, CORE_LIBRARIES, namedPackages, roomOf, runtimePackages, wrongImports } from './arrows.ts'
import { isTestFile, parseSource, readText, sourceFiles } from './source-files.ts'

const files = sourceFiles('src').filter((file) => !isTestFile(file.path))

describe('the house', () => {
  test.each(Object.keys(ARROWS))('[G1] imports of src/%s follow the arrows', (room) => {
    const ofRoom = files.filter((file) => roomOf(file.path) === room)

    const wrong = ofRoom.flatMap(wrongImports)

    expect(ofRoom.length).toBeGreaterThan(0)
    expect(wrong).toEqual([])
  })

  test('[G1] every file of src stands in a room', () => {
    const homeless = files.map((file) => file.path).filter((path) => !((roomOf(path) ?? '') in ARROWS))

    expect(homeless).toEqual([])
  })

  test('[G2] no files import one another in a circle', () => {
    expect(circles(files)).toEqual([])
  })

  test('[G4] core uses its few pure libraries only', () => {
    const used = files.filter((file) => roomOf(file.path) === 'core').flatMap(namedPackages)

    expect(used.filter((name) => !CORE_LIBRARIES.includes(name))).toEqual([])
  })

  test('[G7] what runs on a server needs no development dependency', () => {
    const { dependencies } = JSON.parse(readText('package.json')) as { dependencies: Record<string, string> }
    const served = files.filter((file) => roomOf(file.path) !== 'web')

    const missing = served.flatMap((file) =>
      runtimePackages(file)
        .filter((name) => !name.startsWith('node:') && !(name in dependencies))
        .map((name) => `${file.path} imports ${name}`),
    )

    expect(missing).toEqual([])
  })
})

describe('the test of the arrows', () => {
  test.each([
    ['a static import', `import { open } from '../store/open.ts'`],
    ['an import of a type', `import type { Row } from '../store/open.ts'`],
    ['a type inside', `let row: import('../store/open.ts').Row`],
    ['a re-export', `export * from '../store/open.ts'`],
    ['a dynamic import', `const store = await import('../store/open.ts')`],
    ['a template', 'const store = await import(`../store/open.ts`)'],
    ['require', `const store = require('../store/open.ts')`],
  ])('[G1] sees %s', (_form, text) => {
    expect(wrongImports(parseSource('src/core/plan.ts', text))).toEqual(['src/core/plan.ts imports src/store/open.ts'])
  })

  test.each([
    ['a computed name', 'src/engine/run.ts', 'await import(name)', 'something computed'],
    ['a test file', 'src/engine/run.ts', `import { pair } from './pair.test.ts'`, 'src/engine/pair.test.ts'],
    ['a file outside src', 'src/engine/run.ts', `import { clock } from '../../test/clock.ts'`, 'test/clock.ts'],
  ])('[G1] refuses %s', (_form, path, text, target) => {
    expect(wrongImports(parseSource(path, text))).toEqual([`${path} imports ${target}`])
  })

  test('[G1] allows what the arrows allow', () => {
    const text = `import { plan } from '../core/plan.ts'; import { open } from './open.ts'; import pg from 'pg'`

    expect(wrongImports(parseSource('src/store/pairs.ts', text))).toEqual([])
  })

  test('[G2] finds a circle of three', () => {
    const files = [
      parseSource('src/core/a.ts', `import { b } from './b.ts'`),
      parseSource('src/core/b.ts', `import type { C } from './c.ts'`),
      parseSource('src/core/c.ts', `export { a } from './a.ts'`),
    ]

    expect(circles(files)).toEqual([['src/core/a.ts', 'src/core/b.ts', 'src/core/c.ts', 'src/core/a.ts']])
  })

  test('[G7] tells types from what runs', () => {
    const text = `import type { Page } from 'playwright-core'; import { z } from 'zod/v4'; import '@fastify/cookie'`

    expect(runtimePackages(parseSource('src/server/app.ts', text))).toEqual(['zod', '@fastify/cookie'])
  })
})
