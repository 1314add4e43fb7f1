/** Simpler programs of the same length: fewer actors, plainer credentials, plainer arguments. */

import type { Command } from '../spec/vocabulary/command.ts'
import { bytesOf } from '../spec/vocabulary/memory.ts'
import type { ActorName } from '../spec/vocabulary/names.ts'
import type { Actor, Program } from '../spec/vocabulary/program.ts'
import { namesIn, renameKeys } from './rename.ts'

/** Every program that is one step simpler, the greatest steps first. */
export function* simplerPrograms(program: Program): IterableIterator<Program> {
  yield* fewerActors(program)
  yield* fewerNames(program)
  yield* plainerActors(program)
  for (const [at, command] of program.commands.entries()) {
    for (const plainer of plainerCommands(command)) {
      yield { ...program, commands: program.commands.with(at, plainer) }
    }
  }
}

/** One key under one name: what asked for it a second time is left out. */
function* fewerNames(program: Program): IterableIterator<Program> {
  const names = namesIn(program)
  for (const [at, name] of names.entries()) {
    for (const other of names.slice(0, at)) {
      const rest = program.commands.filter((one) => !('name' in one && one.name === name))
      yield renameKeys({ ...program, commands: rest }, (used) => (used === name ? other : used))
    }
  }
}

function actorsIn(program: Program): Set<ActorName> {
  return new Set(program.commands.flatMap((one) => ('actor' in one ? [one.actor] : [])))
}

function* fewerActors(program: Program): IterableIterator<Program> {
  const used = actorsIn(program)
  for (const { name } of program.actors) {
    const actors = program.actors.filter((actor) => actor.name !== name)
    if (actors.length === 0) continue
    if (!used.has(name)) {
      yield { ...program, actors }
      continue
    }
    for (const other of actors) {
      const commands = program.commands.map((one) =>
        'actor' in one && one.actor === name ? { ...one, actor: other.name } : one,
      )
      yield { actors, commands }
    }
  }
}

function* plainerActors(program: Program): IterableIterator<Program> {
  for (const [at, actor] of program.actors.entries()) {
    for (const plainer of plainerActor(actor)) {
      yield { ...program, actors: program.actors.with(at, plainer) }
    }
  }
}

function* plainerActor(actor: Actor): IterableIterator<Actor> {
  if (actor.compat) yield { ...actor, compat: false }
  if (actor.privileged) yield { ...actor, privileged: false }
  for (const group of actor.groups) {
    yield { ...actor, groups: actor.groups.filter((other) => other !== group) }
  }
  if (actor.gid !== 'g1') yield { ...actor, gid: 'g1' }
  if (actor.uid !== 'u1') yield { ...actor, uid: 'u1' }
}

/** A command with one argument made plainer. */
function* plainerCommands(command: Command): IterableIterator<Command> {
  if ('dest' in command && command.dest !== null) yield { ...command, dest: null }
  if ('room' in command && command.op !== 'keyctl_capabilities' && command.room !== undefined) {
    const { room: _, ...ample } = command
    yield ample
  }
  if (command.op === 'add_key' && command.payload !== null && bytesOf(command.payload) > 1) {
    yield { ...command, payload: 'x' }
  }
  if (command.op === 'add_key' && command.type === 'logon') {
    yield { ...command, type: 'user', description: 'a' }
  }
  if (command.op === 'add_key' && command.description !== null && command.description !== 'a') {
    yield { ...command, description: 'a' }
  }
  if (command.op === 'keyctl_setperm') yield* plainerMasks(command)
  if (command.op === 'keyctl_move' && command.flags !== 0) yield { ...command, flags: 0 }
  if (command.op === 'keyctl_get_keyring_id' && command.create !== 0) {
    yield { ...command, create: 0 }
  }
  if ('ring' in command && command.ring?.startsWith('@') && command.ring !== '@s') {
    yield { ...command, ring: '@s' }
  }
}

/** Masks with a byte cleared or filled, towards few distinct bits. */
function* plainerMasks(command: Command & { op: 'keyctl_setperm' }): IterableIterator<Command> {
  for (const shift of [0, 8, 16, 24]) {
    const unit = 2 ** shift
    const byte = Math.floor(command.perm / unit) % 0x100
    const rest = command.perm - byte * unit
    if (byte !== 0) yield { ...command, perm: rest }
    if (byte !== 0 && byte !== 0x3f && (byte & (byte - 1)) !== 0) {
      for (let bit = 1; bit < 0x40; bit <<= 1) {
        if ((byte & bit) !== 0) yield { ...command, perm: rest + (byte & ~bit) * unit }
      }
    }
  }
}
