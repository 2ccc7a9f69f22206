import { CloseButton, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { verdicts } from '../../api/operations.ts'
import { listWorkflows } from '../../api/workflows.ts'
import { useEndpoint } from '../api/use-endpoint.ts'
import { SearchIcon } from '../parts/icons.tsx'
import { verdictNames } from '../parts/verdict-badge.tsx'
import { toggleVerdict, type ActivityFilter } from './filter.ts'
import classes from './filter-bar.module.css'

export interface FilterBarProps {
  readonly filter: ActivityFilter
  readonly onChange: (filter: ActivityFilter) => void
}

export function FilterBar({ filter, onChange }: FilterBarProps) {
  return (
    <div className={classes['bar']} role="search" aria-label="Filter the activity">
      <SearchField filter={filter} onChange={onChange} />
      <WorkflowField filter={filter} onChange={onChange} />
      <div className={classes['chips']} role="group" aria-label="Outcomes shown">
        {verdicts.map((verdict) => (
          <button
            key={verdict}
            type="button"
            className={classes['chip']}
            aria-pressed={filter.verdicts.includes(verdict)}
            onClick={() => onChange(toggleVerdict(filter, verdict))}
          >
            {verdictNames[verdict]}
          </button>
        ))}
      </div>
    </div>
  )
}

function SearchField({ filter, onChange }: FilterBarProps) {
  const [typed, setTyped] = useState(filter.search)
  const apply = useDebouncedCallback((search: string) => onChange({ ...filter, search: search.trim() }), 250)

  function change(text: string): void {
    setTyped(text)
    apply(text)
  }

  return (
    <TextInput
      className={classes['search'] ?? ''}
      size="xs"
      aria-label="Search by case number or issue key"
      placeholder="Case number or issue key"
      leftSection={<SearchIcon size={15} />}
      rightSection={typed ? <CloseButton size="xs" aria-label="Clear the search" onClick={() => change('')} /> : null}
      value={typed}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  )
}

/** Only where there is a choice. */
function WorkflowField({ filter, onChange }: FilterBarProps) {
  const workflows = useEndpoint(listWorkflows, {}, { staleTime: 60_000 }).data?.workflows ?? []
  if (workflows.length < 2) return null
  return (
    <Select
      className={classes['workflow'] ?? ''}
      size="xs"
      aria-label="Workflow"
      placeholder="All workflows"
      clearable
      clearButtonProps={{ 'aria-label': 'Show all workflows' }}
      data={workflows.map(({ id, name }) => ({ value: id, label: name }))}
      value={filter.workflowId ?? null}
      onChange={(id) => onChange({ ...filter, workflowId: id ?? undefined })}
    />
  )
}
