/** A kind of issue: a project and the name of an issue type, or any type of the project. */
export interface IssueEntity {
  readonly project: string
  /** Undefined: any type. */
  readonly type: string | undefined
}

/** Reads `OPS.Task`, `OPS.*` and, with the system's own project, `Task`. */
export function parseEntity(entity: string, defaultProject: string): IssueEntity {
  const dot = entity.indexOf('.')
  const project = dot < 0 ? defaultProject : entity.slice(0, dot)
  const type = entity.slice(dot + 1)
  return { project, type: type === '*' ? undefined : type }
}

export function entityName({ project, type }: IssueEntity): string {
  return `${project}.${type ?? '*'}`
}

/** An issue key's project and number: `OPS-4512`. */
export function parseKey(key: string): { readonly project: string; readonly number: number } | undefined {
  const match = /^(.+)-(\d+)$/.exec(key)
  return match?.[1] === undefined ? undefined : { project: match[1], number: Number(match[2]) }
}
