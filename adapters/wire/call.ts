/** What the agent is asked to do: calls, and programs of calls. */

/** Where a number that a call is made with comes from; a plain number is itself, modulo 2^64. */
export type Argument =
  | number
  /** What an earlier call answered; `otherwise` when that is negative or was not made. */
  | { readonly kind: 'result'; readonly call: number; readonly otherwise: number }
  | { readonly kind: 'register'; readonly register: number }
  /** The address of an offset in the program's data. */
  | { readonly kind: 'data'; readonly offset: number }
  /** The address of `count` parts at an offset of the data, each an offset there and a length. */
  | { readonly kind: 'vector'; readonly offset: number; readonly count: number }
  /** The address of a text in the program's data, in which `%` stands for what is in a register. */
  | { readonly kind: 'numbered'; readonly offset: number; readonly register: number }
  /** The address of a buffer whose content comes back, `bytes` long; one for each call. */
  | { readonly kind: 'out'; readonly bytes: number }
  /** The 32-bit word that an `each` is at. */
  | { readonly kind: 'word' }

interface Common {
  /** Which task makes it: 0 is the agent itself. */
  readonly slot: number
  /** Whether the reply tells its result; `wrong` is: only a negative one. `always` if left out. */
  readonly report?: 'always' | 'wrong' | 'never'
  readonly when?: Condition
  /** Takes the result if that is positive. */
  readonly register?: number
  /** The register takes the first word of the out buffer instead, unless the result is negative. */
  readonly registerTakes?: 'word'
  /** Another word than the first, from 0 to 15. */
  readonly which?: number
}

/** Makes a call only if the result of an earlier one is not less. */
export interface Condition {
  readonly call: number
  readonly least: number
}

/** A system call; with `until`, again and again. */
export interface Syscall extends Common {
  readonly kind: 'syscall'
  readonly nr: number
  readonly args: readonly Argument[]
  /** The whole out buffer comes back, not as much of it as the result says. */
  readonly wholeBuffer?: boolean
  readonly until?: Until
  /** Through the entry for 32-bit programs, with the numbers that calls have there. */
  readonly compat?: boolean
  /** In a body: as often as the `run` says. */
  readonly counted?: boolean
}

/** Repeats a call until its result is `result`. */
export interface Until {
  readonly result: number
  /** Yields before the first of the naps between repetitions. */
  readonly spins: number
  readonly patienceMs: number
}

export type Call =
  | Syscall
  /** The slot's task clones a child, or a thread, for slot `child`; answers its pid. */
  | (Common & { readonly kind: 'spawn'; readonly child: number; readonly thread?: boolean })
  /**
   * The slot's task makes a system call of one argument that comes back twice: in the child, which is
   * for slot `child` and has memory of its own, too.
   */
  | (Common & {
      readonly kind: 'fork'
      readonly child: number
      readonly nr: number
      readonly arg: number
    })
  /** The slot's task exits, with all threads of its process or alone. */
  | (Common & { readonly kind: 'exit'; readonly alone?: boolean })
  /** The slot's task executes the agent, as which it goes on. */
  | (Common & { readonly kind: 'exec' })
  /**
   * The lines of a file that begin with one of some texts, all offsets in the data; every line where
   * there are none. A file that is open already is closed.
   */
  | (Common & {
      readonly kind: 'grep'
      readonly path: number | { readonly kind: 'register'; readonly register: number }
      readonly prefixes: readonly number[]
    })
  /** Runs bodies `first` … `first + length - 1`; a counted call in them `count` times. */
  | (Common & {
      readonly kind: 'run'
      readonly first: number
      readonly length: number
      readonly count: number
    })
  /** A system call for each word that call `source` brought back. */
  | (Common & {
      readonly kind: 'each'
      readonly source: number
      readonly nr: number
      readonly args: readonly Argument[]
      readonly wholeBuffer?: boolean
    })
  /** Kills every task but slot 0. */
  | (Common & { readonly kind: 'kill' })
  /** Tells what a call of slot `task` answered that had not come back, or that it still has not. */
  | (Common & { readonly kind: 'await'; readonly task: number })
  /** The helper that the kernel started for a call of slot `task` becomes the task of slot `child`. */
  | (Common & { readonly kind: 'adopt'; readonly task: number; readonly child: number })
  /** A signal for slot `task`, if it is in a call that has not come back. */
  | (Common & { readonly kind: 'interrupt'; readonly task: number })
  /** Waits until every call that has not come back waits for something. */
  | (Common & { readonly kind: 'rest' })
  /** Waits until nobody is left who is being killed. */
  | (Common & { readonly kind: 'mourn' })
  /** The next `count` calls are made at once, each by the task of its slot. */
  | (Common & { readonly kind: 'race'; readonly count: number })
  /** The slot's task passes a file on, or has the one that was passed on last, under a number. */
  | (Common & { readonly kind: 'give' | 'take'; readonly file: number })
  /** Answers 0 if the task of slot `task` is in the agent's mount namespace. */
  | (Common & { readonly kind: 'sees'; readonly task: number })
  /** Answers the pid of the task of slot `task`, as the agent has it. */
  | (Common & { readonly kind: 'pid'; readonly task: number })

/** A program for the agent. */
export interface CallProgram {
  /** Before each call the agent sends the reply so far, for the case that the call is its end. */
  readonly careful: boolean
  /** Its calls may wait for something that others are to do, and the agent is to go on then. */
  readonly blocks: boolean
  readonly deadlineMs: number
  readonly main: readonly Call[]
  /** What `run` refers to; numbered behind `main` in results. */
  readonly bodies: readonly Syscall[]
  readonly registers: number
  /** What every register holds at first. */
  readonly registerStart: number
  /** Ends in a zero byte. */
  readonly data: Uint8Array
}

/** Bounds of `adapters/agent/agent.h`. */
export const bounds = {
  frameBytes: 16 * 1024 * 1024,
  calls: 16384,
  slots: 64,
  registers: 4096,
  outBytes: 1024 * 1024,
} as const

/** Version of what is said here; the agent's hello has the same. */
export const protocol = 1
