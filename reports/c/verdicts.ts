/** How a reproducer tells whether it has seen what the finding saw. */

import type { Finding, FindingKind } from '../../spec/report.ts'

export interface Verdict {
  /** `judge`, which looks at the answer of the last step. */
  readonly judge: string
  /** `silent`, for a step that does not answer. */
  readonly silent: string
  /** What is to be done before the first step, if anything. */
  readonly before: string
}

const otherwiseSilent = `static void __attribute__((noreturn)) silent(int step)
{
	end(2, "\\ncould not be run: step %d has not answered for %d s", step, PATIENCE);
}`

const wrongAnswer: Verdict = {
  judge: `static void __attribute__((noreturn)) judge(void)
{
	for (int i = 0; allowed[i]; i++)
		if (!strcmp(shared->text, allowed[i]))
			end(0, "not reproduced: step %d answered what it may", STEPS);
	end(1, "REPRODUCED: step %d answered %s; the specification allows %s", STEPS, shared->text,
	    allowed_words);
}`,
  silent: otherwiseSilent,
  before: '',
}

const death: Verdict = {
  judge: `/* What the kernel remembers of warnings and oopses: TAINT_DIE, TAINT_WARN, TAINT_SOFTLOCKUP. */
static unsigned long splats(void)
{
	FILE *file = fopen("/proc/sys/kernel/tainted", "r");
	unsigned long taint = 0;

	if (!file)
		return 0;
	if (fscanf(file, "%lu", &taint) != 1)
		taint = 0;
	fclose(file);
	return taint & (1 << 7 | 1 << 9 | 1 << 14);
}

static unsigned long splats_before;

static void __attribute__((noreturn)) judge(void)
{
	if (!strncmp(shared->text, "killed", 6))
		end(1, "REPRODUCED: the process of step %d was %s", STEPS, shared->text);
	if (splats() != splats_before)
		end(1, "REPRODUCED: the kernel has complained; see its log");
	end(0, "not reproduced: step %d answered %s, and the kernel has not complained%s", STEPS,
	    shared->text, splats_before ? " again; it had before" : "");
}`,
  silent: `static void __attribute__((noreturn)) silent(int step)
{
	if (splats() != splats_before)
		end(1, "\\nREPRODUCED: step %d is silent, and the kernel has complained", step);
	end(2, "\\ncould not be run: step %d has not answered for %d s", step, PATIENCE);
}`,
  before: '\tsplats_before = splats();\n',
}

const silence: Verdict = {
  judge: `static void __attribute__((noreturn)) judge(void)
{
	end(0, "not reproduced: step %d answered %s", STEPS, shared->text);
}`,
  silent: `static void __attribute__((noreturn)) silent(int step)
{
	if (step == STEPS)
		end(1, "\\nREPRODUCED: step %d has not answered for %d s", step, PATIENCE);
	end(2, "\\ncould not be run: step %d has not answered for %d s", step, PATIENCE);
}`,
  before: '',
}

const verdicts: Readonly<Record<FindingKind, Verdict>> = {
  deviation: wrongAnswer,
  difference: wrongAnswer,
  flaky: wrongAnswer,
  crash: death,
  hang: silence,
}

export const verdictOf = ({ kind }: Finding): Verdict => verdicts[kind]
