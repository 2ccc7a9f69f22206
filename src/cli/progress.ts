const BAR_WIDTH = 24

export interface ProgressStream {
  readonly isTTY?: boolean
  write(text: string): unknown
}

export interface Progress {
  report(done: number, total: number): void
  /** Leaves the last line standing and says how it ended. */
  finish(words: string): void
}

/** Progress of a long piece of work: a bar that moves on a terminal, a line for each tenth in a log. */
export function createProgress(label: string, stream: ProgressStream): Progress {
  return stream.isTTY ? movingBar(label, stream) : plainLines(label, stream)
}

function movingBar(label: string, stream: ProgressStream): Progress {
  const redraw = (text: string) => void stream.write(`\r\u001b[2K${text}`)
  return {
    report: (done, total) => redraw(`${label} ${bar(shareOf(done, total))} ${done}/${total}`),
    finish: (words) => redraw(`${label}: ${words}\n`),
  }
}

function plainLines(label: string, stream: ProgressStream): Progress {
  let lastTenth = -1
  return {
    report(done, total) {
      const tenth = Math.floor(shareOf(done, total) * 10)
      if (tenth === lastTenth) return
      lastTenth = tenth
      stream.write(`${label}: ${done}/${total}\n`)
    },
    finish: (words) => void stream.write(`${label}: ${words}\n`),
  }
}

function bar(share: number): string {
  const full = Math.round(share * BAR_WIDTH)
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full)
}

function shareOf(done: number, total: number): number {
  return total === 0 ? 1 : Math.min(1, done / total)
}
