/** Ctrl-C: the first asks for an orderly end, the second ends at once. */

/** Whether somebody asked for the end, and a signal for whatever waits. */
export interface Interrupt {
  readonly signal: AbortSignal
  readonly stopped: () => boolean
}

/** Listens for SIGINT and SIGTERM from now on. */
export function listenForInterrupt(): Interrupt {
  const controller = new AbortController()
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return { signal: controller.signal, stopped: () => controller.signal.aborted }
}
