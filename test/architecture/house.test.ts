import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readText, ROOT, sourceFiles } from './source-files.ts'

interface Manifest {
  readonly dependencies: Record<string, string>
  readonly optionalDependencies: Record<string, string>
  readonly devDependencies: Record<string, string>
  readonly scripts: Record<string, string>
}

// Ours, and checked by npm itself: the shape of package.json.
const manifest = JSON.parse(readText('package.json')) as Manifest

test('[G6] the tests run on Node 24 or newer', () => {
  expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(24)
})

test('[G6] the pinned Nodes are of one version', () => {
  const nodes = Object.entries(manifest.optionalDependencies).filter(([name]) => name.startsWith('node-'))

  expect(nodes.length).toBeGreaterThan(0)
  expect(new Set(nodes.map(([, version]) => version)).size).toBe(1)
})

test('[G6] every dependency has one exact version', () => {
  const versions = { ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.devDependencies }

  const loose = Object.entries(versions).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))

  expect(Object.keys(versions).length).toBeGreaterThan(0)
  expect(loose).toEqual([])
})

test('[G8] the README is short, and its commands are those of package.json', () => {
  const readme = readText('README.md')

  const named = [...readme.matchAll(/npm run ([\w:]+)/g)].flatMap(([, script]) => script ?? [])

  expect(readme.split('\n').length).toBeLessThanOrEqual(101)
  expect(named).toContain('demo')
  expect(named.filter((script) => !(script in manifest.scripts))).toEqual([])
})

test('[G8] continuous integration runs the test command of the README', () => {
  const command = 'npm ci && npm test'

  expect(readText('README.md')).toContain(`\n${command}\n`)
  expect(readText('.ci/run').split('\n')).toContain(command)
})

test('[G9] migrations are numbered without a gap', () => {
  const files = readdirSync(join(ROOT, 'src/store/migrations')).filter((file) => /^\d{4}-/.test(file))

  const expected = files.map((_file, index) => String(index + 1).padStart(4, '0'))

  expect(files.length).toBeGreaterThan(0)
  expect(files.sort().map((file) => file.slice(0, 4))).toEqual(expected)
})

test('[G9] every migration is imported by the store', () => {
  const names = readdirSync(join(ROOT, 'src/store/migrations')).filter((file) => /^\d{4}-/.test(file))
  const importers = sourceFiles('src/store').map(({ tree }) => tree.text)

  const forgotten = names.filter((name) => !importers.some((text) => new RegExp(`from '[./\\w]*/${name}'`).test(text)))

  expect(forgotten).toEqual([])
})

test('[G10] the licence is Apache 2.0, as package.json says', () => {
  const [title, version] = readText('LICENSE')
    .split('\n')
    .map((line) => line.trim())

  expect([title, version]).toEqual(['Apache License', 'Version 2.0, January 2004'])
  expect(JSON.parse(readText('package.json'))).toMatchObject({ license: 'Apache-2.0' })
})
