import { z } from 'zod'
import { Failure } from '../../core/failure.ts'
import type { Choice } from '../../core/record.ts'
import { entityName, type IssueEntity } from './entity.ts'
import type { Session } from './session.ts'
import { choiceOf } from './values.ts'

const Types = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    statuses: z.array(z.object({ id: z.string(), name: z.string() })),
  }),
)

/** An issue type of a project, with the statuses that its issues can be in. */
export interface ProjectType {
  readonly id: string
  readonly name: string
  readonly statuses: readonly Choice[]
}

/** The issue types of projects; the call that also proves that we still see the project. */
export interface ProjectTypes {
  /** Asked anew. */
  fetch(project: string): Promise<readonly ProjectType[]>
  /** Remembered; asked anew if the type is not among them. */
  find(entity: IssueEntity): Promise<ProjectType>
}

export function createProjectTypes(session: Session): ProjectTypes {
  const latest = new Map<string, Promise<readonly ProjectType[]>>()

  function fetch(project: string): Promise<readonly ProjectType[]> {
    const asked = ask(project)
    latest.set(project, asked)
    asked.catch(() => latest.delete(project))
    return asked
  }

  async function ask(project: string): Promise<readonly ProjectType[]> {
    const { body } = await session.call({
      method: 'GET',
      path: `/project/${encodeURIComponent(project)}/statuses`,
      effect: 'repeatable',
      body: Types,
    })
    return body.map(({ id, name, statuses }) => ({
      id,
      name,
      statuses: statuses.flatMap((one) => choiceOf(one) ?? []),
    }))
  }

  async function find(entity: IssueEntity): Promise<ProjectType> {
    const isMeant = (type: ProjectType) => type.name === entity.type
    const remembered = await (latest.get(entity.project) ?? fetch(entity.project))
    const type = remembered.find(isMeant) ?? (await fetch(entity.project)).find(isMeant)
    if (!type) throw new Failure('rejection', `Jira has no issue type ${entityName(entity)} that we can see`)
    return type
  }

  return { fetch, find }
}
