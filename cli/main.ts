#!/usr/bin/env node
/** The command line: reads arguments, calls one command, ends with its status. */

import { Command, CommanderError } from 'commander'
import { KernelError } from '../kernel/trouble.ts'
import { worlds } from '../properties/worlds/index.ts'
import { TargetError } from '../spec/target.ts'
import { diff } from './diff.ts'
import { doctor } from './doctor.ts'
import { explainFile } from './explain.ts'
import { exploreWorlds } from './explore.ts'
import { judgeTraces } from './judge.ts'
import { buildOne, listAll } from './kernel.ts'
import { masks } from './masks.ts'
import { parseCount, parseDuration, parseSeed } from './options.ts'
import { replay } from './replay.ts'
import { run } from './run.ts'
import { showSchema, showSpec } from './spec.ts'
import { forBisect, type Status, status, UsageError } from './status.ts'

/** The options that say who is asked. */
function withTarget(command: Command): Command {
  return command
    .option('--kernel <file>', 'ask the kernel in a bzImage')
    .option('--build <name>', 'ask a kernel of `keyspec kernel list`, made if need be')
    .option('--target <kind>', 'ask something else: model, or host, the running kernel')
    .option('--break <rule>', 'with --target model: turn one rule wrong')
    .option('--compare <kernel>', 'ask another the same: a bzImage, a name of the list, model')
    .option('--profile <name>', 'whose rules and numbers apply', 'auto')
}

/** Takes up what a command ends with. */
type Finish = (ended: Promise<Status>) => Promise<void>

function program(finish: Finish): Command {
  const keyspec = new Command('keyspec')
    .description('Holds a running kernel against the specification of key retention.')
    .showHelpAfterError('(keyspec --help tells more)')
    .exitOverride()
  addAsking(keyspec, finish)
  addComparing(keyspec, finish)
  addReading(keyspec, finish)
  addMaking(keyspec, finish)
  return keyspec
}

/** Commands that ask a target. */
function addAsking(keyspec: Command, finish: Finish): void {
  withTarget(keyspec.command('run'))
    .description('generate programs, run them, compare every answer with the model')
    .option('--seed <n>', 'the programs to draw; a report tells its seed', parseSeed)
    .option('--budget <time>', 'end after 60s, 5m, 1h', parseDuration)
    .option('--programs <n>', 'end after so many programs', parseCount('number of programs', 1))
    .option('--jobs <n>', 'guests that are asked at once', parseCount('number of guests', 1), 1)
    .option('--races', 'release commands together, in guests of two CPUs', false)
    .option('--max-findings <n>', 'end after so many', parseCount('number of findings', 1), 1)
    .option('--out <dir>', 'where findings are saved', 'keyspec-out')
    .option('--ktap <file>', 'write the results as KTAP, a test a rule')
    .option('--junit <file>', 'write the results as JUnit XML')
    .option('--traces <file>', 'keep every trace, for keyspec judge')
    .option('--deviations <file>', 'known ones, instead of spec/deviations.json')
    .option('--json', 'one JSON document on stdout', false)
    .option('--verbose', 'list everything that was not reached', false)
    .action((options) => finish(run(options)))
  withTarget(keyspec.command('replay'))
    .description('run a finding, a trace or a program once more, with a verdict')
    .argument('<file>', 'a saved finding or trace, or a program in the notation')
    .option('--races', 'in a guest of two CPUs', false)
    .option('--json', 'one JSON document on stdout', false)
    .action((file, options) => finish(replay(file, options)))
  withTarget(keyspec.command('explore'))
    .description('visit every state of a small world; with a target, ask it every step')
    .argument('[world]', `${worlds.map(({ name }) => name).join(', ')}; else all`)
    .option('--depth <n>', 'commands after the beginning', parseCount('depth', 1))
    .option('--reach <rule>', 'print the shortest program in which a rule decides')
    .option('--out <dir>', 'where findings are saved', 'keyspec-out')
    .action((name, options) => finish(exploreWorlds(name, options)))
}

/** Commands that hold one design against another. */
function addComparing(keyspec: Command, finish: Finish): void {
  keyspec
    .command('masks')
    .description('hold every permission mask against the access control list made of it')
    .option('--kernels', 'ask the kernels mainline and container as well', false)
    .option('--no-model', 'leave out the 16,777,216 masks on the model')
    .action((options) => finish(masks(options)))
  keyspec
    .command('diff')
    .description('search for the shortest programs on which two profiles disagree')
    .argument('<one>', 'a profile, such as mainline')
    .argument('<other>', 'another, such as container')
    .option('--seed <n>', 'the programs to draw', parseSeed, 1)
    .option('--programs <n>', 'how many to draw', parseCount('number of programs', 1), 1000)
    .action((one, other, options) => finish(diff(one, other, options)))
}

/** Commands that read what is there. */
function addReading(keyspec: Command, finish: Finish): void {
  keyspec
    .command('judge')
    .description('judge the traces that a run has kept, with nobody to ask')
    .argument('<file>', 'what `keyspec run --traces` wrote')
    .option('--profile <name>', 'whose rules apply; auto: as the traces say', 'auto')
    .option('--json', 'one JSON document on stdout', false)
    .action((file, options) => finish(judgeTraces(file, options)))
  keyspec
    .command('explain')
    .description('tell why a step is answered as it is: what is looked up, searched, granted')
    .argument('<file>', 'a saved finding or trace, or a program in the notation')
    .option('--step <n>', 'else the one that deviates, or the last', parseCount('step', 1))
    .option('--profile <name>', 'whose rules apply; auto: as the file says', 'auto')
    .option('--json', 'one JSON document on stdout', false)
    .action((file, options) => finish(Promise.resolve(explainFile(file, options))))
  keyspec
    .command('spec')
    .description('read the rules; what covers each')
    .argument('[name]', 'a chapter (5 or search) or a rule (search/error-priority)')
    .option('--schema <what>', 'print the JSON schema of: deviations, finding, report, trace')
    .action((name, { schema }) => {
      if (schema === undefined) return finish(showSpec(name))
      if (name === undefined) return finish(showSchema(schema))
      throw new UsageError('Give a name or --schema, not both.')
    })
}

/** Commands about what can be asked. */
function addMaking(keyspec: Command, finish: Finish): void {
  const kernel = keyspec.command('kernel').description('images that can be asked')
  kernel
    .command('build')
    .description('build an image, print its path')
    .argument('<name>')
    .action((name) => finish(buildOne(name)))
  kernel
    .command('list')
    .description('every kernel that can be built')
    .action(() => finish(listAll()))
  keyspec
    .command('doctor')
    .description('what is here, what is missing, how to get it')
    .action(() => finish(doctor()))
}

/** What an error means to whoever called: a sentence on stderr, and a status. */
function explain(error: unknown): Status {
  if (error instanceof CommanderError) return error.exitCode === 0 ? status.conforms : status.usage
  if (error instanceof KernelError) {
    console.error(`keyspec: ${error.message}`)
    if (error.trouble.kind === 'interrupted') return status.interrupted
    return error.trouble.kind === 'unknown-kernel' ? status.usage : status.target
  }
  if (error instanceof TargetError || error instanceof UsageError) {
    console.error(`keyspec: ${error.message}`)
    return error instanceof UsageError ? status.usage : status.target
  }
  // A mistake of ours says nothing of the target.
  console.error(error)
  return status.target
}

/** Whether two kernels are compared, also where the arguments cannot be read. */
const comparing = (): boolean => process.argv.some((word) => /^--compare(=|$)/.test(word))

/** What stdout does not take is said once; a reader who has left has read enough. */
function listenForFullOutputs(): void {
  process.stdout.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      console.error(`keyspec: stdout cannot be written (${error.code}).`)
      process.exitCode ||= status.usage
    }
    process.stdout.on('error', ignore)
  })
  process.stderr.on('error', ignore)
}

function ignore(): void {}

async function main(): Promise<void> {
  listenForFullOutputs()
  let ended: Status = status.conforms
  try {
    await program(async (command) => {
      ended = await command
    }).parseAsync()
  } catch (error) {
    ended = explain(error)
  }
  if (comparing()) ended = forBisect(ended)
  if (ended !== status.conforms) process.exitCode = ended
}

await main()
