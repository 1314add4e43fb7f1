/** Short runs of commands that bring about what single commands seldom do, and what they are put together of. */

import type { Command } from '../../spec/vocabulary/command.ts'
import type { ActorName, KeyRef } from '../../spec/vocabulary/names.ts'
import type { View } from './view.ts'

/** Writes several commands that belong together. */
export type Burst = (view: View) => readonly Command[]

/** A keyring, added. */
export function newRing(view: View, actor: ActorName, description: string, ring: KeyRef) {
  const name = view.fresh()
  return { name, op: 'add_key', actor, type: 'keyring', description, payload: null, ring } as const
}

/** A user's key, added. */
export function newUser(view: View, actor: ActorName, description: string, ring: KeyRef) {
  const name = view.fresh()
  return { name, op: 'add_key', actor, type: 'user', description, payload: 'x', ring } as const
}

/** A user's key, asked for without a callout. */
export function request(view: View, actor: ActorName, description: string): Command {
  const name = view.fresh()
  return { op: 'request_key', actor, name, type: 'user', description, callout: null, dest: null }
}
