/** Whom an entry of a key's access control list is about, as programs say it. */

import { type ContainerName, isFileName } from './names.ts'

/** By number: `KEY_ACE_EVERYONE` and so on. */
export const standardSubjects = ['everyone', 'group', 'owner', 'possessor'] as const

export type StandardSubject = (typeof standardSubjects)[number]

/** Numbers of a type of subject and of a subject that are nobody's, `#9:0`. */
export type NobodysSubject = `#${number}:${number}`

/** A container by what it is called, where the caller is. */
export type NamedContainer = `name:${string}`

export type Subject = StandardSubject | NobodysSubject | ContainerName | NamedContainer

/** What a container is called that is a subject by its name; undefined for other subjects. */
export function labelOf(subject: Subject): string | undefined {
  return subject.startsWith('name:') ? subject.slice('name:'.length) : undefined
}

/** Types of subject: `KEY_ACE_SUBJ_CONTAINER`, and `KEY_ACE_SUBJ_CONTAINER_NAME`. */
export const containerSubjects = { byFile: 1, byName: 2 } as const

/** The numbers that a call takes for the type of a subject (`KEY_ACE_SUBJ_*`) and the subject. */
export function subjectNumbers(subject: StandardSubject | NobodysSubject): {
  readonly type: number
  readonly id: number
} {
  if (isStandard(subject)) return { type: 0, id: standardSubjects.indexOf(subject) }
  const [type = 0, id = 0] = subject.slice(1).split(':').map(Number)
  return { type, id }
}

export function isStandard(subject: Subject): subject is StandardSubject {
  return (standardSubjects as readonly string[]).includes(subject)
}

/** True for `everyone` and the like, and for `#9:0`; those with a name are not written as numbers. */
export function isSubject(text: string): text is Subject {
  if ((standardSubjects as readonly string[]).includes(text)) return true
  if (isFileName(text) || /^name:[a-z]{1,30}$/.test(text)) return true
  const [, type, id] = /^#(\d{1,10}):(\d{1,10})$/.exec(text) ?? []
  if (type === undefined || id === undefined) return false
  if (Number(type) > 0xffffffff || Number(id) > 0xffffffff) return false
  if (text === noFile || text === noName) return true
  return Number(type) > lastType || (Number(type) === 0 && Number(id) >= standardSubjects.length)
}

/** A container by a number that no file has. */
export const noFile: NobodysSubject = '#1:4294967295'

/** A container by a name that is written nowhere. */
export const noName: NobodysSubject = '#2:0'

/** Standard subjects, containers by file, containers by name. */
const lastType = 2
