/** JSON as text: read with one clear sentence when it is none, written in the order of a schema. */

/** A value, or what is wrong: one sentence. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: string }

export const mistake = (error: string): { readonly ok: false; readonly error: string } => ({
  ok: false,
  error,
})

/** Parses JSON; `what` is what it should be, e.g. `finding`. */
export function parseJson(text: string, what: string): Read<unknown> {
  if (text.trim() === '') return mistake(`it is empty: not a ${what}`)
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch (error) {
    if (endsInTheMiddle(text)) return mistake(`ends in the middle: not a complete ${what}`)
    return mistake(`is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** True when a text or a bracket is still open at the end. */
function endsInTheMiddle(text: string): boolean {
  const outside = text.replace(/"(?:[^"\\]|\\.)*"/gs, '')
  if (outside.includes('"')) return true
  const opened = outside.replace(/[^[{]/g, '').length
  return opened > outside.replace(/[^\]}]/g, '').length
}

/** As much of a schema as tells the order of fields. */
interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
  readonly oneOf?: readonly Shape[]
  readonly const?: unknown
}

/** Writes a value with its fields in the schema's order, two spaces a level, a newline at the end. */
export function writeJson(schema: unknown, value: unknown): string {
  return `${JSON.stringify(ordered(schema as Shape, value), null, 2)}\n`
}

function ordered(shape: Shape | undefined, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => ordered(shape?.items, item))
  if (typeof value !== 'object' || value === null) return value
  const fields = value as Readonly<Record<string, unknown>>
  const variant = shape?.oneOf?.find((one) => one.properties?.kind?.const === fields.kind) ?? shape
  const known = Object.entries(variant?.properties ?? {}).filter(([key]) => key in fields)
  return Object.fromEntries(known.map(([key, inner]) => [key, ordered(inner, fields[key])]))
}
