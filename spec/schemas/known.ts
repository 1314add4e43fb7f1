/** Schema of a list of known deviations. */

import type { JSONSchemaType } from 'ajv'
import { type KnownEntry, type KnownFile, knownReasons } from '../known.ts'
import { featureNames } from '../profiles/features.ts'
import { mayLack } from './parts.ts'

const words = { type: 'string', minLength: 1 } as const
const feature = { type: 'string', enum: featureNames } as const
const version = { type: 'string', pattern: '^\\d{1,4}(\\.\\d{1,6}){1,2}$' } as const

const entry: JSONSchemaType<KnownEntry> = {
  type: 'object',
  properties: {
    rule: words,
    from: mayLack(version),
    to: mayLack(version),
    with: mayLack(feature),
    reason: { type: 'string', enum: knownReasons },
    note: words,
    program: words,
  },
  required: ['rule', 'reason', 'note', 'program'],
  additionalProperties: false,
}

export const knownSchema: JSONSchemaType<KnownFile> = {
  type: 'object',
  properties: {
    format: { type: 'string', const: 'keyspec-deviations/1' },
    deviations: { type: 'array', items: entry },
  },
  required: ['format', 'deviations'],
  additionalProperties: false,
}
