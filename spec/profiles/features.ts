/** What a kernel may have, and what holds only of kernels that have it, or have it not. */

import type { Op } from '../vocabulary/command.ts'

/** Every feature, with what it is. */
export const features = {
  keys: 'keys at all',
  big_key: 'the key type big_key',
  asymmetric: 'the key type asymmetric, whether or not the kernel can do anything with such keys',
  trusted_keyring: 'certificates built into the kernel, to which a keyring may be restricted',
  dns_resolver: 'the key type dns_resolver',
  rxrpc: 'the key types rxrpc and rxrpc_s, without the cipher of the latter',
  notifications: 'queues for notifications of what becomes of keys',
  move: 'moving keys from one keyring to another',
  capabilities: 'telling what the kernel can do with keys',
  acl: 'access control lists on keys instead of masks',
  containers: 'container objects',
  container_keyrings: 'keyrings of containers, and what diverts the requests made in them',
} as const

export type Feature = keyof typeof features
export const featureNames = Object.keys(features) as Feature[]

/** For which kernels something holds: those with one feature, or without one; all if left out. */
export interface Scope {
  readonly with?: Feature
  readonly without?: Feature
}

/** Whatever has features; a profile, as a rule. */
interface Featured {
  readonly features: readonly Feature[]
}

export function holdsFor(scope: Scope, { features: has }: Featured): boolean {
  if (scope.with !== undefined && !has.includes(scope.with)) return false
  return scope.without === undefined || !has.includes(scope.without)
}

/** `with acl`; `undefined` where it holds for all. */
export function scopeWords(scope: Scope): string | undefined {
  const words = [
    ...(scope.with === undefined ? [] : [`with ${scope.with}`]),
    ...(scope.without === undefined ? [] : [`without ${scope.without}`]),
  ]
  return words.length === 0 ? undefined : words.join(' ')
}

/** What an operation takes of a kernel: without it, there is no such call. */
const featureOfOp: { readonly [O in Op]?: Feature } = {
  keyctl_move: 'move',
  keyctl_capabilities: 'capabilities',
  keyctl_grant_permission: 'acl',
  container_create: 'containers',
  fork_into_container: 'containers',
  close_container: 'containers',
  pass_container: 'containers',
  proc_containers: 'containers',
  keyctl_set_container_keyring: 'container_keyrings',
  keyctl_get_container_keyring: 'container_keyrings',
  keyctl_container_intercept: 'container_keyrings',
  keyctl_query_request_key_auth: 'container_keyrings',
  keyctl_find_lru: 'container_keyrings',
}

/** True where the kernel has the operation. */
export function hasOp({ features: has }: Featured, op: Op): boolean {
  const feature = featureOfOp[op]
  return feature === undefined || has.includes(feature)
}
