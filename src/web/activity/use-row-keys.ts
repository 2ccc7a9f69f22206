import { useEffect, type RefObject } from 'react'

export interface RowKeysNeeds {
  readonly list: RefObject<HTMLElement | null>
  readonly onClose: () => void
}

/** j, k and the arrows move through the rows, Enter opens (rows are links), Escape closes what is open. */
export function useRowKeys({ list, onClose }: RowKeysNeeds): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
      const step = steps[event.key]
      if (step !== undefined && moveFocus(list.current, step)) event.preventDefault()
      if (event.key === 'Escape') {
        onClose()
        openRow(list.current)?.focus()
      }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [list, onClose])
}

const steps: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }

/** From the row in focus, else from the open one, else from before the first. Arrows elsewhere on the page scroll it. */
function moveFocus(list: HTMLElement | null, step: number): boolean {
  if (!list) return false
  const rows = [...list.querySelectorAll<HTMLElement>('[data-row]')]
  const current = rows.find((row) => row === document.activeElement) ?? openRow(list)
  const from = current ? rows.indexOf(current) : -1
  const next = rows[Math.min(rows.length - 1, Math.max(0, from + step))]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
  return next !== undefined
}

function openRow(list: HTMLElement | null): HTMLElement | null {
  return list?.querySelector<HTMLElement>('[data-row][aria-current]') ?? null
}

/** Fields, menus, tabs and lists have their own use for these keys. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [role="tablist"], [role="menu"], [role="dialog"]') !== null
  )
}
