import type { Controlled } from './control.ts'
export function controlPage(controlled: Controlled): string {
  return JSON.stringify(controlled.addresses())
}
