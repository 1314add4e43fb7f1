/** What the schemas are put together from. */

import type { JSONSchemaType } from 'ajv'

export const text = { type: 'string' } as const
export const count = { type: 'integer', minimum: 0 } as const
export const token = { type: 'integer', minimum: 1 } as const
export const seconds = { type: 'number', minimum: 0 } as const

/** The member of a union that has this kind. */
type OfKind<T extends { readonly kind: string }, K extends T['kind']> = Extract<
  T,
  { readonly kind: K }
>

/** Schemas of every field but `kind`. */
type Fields<T> = { [F in Exclude<keyof T, 'kind'>]: JSONSchemaType<T[F]> }

/** The schema of a record of one kind, with these fields and no others. */
export function exactly<K extends string, T extends { readonly kind: K }>(
  kind: K,
  fields: Fields<T>,
): JSONSchemaType<T> {
  const properties = { kind: { type: 'string', const: kind }, ...fields }
  const schema = {
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  }
  return schema as unknown as JSONSchemaType<T>
}

/** The schema of a union that `kind` tells apart; every kind has its schema. */
export function oneOfKinds<T extends { readonly kind: string }>(
  kinds: {
    readonly [K in T['kind']]: JSONSchemaType<OfKind<T, K>>
  },
): JSONSchemaType<T> {
  const schema = {
    type: 'object',
    discriminator: { propertyName: 'kind' },
    required: ['kind'],
    oneOf: Object.values(kinds),
  }
  return schema as unknown as JSONSchemaType<T>
}

/**
 * The schema of a field that may be left out: `nullable` is how that is told to the types; it is
 * not to be null.
 */
export function mayLack<S extends object>(schema: S): S & { nullable: true; not: { const: null } } {
  return { ...schema, nullable: true, not: { const: null } }
}
