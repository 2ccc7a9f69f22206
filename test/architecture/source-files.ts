import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** A file of ours, parsed. `path` is relative to the checkout, with forward slashes. */
export interface SourceFile {
  readonly path: string
  readonly tree: ts.SourceFile
}

/** Every TypeScript file under a folder of the checkout, tests included. */
export function sourceFiles(folder: string): SourceFile[] {
  return pathsUnder(folder)
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => parseSource(path, readText(path)))
}

export function parseSource(path: string, text: string): SourceFile {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  return { path, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true, kind) }
}

/** Whether a file only serves tests: those may look across rooms, for that is what they are for. */
export function isTestFile(path: string): boolean {
  return /\.(test|contract|arbitrary|fixture)\.tsx?$/.test(path) || path.startsWith('test/')
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** Calls `look` for every node of a file, parents first. */
export function walk(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node)
  ts.forEachChild(node, (child) => walk(child, look))
}

function pathsUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(ROOT.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort()
}
