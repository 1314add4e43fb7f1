/** What can keep a kernel, an agent or an initramfs from being made, and the sentence for each. */
export type Trouble =
  | { readonly kind: 'unknown-kernel'; readonly name: string; readonly known: readonly string[] }
  | { readonly kind: 'missing-tool'; readonly tool: string; readonly package: string }
  | { readonly kind: 'package-not-found'; readonly pattern: string; readonly said: string }
  | { readonly kind: 'download-failed'; readonly package: string; readonly said: string }
  | { readonly kind: 'no-space'; readonly path: string; readonly neededMb: number }
  | { readonly kind: 'awkward-cache'; readonly path: string }
  | { readonly kind: 'patch-does-not-apply'; readonly patch: string; readonly said: string }
  | {
      readonly kind: 'config-refused'
      readonly kernel: string
      readonly options: readonly string[]
    }
  | {
      readonly kind: 'build-failed'
      readonly kernel: string
      readonly patches: readonly string[]
      readonly said: string
      readonly log: string
    }
  | { readonly kind: 'agent-failed'; readonly said: string }
  | { readonly kind: 'no-agent-sources'; readonly folder: string }
  | { readonly kind: 'no-such-module'; readonly module: string; readonly package: string }
  | { readonly kind: 'not-a-kernel'; readonly file: string; readonly why: string }
  | { readonly kind: 'tool-failed'; readonly tool: string; readonly said: string }
  | { readonly kind: 'interrupted'; readonly tool: string }

/** One sentence a person can act on. */
export function sentence(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'unknown-kernel':
      return `there is no kernel named '${trouble.name}': known are ${trouble.known.join(', ')}`
    case 'missing-tool':
      return `'${trouble.tool}' is not installed: apt-get install ${trouble.package}`
    case 'package-not-found':
      return `apt knows no package ${trouble.pattern}: apt-get update may help (${trouble.said})`
    case 'download-failed':
      return `the package ${trouble.package} could not be downloaded: ${trouble.said}`
    case 'no-space':
      return `not enough space in ${trouble.path}: ${trouble.neededMb} MB are needed`
    case 'awkward-cache':
      return `a kernel cannot be built below ${trouble.path}: its path has a space or a colon, set KEYSPEC_CACHE to another`
    case 'patch-does-not-apply':
      return `the patch ${trouble.patch} does not apply: ${trouble.said}`
    case 'config-refused':
      return `the configuration of ${trouble.kernel} asks for what this source does not grant: ${trouble.options.join(', ')}`
    case 'build-failed':
      return `${trouble.kernel} did not compile${blaming(trouble.patches)}: ${trouble.said} (log: ${trouble.log})`
    case 'agent-failed':
      return `the agent did not compile: ${trouble.said}`
    case 'no-agent-sources':
      return `there are no C sources in ${trouble.folder}`
    case 'no-such-module':
      return `the package ${trouble.package} has no module ${trouble.module}, built in or loadable`
    case 'not-a-kernel':
      return `${trouble.file} is not a bzImage: ${trouble.why}`
    case 'tool-failed':
      return `${trouble.tool} failed: ${trouble.said}`
    case 'interrupted':
      return `interrupted during ${trouble.tool}: nothing was kept`
  }
}

const blaming = (patches: readonly string[]): string =>
  patches.length === 0 ? '' : ` with ${patches.join(', ')}`

/** A trouble on its way to whoever shows it; `message` is its sentence. */
export class KernelError extends Error {
  readonly trouble: Trouble

  constructor(trouble: Trouble) {
    super(sentence(trouble))
    this.name = 'KernelError'
    this.trouble = trouble
  }
}
