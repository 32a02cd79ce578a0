/** What a trace of Chromium says about one thread's work between two marks. */

type TraceEvent = {
  name: string
  ph: string
  pid: number
  tid: number
  ts: number
  dur?: number
  tdur?: number
}

/** Top-level tasks of every thread, and the marks a page sets itself. */
export const CATEGORIES = ['toplevel', 'blink.user_timing']

const TASK = 'ThreadControllerImpl::RunTask'

/** Milliseconds of work between each mark `start` and the mark `end` that follows it, on the thread that set them. */
export function workBetween(trace: string, start: string, end: string): number[] {
  const { traceEvents } = JSON.parse(trace) as { traceEvents: TraceEvent[] }
  const marks = traceEvents.filter(({ name }) => name === start || name === end).sort(byTime)
  const [first] = marks
  if (!first) throw new Error('The trace holds no marks.')
  const tasks = traceEvents
    .filter(({ name, ph, pid, tid }) => name === TASK && ph === 'X' && pid === first.pid && tid === first.tid)
    .sort(byTime)
  return marks.flatMap((mark, index) => {
    const next = marks[index + 1]
    return mark.name === start && next?.name === end ? [workIn(tasks, mark.ts, next.ts)] : []
  })
}

/**
 * The task that set the first mark counts from its beginning; the one that set the last is the bench's own. CPU time, in
 * which the slowdown counts and what other programs take does not. A task inside of a task has been counted with it.
 */
function workIn(tasks: readonly TraceEvent[], from: number, to: number): number {
  let work = 0
  let counted = 0
  for (const { ts, dur = 0, tdur = dur } of tasks) {
    if (ts + dur <= from || ts + dur >= to || ts < counted) continue
    counted = ts + dur
    work += tdur
  }
  return work / 1000
}

const byTime = (one: TraceEvent, other: TraceEvent): number => one.ts - other.ts
