// SPDX-License-Identifier: GPL-2.0
/*
 * A program from the wire: a header of eight words (number, deadline in ms,
 * calls of the main list, calls in all, registers, what they start with, bytes
 * of data, options), the calls, the data.
 *
 * A call: kind, slot (8 bits each), flags, nr, register (16 bits each), six
 * argument kinds (8 bits each), number of arguments (8 bits), zero (8 bits);
 * with CALL_IF two words, the call it depends on and its least result; with
 * CALL_REPEAT `until` in 64 bits and two words, yields and patience in ms; then
 * each argument in 64 bits.
 */
#include <string.h>

#include "agent.h"

struct program program;

struct reader {
	const uint8_t *at;
	size_t left;
	bool short_of;
};

static void take(struct reader *from, void *into, size_t length)
{
	if (from->left < length) {
		from->short_of = true;
		memset(into, 0, length);
		return;
	}
	memcpy(into, from->at, length);
	from->at += length;
	from->left -= length;
}

static const char *check_argument(struct call *call, unsigned int i)
{
	int64_t value = call->args[i];

	switch (call->arg_kinds[i]) {
	case ARG_LITERAL:
	case ARG_DATA:	/* checked when the data is known */
	case ARG_VECTOR:
		return NULL;
	case ARG_RESULT:
		return (uint32_t)value < program.ncalls ? NULL : "a result of no call";
	case ARG_REGISTER:
		return (uint64_t)value < program.registers ? NULL : "no such register";
	case ARG_OUT:
		if (call->out_bytes || value <= 0 || value > OUT_MAX)
			return "an out buffer out of bounds";
		call->out_bytes = value;
		return NULL;
	case ARG_NUMBERED:
		return (uint64_t)value >> 32 < program.registers ? NULL : "no such register";
	case ARG_WORD:
		return call->kind == CALL_EACH && i > 0 ? NULL : "a word outside of EACH";
	default:
		return "no such kind of argument";
	}
}

static bool literals(const struct call *call, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		if (call->nargs <= i || call->arg_kinds[i] != ARG_LITERAL)
			return false;
	}
	return true;
}

static const char *check_kind(const struct call *call, uint32_t index)
{
	switch (call->kind) {
	case CALL_SYSCALL:
	case CALL_KILL:
		return NULL;
	case CALL_FORK:
	case CALL_SPAWN:
		if (!literals(call, 1) || call->args[0] <= 0 || call->args[0] >= SLOTS_MAX)
			return "a child for no slot";
		return NULL;
	case CALL_EXIT:
	case CALL_EXEC:
		return call->slot ? NULL : "slot 0 has to stay";
	case CALL_GIVE:
		return literals(call, 1) ? NULL : "no file to give";
	case CALL_TAKE:
		return call->slot && literals(call, 1) ? NULL : "a file for nobody";
	case CALL_MOURN:
	case CALL_REST:
		return call->slot ? "only slot 0 may wait for the others" : NULL;
	case CALL_AWAIT:
	case CALL_INTERRUPT:
	case CALL_PID:
	case CALL_SEES:
	case CALL_ADOPT:
		for (unsigned int i = 0; i < (call->kind == CALL_ADOPT ? 2 : 1); i++) {
			if (!literals(call, i + 1) || call->args[i] <= 0 ||
			    call->args[i] >= SLOTS_MAX)
				return "a task of no slot";
		}
		return call->slot ? "only slot 0 may look after others" : NULL;
	case CALL_GREP:
		for (unsigned int i = 0; i < call->nargs; i++) {
			if (call->arg_kinds[i] != ARG_DATA && (i || call->arg_kinds[i] != ARG_REGISTER))
				return "a text that is not in the data";
		}
		return call->slot || !call->nargs ? "a file without a name" : NULL;
	case CALL_RUN:
		if (call->slot || !literals(call, 3) || index >= program.main_calls ||
		    (uint64_t)call->args[0] < program.main_calls ||
		    (uint64_t)call->args[0] > program.ncalls ||
		    (uint64_t)call->args[1] > program.ncalls - (uint64_t)call->args[0])
			return "a run of no calls";
		return NULL;
	case CALL_RACE:
		if (call->slot || !literals(call, 1) || index >= program.main_calls ||
		    (uint64_t)call->args[0] >= program.main_calls - index)
			return "a race of no calls";
		return NULL;
	case CALL_EACH:
		return literals(call, 1) && (uint64_t)call->args[0] < program.ncalls ?
			NULL : "the words of no call";
	default:
		return "no such kind of call";
	}
}

static const char *decode_call(struct reader *from, uint32_t index)
{
	struct call *call = &program.calls[index];
	uint8_t head[16];
	uint32_t pair[2] = { 0, 0 };
	const char *wrong = NULL;

	memset(call, 0, sizeof(*call));
	take(from, head, sizeof(head));
	call->kind = head[0];
	call->slot = head[1];
	memcpy(&call->flags, head + 2, 2);
	memcpy(&call->nr, head + 4, 2);
	memcpy(&call->reg, head + 6, 2);
	memcpy(call->arg_kinds, head + 8, ARGS_MAX);
	call->nargs = head[14];
	if (call->slot >= SLOTS_MAX || call->nargs > ARGS_MAX || call->flags & ~(CALL_FLAGS | CALL_WHICH))
		return "a call out of bounds";
	if (call->reg != NO_REGISTER && call->reg >= program.registers)
		return "a result for no register";
	if (index >= program.main_calls && (call->slot || call->kind != CALL_SYSCALL))
		return "only slot 0's system calls may be run as a body";
	if (call->flags & CALL_IF) {
		take(from, pair, sizeof(pair));
		if (pair[0] >= program.ncalls)
			return "a condition on no call";
		call->condition = pair[0];
		call->least = pair[1];
	}
	if (call->flags & CALL_REPEAT) {
		take(from, &call->until, sizeof(call->until));
		take(from, pair, sizeof(pair));
		call->spins = pair[0];
		call->patience_ms = pair[1];
	}
	take(from, call->args, call->nargs * sizeof(call->args[0]));
	for (unsigned int i = 0; i < call->nargs && !wrong; i++)
		wrong = check_argument(call, i);
	return wrong ?: check_kind(call, index);
}

/*
 * Each of the `count` parts at `offset` is an offset and a length, of 64 bits; the entry for 32-bit
 * programs wants an address and a length of 32, which take half the room.
 */
static bool place_vector(uint8_t *data, size_t length, uint64_t offset, uint64_t count, bool compat)
{
	uint64_t part[2];
	uint32_t half[2];

	if (offset > length || count > (length - offset) / sizeof(part))
		return false;
	for (uint64_t i = 0; i < count; i++) {
		uint8_t *at = data + offset + i * sizeof(part);

		memcpy(part, at, sizeof(part));
		if (part[0] > length || part[1] > length - part[0])
			return false;
		part[0] += (uintptr_t)data;
		half[0] = part[0];
		half[1] = part[1];
		if (compat)
			memcpy(data + offset + i * sizeof(half), half, sizeof(half));
		else
			memcpy(at, part, sizeof(part));
	}
	return true;
}

/* Offsets in the data become addresses, once and for all. */
static const char *place_data(uint8_t *data, size_t length)
{
	for (uint32_t index = 0; index < program.ncalls; index++) {
		struct call *call = &program.calls[index];

		for (unsigned int i = 0; i < call->nargs; i++) {
			if (call->arg_kinds[i] == ARG_NUMBERED) {
				if ((uint32_t)call->args[i] >= length)
					return "a text beyond the data";
				call->args[i] += (intptr_t)data;
				continue;
			}
			if (call->arg_kinds[i] == ARG_VECTOR) {
				if (!place_vector(data, length, (uint32_t)call->args[i],
						  (uint64_t)call->args[i] >> 32,
						  call->flags & CALL_COMPAT))
					return "a vector beyond the data";
				call->args[i] = (uint32_t)call->args[i];
			} else if (call->arg_kinds[i] != ARG_DATA) {
				continue;
			}
			if ((uint64_t)call->args[i] >= length)
				return "an argument beyond the data";
			call->args[i] = (intptr_t)data + call->args[i];
			call->arg_kinds[i] = ARG_LITERAL;
		}
	}
	return NULL;
}

/*
 * Reads a program; NULL, or a sentence on what is wrong with it.  The data's
 * last byte has to be zero, so that no text runs over its end.
 */
const char *program_decode(uint8_t *payload, size_t length)
{
	struct reader from = { .at = payload, .left = length };
	uint32_t head[8];

	take(&from, head, sizeof(head));
	program.seq = head[0];
	program.deadline_ms = head[1];
	program.main_calls = head[2];
	program.ncalls = head[3];
	program.registers = head[4];
	program.register_start = head[5];
	program.options = head[7];
	if (from.short_of)
		return "a program shorter than its header";
	if (program.ncalls > CALLS_MAX || program.main_calls > program.ncalls)
		return "too many calls";
	if (program.registers > REGISTERS_MAX)
		return "too many registers";
	for (uint32_t index = 0; index < program.ncalls; index++) {
		const char *wrong = decode_call(&from, index);

		if (from.short_of)
			return "a program shorter than its calls";
		if (wrong)
			return wrong;
	}
	if (from.left != head[6] || (head[6] && from.at[head[6] - 1]))
		return "data of another length than announced, or without an end";
	return place_data(payload + (from.at - payload), from.left);
}
