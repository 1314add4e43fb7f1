/** Chapter 1, key types: which there are, and what tells them apart. */

import type { Feature } from '../spec/profiles/features.ts'
import type { Profile } from '../spec/profiles/profile.ts'
import type { ErrnoName } from '../spec/vocabulary/errno.ts'

/** What a key type does, as far as its keys can be told apart by it. */
export interface KeyType {
  readonly name: string
  /** Where a kernel has the type. */
  readonly feature: Feature
  readonly updates: boolean
  readonly reads: boolean
  /** Links to its dead go without delay. */
  readonly instantReap: boolean
  /** Its keys belong to the network namespace of whoever makes them. */
  readonly ofNetwork: boolean
  /** A search looks at every key of the type and compares names as the type does. */
  readonly comparesNames: boolean
}

const plain = { instantReap: false, comparesNames: false, ofNetwork: false } as const

const types: ReadonlyMap<string, KeyType> = new Map(
  [
    { name: 'keyring', feature: 'keys', updates: false, reads: true, ...plain } as const,
    { name: 'user', feature: 'keys', updates: true, reads: true, ...plain } as const,
    { name: 'logon', feature: 'keys', updates: true, reads: false, ...plain } as const,
    // Made by the kernel alone: what begins with a dot, no call may name.
    {
      name: '.request_key_auth',
      feature: 'keys',
      updates: false,
      reads: true,
      ...plain,
    } as const,
    {
      name: 'dns_resolver',
      feature: 'dns_resolver',
      updates: false,
      reads: true,
      instantReap: true,
      ofNetwork: true,
      comparesNames: true,
    } as const,
    { name: 'big_key', feature: 'big_key', updates: true, reads: true, ...plain } as const,
    { name: 'asymmetric', feature: 'asymmetric', updates: false, reads: false, ...plain } as const,
    {
      name: 'rxrpc',
      feature: 'rxrpc',
      updates: false,
      reads: true,
      ...plain,
      ofNetwork: true,
    } as const,
    {
      name: 'rxrpc_s',
      feature: 'rxrpc',
      updates: false,
      reads: false,
      ...plain,
      ofNetwork: true,
    } as const,
  ].map((type) => [type.name, type]),
)

/** The type of that name, where the kernel has it. */
export function typeOf(profile: Profile, name: string): KeyType | undefined {
  const type = types.get(name)
  return type !== undefined && profile.features.includes(type.feature) ? type : undefined
}

/** What a type makes of a payload, before there is a key. */
export interface Prepared {
  /** What is kept of it; `null` where the key is a keyring. */
  readonly payload: string | null
  /** Bytes charged for it. */
  readonly charge: number
  /** The error that reading the key is. */
  readonly readError: ErrnoName | null
  /** Second of the clock at which the key will be dead. */
  readonly expiry: number | null
}
