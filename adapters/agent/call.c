// SPDX-License-Identifier: GPL-2.0
/*
 * One call: its arguments, the system call itself, what becomes of its result.
 * Tasks other than slot 0 share memory with it but not credentials, so they
 * must not go through the C library, which keeps an errno and tells threads.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>

#include "agent.h"
#include "raw.h"
#include "tasks.h"

/* How long a repeated call sleeps once it has spun enough. */
#define NAP_NS 200000
/* The clock is looked at once in so many repetitions. */
#define SPINS_PER_LOOK 64

uint32_t ran_out_at;
static int64_t results[CALLS_MAX];
static int64_t registers[REGISTERS_MAX];
static uint8_t out[SLOTS_MAX][OUT_MAX] __aligned(64);

/* What a call takes from around it. */
struct around {
	uint8_t slot;
	uint32_t count;		/* of the RUN it is in */
	int32_t word;		/* of the EACH it is */
};

uint64_t now_us(void)
{
	struct timespec now;

	raw_syscall(SYS_clock_gettime, CLOCK_MONOTONIC, (intptr_t)&now, 0, 0, 0, 0);
	return now.tv_sec * 1000000ull + now.tv_nsec / 1000;
}

void call_reset(void)
{
	for (uint32_t i = 0; i < program.registers; i++)
		registers[i] = program.register_start;
	memset(results, 0xff, program.ncalls * sizeof(results[0]));
	ran_out_at = CALLS_MAX;
}

bool call_skipped(const struct call *call)
{
	return call->flags & CALL_IF && results[call->condition] < (int64_t)call->least;
}

/* A text with a number in the place of its %, as far as there is room; one for each task. */
static int64_t numbered(const char *from, int64_t number, uint8_t slot)
{
	static char texts[SLOTS_MAX][NUMBERED_MAX];
	char *to = texts[slot], *end = to + NUMBERED_MAX - 1;
	char digits[20];
	unsigned int count = 0;

	for (; *from && to < end; from++) {
		if (*from != '%') {
			*to++ = *from;
			continue;
		}
		do {
			digits[count++] = '0' + number % 10;
			number /= 10;
		} while (number > 0);
		while (count && to < end)
			*to++ = digits[--count];
	}
	*to = 0;
	return (intptr_t)texts[slot];
}

static int64_t argument(const struct call *call, unsigned int i, const struct around *around)
{
	int64_t value = call->args[i];

	switch (call->arg_kinds[i]) {
	case ARG_RESULT:
		return results[(uint32_t)value] >= 0 ? results[(uint32_t)value] : value >> 32;
	case ARG_REGISTER:
		return registers[value];
	case ARG_NUMBERED:
		return numbered((const char *)(uintptr_t)(uint32_t)value, registers[value >> 32],
				around->slot);
	case ARG_OUT:
		return (intptr_t)out[around->slot];
	case ARG_WORD:
		return around->word;
	default:
		return value;
	}
}

static int64_t once(const struct call *call, const struct around *around)
{
	unsigned int first = call->kind == CALL_EACH ? 1 : 0;
	int64_t args[ARGS_MAX] = { 0 };

	for (unsigned int i = first; i < call->nargs; i++)
		args[i - first] = argument(call, i, around);
	if (call->flags & CALL_COMPAT)
		return raw_compat(call->nr, args[0], args[1], args[2], args[3], args[4]);
	return raw_syscall(call->nr, args[0], args[1], args[2], args[3], args[4], args[5]);
}

static int64_t repeated(const struct call *call, const struct around *around, uint32_t *flags)
{
	static const struct timespec nap = { .tv_nsec = NAP_NS };
	uint64_t end = now_us() + call->patience_ms * 1000ull;
	int64_t result;

	for (uint32_t spin = 0;; spin++) {
		result = once(call, around);
		if (result == call->until)
			break;
		if (spin >= call->spins)
			raw_syscall(SYS_nanosleep, (intptr_t)&nap, 0, 0, 0, 0, 0);
		else
			raw_syscall(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
		if ((spin >= call->spins || spin % SPINS_PER_LOOK == 0) && now_us() > end) {
			*flags |= RESULT_RAN_OUT;
			break;
		}
	}
	return result;
}

/* How many bytes of the out buffer come back. */
static uint32_t captured(const struct call *call, int64_t result)
{
	if (call->flags & CALL_FIXED)
		return call->out_bytes;
	return result > 0 && result <= call->out_bytes ? result : 0;
}

/* Call `index` answers what call `made` brought. */
static void report(uint32_t index, uint32_t made, int64_t result, uint32_t flags, uint8_t slot)
{
	const struct call *call = &program.calls[index];
	uint32_t length = captured(&program.calls[made], result);
	bool wrong = flags || (result < 0 && !(call->flags & CALL_REPEAT));
	uint8_t *room;

	if (call->reg != NO_REGISTER && call->flags & CALL_WORD && result >= 0) {
		int32_t word;

		memcpy(&word, out[slot] + (call->flags & CALL_WHICH) / 0x1000 * sizeof(word),
		       sizeof(word));
		registers[call->reg] = word;
	} else if (call->reg != NO_REGISTER && result > 0) {
		registers[call->reg] = result;
	}
	if (flags & RESULT_RAN_OUT && ran_out_at == CALLS_MAX)
		ran_out_at = index;
	if (!(call->flags & CALL_SILENT) && (wrong || !(call->flags & CALL_QUIET))) {
		room = reply_room(length);
		if (room && length)
			memcpy(room, out[slot], length);
		reply_result(index, flags, result, length);
	}
	/* The next call finds the buffer as this one did. */
	memset(out[slot], 0, length);
}

/* A result that was come by without a system call. */
void call_finish(uint32_t index, int64_t result, uint32_t flags)
{
	results[index] = result;
	report(index, index, result, flags, 0);
}

/* The first argument that is a number. */
static int64_t number_in(const char *arguments, uint32_t length)
{
	int64_t number = 0;

	for (const char *at = arguments; at < arguments + length; at += strlen(at) + 1) {
		for (const char *digit = at; *digit >= '0' && *digit <= '9'; digit++)
			number = number * 10 + *digit - '0';
		if (number)
			break;
	}
	return number;
}

void call_blocked(uint32_t index, const char *arguments, uint32_t length)
{
	const struct call *call = &program.calls[index];
	int64_t number = number_in(arguments, length);
	uint8_t *room = reply_room(length);

	results[index] = number;
	if (call->reg != NO_REGISTER && number > 0)
		registers[call->reg] = number;
	if (room && length)
		memcpy(room, arguments, length);
	reply_result(index, RESULT_BLOCKED, number, length);
}

void call_late(uint32_t index, uint32_t made, int64_t result, uint8_t slot)
{
	results[index] = result;
	report(index, made, result, 0, slot);
}

/* False when the call came back so late that nobody waits for it here. */
static bool one(uint32_t index, const struct around *around)
{
	const struct call *call = &program.calls[index];
	uint32_t times = call->flags & CALL_COUNT ? around->count : 1;
	uint32_t flags = 0;
	int64_t result = 0;

	for (uint32_t i = 0; i < times; i++) {
		if (call->flags & CALL_FIXED)
			memset(out[around->slot], OUT_FILL, call->out_bytes);
		task_calls(around->slot, index);
		if (call->flags & CALL_REPEAT)
			result = repeated(call, around, &flags);
		else
			result = once(call, around);
		if (!task_returns(around->slot, result))
			return false;
		results[index] = result;
		report(index, index, result, flags, around->slot);
	}
	return true;
}

static int64_t run(const struct call *call)
{
	struct around around = { .count = call->args[2] };
	uint32_t end = call->args[0] + call->args[1];

	for (uint32_t index = call->args[0]; index < end; index++) {
		if (!call_skipped(&program.calls[index]))
			one(index, &around);
		if (ran_out_at != CALLS_MAX)
			break;
	}
	return 0;
}

static int64_t each(uint32_t index, uint8_t slot)
{
	struct around around = { .slot = slot };
	uint32_t length;
	uint32_t source = program.calls[index].args[0];
	uint32_t words;

	reply_bytes(source, &length);
	words = length / 4 < WORDS_MAX ? length / 4 : WORDS_MAX;
	for (uint32_t i = 0; i < words; i++) {
		const uint8_t *bytes = reply_bytes(source, &length);

		memcpy(&around.word, bytes + 4 * i, sizeof(around.word));
		if (!one(index, &around))
			break;
	}
	return words;
}

/* By its name, or open already, in a register. */
static int grepped(const struct call *call)
{
	if (call->arg_kinds[0] == ARG_REGISTER)
		return registers[call->args[0]];
	return open((const char *)(intptr_t)call->args[0], O_RDONLY | O_CLOEXEC);
}

int64_t call_make(uint32_t index, uint8_t slot)
{
	const struct call *call = &program.calls[index];
	struct around around = { .slot = slot };

	if (call->flags & CALL_FIXED)
		memset(out[slot], OUT_FILL, call->out_bytes);
	return once(call, &around);
}

void call_made(uint32_t index, int64_t result, uint8_t slot)
{
	results[index] = result;
	report(index, index, result, 0, slot);
}

/*
 * Makes call `index` as the task of `slot`; what ends or begins tasks is not
 * for here.  False when the call came back so late that others have gone on.
 */
bool call_perform(uint32_t index, uint8_t slot)
{
	const struct call *call = &program.calls[index];
	struct around around = { .slot = slot };
	int64_t result;

	switch (call->kind) {
	case CALL_RUN:
		results[index] = run(call);
		return true;
	case CALL_EACH:
		results[index] = each(index, slot);
		return true;
	case CALL_GREP:
		result = grep(grepped(call), call->args + 1, call->nargs - 1);
		results[index] = result;
		reply_result(index, 0, result, result > 0 ? result : 0);
		return true;
	default:
		return one(index, &around);
	}
}
