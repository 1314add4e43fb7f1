/** Schemas of everything that is saved: findings, traces, run reports. */

import type { AnySchemaObject, JSONSchemaType } from 'ajv'
import { knownReasons } from '../known.ts'
import type {
  Comparison,
  Count,
  Coverage,
  Excusable,
  Finding,
  KnownCount,
  RunReport,
  Suspect,
  TraceFile,
  TraceLine,
  TracesHeader,
} from '../report.ts'
import type { CrashCause } from '../splat.ts'
import type { TargetInfo, Untested } from '../trace.ts'
import type { Allowed, Deviation } from '../verdict.ts'
import { observationSchema } from './answer.ts'
import { knownSchema } from './known.ts'
import { count, mayLack, seconds, text, token } from './parts.ts'

const untested: JSONSchemaType<Untested> = {
  type: 'object',
  properties: { what: text, why: text },
  required: ['what', 'why'],
  additionalProperties: false,
}

const target: JSONSchemaType<TargetInfo> = {
  type: 'object',
  properties: {
    kind: { type: 'string', enum: ['qemu', 'model', 'host'] },
    title: text,
    release: text,
    version: text,
    profile: text,
    untested: { type: 'array', items: untested },
  },
  required: ['kind', 'title', 'release', 'version', 'profile', 'untested'],
  additionalProperties: false,
}

const ids: JSONSchemaType<readonly string[]> = { type: 'array', items: text }

const allowed: JSONSchemaType<Allowed> = {
  type: 'object',
  properties: { answer: text, rules: ids },
  required: ['answer', 'rules'],
  additionalProperties: false,
}

const deviation: JSONSchemaType<Deviation> = {
  type: 'object',
  properties: { step: count, seen: text, allowed: { type: 'array', items: allowed } },
  required: ['step', 'seen', 'allowed'],
  additionalProperties: false,
}

const compared: JSONSchemaType<Comparison> = {
  type: 'object',
  properties: {
    target,
    observations: { type: 'array', items: observationSchema },
    seen: text,
    conforms: { type: 'string', enum: ['target', 'compared', 'neither'] },
  },
  required: ['target', 'observations', 'seen', 'conforms'],
  additionalProperties: false,
}

const replays: JSONSchemaType<Finding['replays']> = {
  type: 'object',
  properties: { runs: count, same: count },
  required: ['runs', 'same'],
  additionalProperties: false,
}

const found: JSONSchemaType<Finding['found']> = {
  type: 'object',
  properties: {
    program: token,
    afterSeconds: seconds,
    shrunkAfterSeconds: seconds,
    original: text,
    originalCommands: count,
  },
  required: ['program', 'afterSeconds', 'shrunkAfterSeconds', 'original', 'originalCommands'],
  additionalProperties: false,
}

const suspect: JSONSchemaType<Suspect> = {
  type: 'object',
  properties: { rule: text, wrong: text },
  required: ['rule', 'wrong'],
  additionalProperties: false,
}

const causes: readonly CrashCause[] = [
  'sanitizer',
  'lockdep',
  'warning',
  'oops',
  'panic',
  'agent',
  'unknown',
]

export const findingSchema: JSONSchemaType<Finding> = {
  type: 'object',
  properties: {
    format: { type: 'string', const: 'keyspec-finding/1' },
    kind: { type: 'string', enum: ['deviation', 'difference', 'crash', 'hang', 'flaky'] },
    target,
    seed: { type: 'integer' },
    program: text,
    commands: count,
    observations: { type: 'array', items: observationSchema },
    deviation,
    compared: mayLack(compared),
    rules: ids,
    led: ids,
    suspects: { type: 'array', items: suspect },
    replays,
    found,
    log: text,
    cause: mayLack({ type: 'string', enum: causes }),
  },
  required: [
    'format',
    'kind',
    'target',
    'seed',
    'program',
    'commands',
    'observations',
    'deviation',
    'rules',
    'led',
    'suspects',
    'replays',
    'found',
    'log',
  ],
  additionalProperties: false,
}

export const traceFileSchema: JSONSchemaType<TraceFile> = {
  type: 'object',
  properties: {
    format: { type: 'string', const: 'keyspec-trace/1' },
    target,
    program: text,
    observations: { type: 'array', items: observationSchema },
  },
  required: ['format', 'target', 'program', 'observations'],
  additionalProperties: false,
}

export const tracesHeaderSchema: JSONSchemaType<TracesHeader> = {
  type: 'object',
  properties: { format: { type: 'string', const: 'keyspec-traces/1' }, target },
  required: ['format', 'target'],
  additionalProperties: false,
}

export const traceLineSchema: JSONSchemaType<TraceLine> = {
  type: 'object',
  properties: { program: text, observations: { type: 'array', items: observationSchema } },
  required: ['program', 'observations'],
  additionalProperties: false,
}

const ruleCount: JSONSchemaType<Count> = {
  type: 'object',
  properties: { id: text, count },
  required: ['id', 'count'],
  additionalProperties: false,
}

const excusable: JSONSchemaType<Excusable> = {
  type: 'object',
  properties: { id: text, count, excuse: mayLack(text) },
  required: ['id', 'count'],
  additionalProperties: false,
}

const coverage: JSONSchemaType<Coverage> = {
  type: 'object',
  properties: {
    rules: { type: 'array', items: ruleCount },
    pairs: { type: 'array', items: excusable },
    cells: { type: 'array', items: excusable },
  },
  required: ['rules', 'pairs', 'cells'],
  additionalProperties: false,
}

const knownCount: JSONSchemaType<KnownCount> = {
  type: 'object',
  properties: {
    rule: text,
    reason: { type: 'string', enum: knownReasons },
    note: text,
    program: text,
    runs: count,
    same: count,
    programs: count,
  },
  required: ['rule', 'reason', 'note', 'program', 'runs', 'same', 'programs'],
  additionalProperties: false,
}

const known: JSONSchemaType<readonly KnownCount[]> = { type: 'array', items: knownCount }

export const reportSchema: JSONSchemaType<RunReport> = {
  type: 'object',
  properties: {
    format: { type: 'string', const: 'keyspec-report/1' },
    target,
    compared: mayLack(target),
    seed: { type: 'integer' },
    programs: count,
    commands: count,
    commandsWithAudit: count,
    seconds,
    medianCommands: seconds,
    medianCredentials: seconds,
    nameless: count,
    freeSteps: count,
    findings: { type: 'array', items: findingSchema },
    known: mayLack(known),
    coverage,
    interrupted: { type: 'boolean' },
    lost: mayLack(text),
  },
  required: [
    'format',
    'target',
    'seed',
    'programs',
    'commands',
    'commandsWithAudit',
    'seconds',
    'medianCommands',
    'medianCredentials',
    'nameless',
    'freeSteps',
    'findings',
    'coverage',
    'interrupted',
  ],
  additionalProperties: false,
}

/** What others may want to check files with, by the name that they ask for. */
export const schemas: Readonly<
  Record<'deviations' | 'finding' | 'report' | 'trace', AnySchemaObject>
> = {
  deviations: knownSchema,
  finding: findingSchema,
  report: reportSchema,
  trace: traceFileSchema,
}
