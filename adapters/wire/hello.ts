/** The agent's first frame: which kernel it runs on. */

import { Ajv, type JSONSchemaType } from 'ajv'
import { protocol } from './call.ts'
import { type GuestNonsense, nonsense } from './nonsense.ts'

export interface Hello extends Words {
  readonly kind: 'hello'
}

interface Words {
  readonly protocol: number
  /** `uname -r`, `-v` and `-m`. */
  readonly release: string
  readonly version: string
  readonly machine: string
  /** There is an entry for 32-bit programs. */
  readonly compat: boolean
}

const text = { type: 'string', maxLength: 256 } as const

const schema: JSONSchemaType<Words> = {
  type: 'object',
  properties: {
    protocol: { type: 'integer' },
    release: text,
    version: text,
    machine: text,
    compat: { type: 'boolean' },
  },
  required: ['protocol', 'release', 'version', 'machine', 'compat'],
  additionalProperties: false,
}

const areWords = new Ajv().compile(schema)

export function decodeHello(payload: Buffer): Hello | GuestNonsense {
  const value = parsed(payload.toString('latin1'))
  if (!areWords(value)) return nonsense('the guest introduced itself in no way that we know')
  if (value.protocol !== protocol) {
    return nonsense(`the guest's agent speaks version ${value.protocol}, not ${protocol}`)
  }
  return { kind: 'hello', ...value }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
