/** Calls at once, then at most once per interval, the last call of a burst included. */
export function throttled(call: () => void, everyMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let again = false

  function run(): void {
    again = false
    call()
    timer = setTimeout(() => {
      timer = undefined
      if (again) run()
    }, everyMs)
  }

  return () => {
    if (timer === undefined) run()
    else again = true
  }
}
