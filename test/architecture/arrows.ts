import { importedPackage, importedPath, importsOf } from './imports.ts'
import { isTestFile, type SourceFile } from './source-files.ts'

/** Who may import whom, beside itself. The picture of it is in docs/architecture.md. */
export const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  connectors: ['core'],
  store: ['core'],
  engine: ['core', 'store'],
  api: ['core'],
  server: ['core', 'api', 'store', 'engine'],
  web: ['core', 'api'],
  sandbox: [],
  cli: ['core', 'connectors', 'store', 'engine', 'api', 'server', 'sandbox'],
}

/** The libraries that core may use: pure ones, which do the same on every machine. */
export const CORE_LIBRARIES: readonly string[] = ['zod', 'luxon', 're2js']

export function roomOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1]
}

/** The imports of a file that go against the arrows, as sentences. */
export function wrongImports(file: SourceFile): string[] {
  return importsOf(file).flatMap(({ name }) => {
    const wrong = name === undefined ? 'something computed' : wrongTarget(file.path, name)
    return wrong ? [`${file.path} imports ${wrong}`] : []
  })
}

function wrongTarget(from: string, name: string): string | undefined {
  const target = importedPath(from, name)
  if (target === undefined) return undefined
  const room = roomOf(from) ?? ''
  const targetRoom = roomOf(target)
  if (targetRoom === undefined || isTestFile(target)) return target
  return [room, ...(ARROWS[room] ?? [])].includes(targetRoom) ? undefined : target
}

/** The packages (Node's own included) that a file needs when it runs. */
export function runtimePackages(file: SourceFile): string[] {
  return importsOf(file)
    .filter((found) => !found.typeOnly)
    .flatMap(({ name }) => importedPackage(name ?? '') ?? [])
}

/** Every package that a file names, types included. */
export function namedPackages(file: SourceFile): string[] {
  return importsOf(file).flatMap(({ name }) => importedPackage(name ?? '') ?? [])
}

/** Circles of files that import one another, each as the path round; imports of types count too. */
export function circles(files: readonly SourceFile[]): string[][] {
  const targets = new Map(files.map((file) => [file.path, filesImportedBy(file)]))
  const done = new Set<string>()
  const found: string[][] = []

  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start >= 0) found.push([...trail.slice(start), path])
    if (start >= 0 || done.has(path)) return
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path])
    done.add(path)
  }
  for (const path of targets.keys()) visit(path, [])
  return found
}

function filesImportedBy(file: SourceFile): string[] {
  return importsOf(file).flatMap(({ name }) => (name === undefined ? [] : (importedPath(file.path, name) ?? [])))
}
