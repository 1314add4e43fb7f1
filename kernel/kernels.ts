/** Every kernel that can be built or fetched, as a record. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { Ajv, type JSONSchemaType } from 'ajv'
import { parsePatch } from './patch.ts'
import { kernelData } from './paths.ts'
import { KernelError } from './trouble.ts'

/** Compiled here. `basis` names the kernel whose source, fragments and patches come first. */
interface BuiltRecord {
  readonly kind: 'built'
  readonly description: string
  readonly source?: string
  readonly basis?: string
  readonly config: readonly string[]
  readonly patches: readonly string[]
}

/** Taken from a package, whose name is a regular expression; the newest that matches. */
interface PrebuiltRecord {
  readonly kind: 'prebuilt'
  readonly description: string
  readonly package: string
  readonly modules: readonly string[]
}

type KernelRecord = BuiltRecord | PrebuiltRecord

/** A kernel to compile, complete: fragments and patches are files, in the order of application. */
export interface Build {
  readonly kind: 'built'
  readonly name: string
  readonly description: string
  readonly source: string
  readonly basis: string | undefined
  readonly config: readonly string[]
  readonly patches: readonly string[]
}

export type Kernel = Build | ({ readonly name: string } & PrebuiltRecord)

const strings = { type: 'array', items: { type: 'string' } } as const
const text = { type: 'string', minLength: 1 } as const

const builtSchema: JSONSchemaType<BuiltRecord> = {
  type: 'object',
  properties: {
    kind: { type: 'string', const: 'built' },
    description: text,
    source: { ...text, nullable: true },
    basis: { ...text, nullable: true },
    config: strings,
    patches: strings,
  },
  required: ['kind', 'description', 'config', 'patches'],
  additionalProperties: false,
}

const prebuiltSchema: JSONSchemaType<PrebuiltRecord> = {
  type: 'object',
  properties: {
    kind: { type: 'string', const: 'prebuilt' },
    description: text,
    package: text,
    modules: strings,
  },
  required: ['kind', 'description', 'package', 'modules'],
  additionalProperties: false,
}

const validate = new Ajv({ allErrors: true }).compile<Readonly<Record<string, KernelRecord>>>({
  type: 'object',
  additionalProperties: { anyOf: [builtSchema, prebuiltSchema] },
})

/** Check what kernels.json holds; a bad record is our own mistake, so it is thrown. */
export function parseRecords(value: unknown): Readonly<Record<string, KernelRecord>> {
  if (validate(value)) return value
  const problems = (validate.errors ?? []).map((each) => `${each.instancePath} ${each.message}`)
  throw new Error(`kernels.json is not valid: ${problems.join('; ')}`)
}

/** The wrong kernels: each file of `mutants/` is one, built on mainline unless its head names another. */
function mutants(): Readonly<Record<string, KernelRecord>> {
  const files = readdirSync(kernelData('mutants')).filter((file) => file.endsWith('.patch'))
  return Object.fromEntries(
    files.sort().map((file) => {
      const { says, fields } = parsePatch(readFileSync(kernelData('mutants', file), 'utf8'))
      const patches = [`mutants/${file}`]
      const basis = fields.Basis ?? 'mainline'
      const record = { kind: 'built', description: says, basis, config: [], patches }
      return [`mutant-${basename(file, '.patch')}`, record as KernelRecord]
    }),
  )
}

/** A patch is a file; a series is a folder of them, applied in the order of their names. */
function patchFiles(path: string): readonly string[] {
  if (path.endsWith('.patch')) return [kernelData(path)]
  const files = readdirSync(kernelData(path)).filter((file) => file.endsWith('.patch'))
  return files.sort().map((file) => kernelData(path, file))
}

function complete(name: string, records: Readonly<Record<string, KernelRecord>>): Kernel {
  const record = records[name]
  if (record === undefined) {
    throw new KernelError({ kind: 'unknown-kernel', name, known: Object.keys(records) })
  }
  if (record.kind === 'prebuilt') return { name, ...record }
  const basis = record.basis === undefined ? undefined : complete(record.basis, records)
  if (basis?.kind === 'prebuilt') throw new Error(`${name} is based on a prebuilt kernel`)
  const source = record.source ?? basis?.source
  if (source === undefined) throw new Error(`${name} has neither a source nor a basis`)
  return {
    kind: 'built',
    name,
    description: record.description,
    source,
    basis: record.basis,
    config: [...(basis?.config ?? []), ...record.config.map((file) => kernelData('config', file))],
    patches: [...(basis?.patches ?? []), ...record.patches.flatMap(patchFiles)],
  }
}

const readRecords = (): Readonly<Record<string, KernelRecord>> => ({
  ...parseRecords(JSON.parse(readFileSync(kernelData('kernels.json'), 'utf8'))),
  ...mutants(),
})

/** The kernel of that name; throws KernelError, naming those there are, when there is none. */
export const kernelNamed = (name: string): Kernel => complete(name, readRecords())

/** What a kernel is built on, and what that is built on, and so on. */
export function basesOf(name: string): readonly string[] {
  const kernel = kernelNamed(name)
  if (kernel.kind === 'prebuilt' || kernel.basis === undefined) return []
  return [kernel.basis, ...basesOf(kernel.basis)]
}

/** Every kernel, those of kernels.json first. */
export function allKernels(): readonly Kernel[] {
  const records = readRecords()
  return Object.keys(records).map((name) => complete(name, records))
}
