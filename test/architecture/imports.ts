import { posix } from 'node:path'
import ts from 'typescript'
import { walk, type SourceFile } from './source-files.ts'

/** One import, of whatever form: static, for types only, re-export, `import()` of a value or of a type. */
export interface Import {
  /** The name as written; undefined where it is computed, so that nobody can follow it. */
  readonly name: string | undefined
  /** Gone once types are stripped. */
  readonly typeOnly: boolean
}

export function importsOf({ tree }: SourceFile): Import[] {
  const imports: Import[] = []
  walk(tree, (node) => {
    const found = importAt(node)
    if (found) imports.push(found)
  })
  return imports
}

/** The file that a relative import means, as a path in the checkout; undefined for packages. */
export function importedPath(from: string, name: string): string | undefined {
  if (!name.startsWith('.')) return undefined
  return posix.join(posix.dirname(from), name)
}

/** `zod` of `zod/v4`, `@fastify/helmet` of `@fastify/helmet/x`; undefined for files of ours. */
export function importedPackage(name: string): string | undefined {
  if (name.startsWith('.')) return undefined
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/')
}

function importAt(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node)) {
    return {
      name: literal(node.moduleSpecifier),
      typeOnly: node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
    }
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return { name: literal(node.moduleSpecifier), typeOnly: node.isTypeOnly }
  }
  if (ts.isImportTypeNode(node)) {
    return { name: ts.isLiteralTypeNode(node.argument) ? literal(node.argument.literal) : undefined, typeOnly: true }
  }
  if (ts.isCallExpression(node) && (isDynamicImport(node) || isRequire(node))) {
    return { name: literal(node.arguments[0]), typeOnly: false }
  }
  return undefined
}

function isDynamicImport(node: ts.CallExpression): boolean {
  return node.expression.kind === ts.SyntaxKind.ImportKeyword
}

function isRequire(node: ts.CallExpression): boolean {
  return ts.isIdentifier(node.expression) && node.expression.text === 'require'
}

function literal(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined
}
