/** Validators compiled from the schemas, once each and not before they are wanted. */

import { Ajv, type AnySchema, type ErrorObject, type ValidateFunction } from 'ajv'
import { mistake, type Read } from './json-text.ts'

let ajv: Ajv | undefined
const compiled = new Map<AnySchema, ValidateFunction>()

function validator(schema: AnySchema): ValidateFunction {
  ajv ??= new Ajv({ discriminator: true, strict: true, strictRequired: false })
  const known = compiled.get(schema) ?? ajv.compile(schema)
  compiled.set(schema, known)
  return known
}

/** The value as what the schema describes; else where it is not, and what is wrong there. */
export function validate<T>(schema: AnySchema, value: unknown, what: string): Read<T> {
  const valid = validator(schema)
  if (valid(value)) return { ok: true, value: value as T }
  const [first] = valid.errors ?? []
  if (first === undefined) throw new Error('ajv refuses a value and gives no reason')
  return mistake(`is not a valid ${what}: ${placeOf(first)} ${troubleOf(first)}`)
}

/** `observations[2].answer`, or `the document` at the root. */
function placeOf({ instancePath }: ErrorObject): string {
  const parts = instancePath.split('/').slice(1)
  if (parts.length === 0) return 'the document'
  const words = parts.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
  return words.join('').replace(/^\./, '')
}

function troubleOf({ keyword, params, message }: ErrorObject): string {
  switch (keyword) {
    case 'additionalProperties':
      return `has a field ${JSON.stringify(params.additionalProperty)} that nothing is known of`
    case 'required':
      return `lacks ${JSON.stringify(params.missingProperty)}`
    case 'enum':
      return `must be one of ${params.allowedValues.join(', ')}`
    case 'const':
      return `must be ${JSON.stringify(params.allowedValue)}`
    case 'discriminator':
      return `has a "kind" that nothing is known of`
    default:
      return message ?? 'is not what it should be'
  }
}
