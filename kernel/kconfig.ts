/** Configuration fragments: what they ask for, and whether it was granted. */

/** One option as a fragment has it; `n` stands for "is not set". */
type Options = ReadonlyMap<string, string>

/** Read a fragment or a whole .config; the last word on an option counts. */
export function parseConfig(text: string): Options {
  const options = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [, set, value] = line.match(/^(CONFIG_\w+)=(.*)$/) ?? []
    const [, unset] = line.match(/^# (CONFIG_\w+) is not set$/) ?? []
    if (set !== undefined && value !== undefined) options.set(set, value)
    if (unset !== undefined) options.set(unset, 'n')
  }
  return options
}

/**
 * Lines of the fragments that a finished .config does not honour: a dependency is missing, or
 * this source has no such option. kconfig itself drops them without a word.
 */
export function refused(fragments: readonly string[], config: string): readonly string[] {
  const granted = parseConfig(config)
  return [...parseConfig(fragments.join('\n'))]
    .filter(([option, value]) => (granted.get(option) ?? 'n') !== value)
    .map(([option, value]) => `${option}=${value}`)
}
