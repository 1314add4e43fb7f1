/** QEMU that boots whatever it is told to with a guest that is up to no good. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { compileAgent } from '../../kernel/agent.ts'
import { cpio } from '../../kernel/cpio.ts'
import { initramfsEntries } from '../../kernel/initramfs.ts'
import { projectRoot } from '../../kernel/paths.ts'

/** What a guest can do, as cli/hostile/relay.c has it. */
export type Deed =
  | 'panic-at-boot'
  | 'garbage-at-boot'
  | 'silence-at-boot'
  | 'panic'
  | 'garbage'
  | 'flood'
  | 'flood-of-partials'
  | 'huge'
  | 'half'
  | 'silence'
  | 'dead-agent'
  | 'console'
  | 'other-question'
  | 'liar'
  | `panic-at ${number}`

const qemu = 'qemu-system-x86_64'

/** Puts another initramfs in the place of the one that it is given; starts once, if it is to. */
const wrapper = (real: string, initramfs: string, once: boolean): string => `#!/bin/bash
if ${once} && [[ "$*" = *'-accel tcg'* ]]; then
  if [ -e '${initramfs}.started' ]; then exit 1; fi
  touch '${initramfs}.started'
fi
args=()
while [ $# -gt 0 ]; do
  args+=("$1")
  if [ "$1" = -initrd ]; then args+=('${initramfs}'); shift; fi
  shift
done
exec '${real}' "\${args[@]}"
`

/** A guest is a PATH on which QEMU boots it; `once` is: never again. */
export type Guests = (deed: Deed, how?: 'once') => string

/** Makes guests in a folder. */
export async function hostileGuests(folder: string): Promise<Guests> {
  const relay = join(folder, 'relay')
  const sources = ['cli/hostile/relay.c', 'adapters/agent/boot.c']
  const flags = ['-static', '-O2', '-std=gnu11', '-Wall', '-Wextra', '-Werror']
  await execa('cc', [...flags, '-o', relay, ...sources], { cwd: projectRoot() })
  const agent = readFileSync(await compileAgent())
  const { stdout: real } = await execa('sh', ['-c', `command -v ${qemu}`])
  return (deed, how) => {
    const place = join(folder, [deed, how].join('-'))
    mkdirSync(place, { recursive: true })
    const initramfs = join(place, 'initramfs.cpio')
    const entries = [
      ...initramfsEntries(readFileSync(relay), []),
      { kind: 'file', path: 'agent', mode: 0o755, data: agent } as const,
      { kind: 'file', path: 'deed', mode: 0o644, data: Buffer.from(deed) } as const,
    ]
    writeFileSync(initramfs, cpio(entries))
    writeFileSync(join(place, qemu), wrapper(real, initramfs, how === 'once'), { mode: 0o755 })
    return `${place}:${process.env.PATH}`
  }
}
