import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { listOperations, type OperationSummary } from '../../api/operations.ts'
import { call } from '../api/call.ts'
import { useLiveOperations } from '../api/live-feed.ts'
import { isShown, type ActivityFilter } from './filter.ts'
import { withNew, type OperationPage } from './pages.ts'

const pageSize = 60

/** The operations that the filter lets through, page by page, with new ones put before as they settle. */
export function useOperations(filter: ActivityFilter) {
  const client = useQueryClient()
  const { verdicts, workflowId, search } = filter
  const shown = verdicts.join(',')
  const queryKey = useMemo(
    () => [listOperations.path, 'live', { shown, workflowId, search }],
    [shown, workflowId, search],
  )

  useLiveOperations(
    useCallback(
      (settled: readonly OperationSummary[]) => {
        const fresh = settled.filter((each) => isShown(each, filter))
        client.setQueryData<InfiniteData<OperationPage, string | undefined>>(
          queryKey,
          (data) => data && { ...data, pages: [...withNew(data.pages, fresh)] },
        )
      },
      [client, filter, queryKey],
    ),
  )

  const query = useInfiniteQuery({
    queryKey,
    initialPageParam: undefined as string | undefined, // the first page has no cursor
    queryFn: ({ pageParam, signal }): Promise<OperationPage> =>
      call(
        listOperations,
        {
          verdicts: shown,
          limit: pageSize,
          ...(workflowId === undefined ? {} : { workflowId }),
          ...(search ? { search } : {}),
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        },
        signal,
      ),
    getNextPageParam: ({ next }) => next ?? undefined,
  })
  return { ...query, operations: query.data?.pages.flatMap(({ operations }) => operations) }
}
