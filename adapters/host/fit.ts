/** Programs made fit for a kernel that is not ours alone: every sub-list of a program is a program. */

import type { Command } from '../../spec/vocabulary/command.ts'
import type { Actor, Program } from '../../spec/vocabulary/program.ts'

/**
 * What can be shown inside a user namespace without the clock: the calls on keys themselves. Times run
 * out by the clock, credentials change by the namespace's rules, and what a kernel is capable of or
 * labels keys with is that kernel's own.
 */
const shown: ReadonlySet<Command['op']> = new Set<Command['op']>([
  'add_key',
  'request_key',
  'keyctl_search',
  'keyctl_get_keyring_id',
  'keyctl_join_session_keyring',
  'keyctl_update',
  'keyctl_revoke',
  'keyctl_invalidate',
  'keyctl_clear',
  'keyctl_describe',
  'keyctl_read',
  'keyctl_link',
  'keyctl_unlink',
  'keyctl_move',
  'keyctl_setperm',
  'keyctl_grant_permission',
  'keyctl_chown',
  'keyctl_restrict_keyring',
  'keyctl_set_reqkey_keyring',
  'fork',
  'exit',
  'key_users',
])

/** Key types that every kernel with keys has. */
const everywhere: ReadonlySet<string> = new Set(['keyring', 'user', 'logon'])

/** The program without what cannot be shown beside others: no root, no privilege, no time. */
export function fitBesideOthers({ actors, commands }: Program): Program {
  return { actors: actors.map(unprivileged), commands: commands.filter(isShown) }
}

/** What of a program is not for a kernel that is not ours alone, in a phrase; undefined if nothing is. */
export function whyUnfit({ actors, commands }: Program): string | undefined {
  const mighty = actors.find(
    ({ uid, gid, groups, privileged }) =>
      privileged || [uid, gid, ...groups].some((id) => id === 'root'),
  )
  if (mighty !== undefined) return `its actor ${mighty.name} is privileged`
  const at = commands.findIndex((command) => !isShown(command))
  const op = commands[at]?.op
  return op === undefined ? undefined : `its step ${at + 1}, ${op}, is for a kernel of our own`
}

function unprivileged(actor: Actor): Actor {
  const { name, uid, gid, groups } = actor
  return {
    name,
    uid: uid === 'root' ? 'u9' : uid,
    gid: gid === 'root' ? 'g9' : gid,
    groups: groups.filter((group) => group !== 'root'),
    privileged: false,
  }
}

function isShown(command: Command): boolean {
  if (!shown.has(command.op)) return false
  if ('callout' in command && command.callout !== null && command.callout !== undefined)
    return false
  if ('uid' in command && command.uid === 'root') return false
  if ('gid' in command && command.gid === 'root') return false
  const type = 'type' in command ? command.type : null
  return type === null || typeof type !== 'string' || everywhere.has(type)
}
