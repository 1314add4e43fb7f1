// SPDX-License-Identifier: GPL-2.0
/*
 * The reply to a program: a header of six words (number, status, call at which
 * it ended, microseconds, results, zero), then for each result its call with
 * flags in the top byte, the length of its bytes, its value in 64 bits, and
 * the bytes, filled up to a multiple of eight.
 */
#include <string.h>

#include "agent.h"

#define HEADER 24
#define RESULT 16

static uint8_t *reply;
static uint32_t used, count, number;
static bool full;
static uint32_t bytes_at[CALLS_MAX];	/* offset of a call's latest bytes; 0: none */
static uint32_t bytes_length[CALLS_MAX];

void reply_begin(uint32_t seq)
{
	reply = frames_begin(FRAME_REPLY, FRAME_MAX);
	used = HEADER;
	count = 0;
	number = seq;
	full = false;
	memset(bytes_at, 0, program.ncalls * sizeof(bytes_at[0]));
}

/* Room for the bytes of the next result, which reply_result() then completes. */
uint8_t *reply_room(uint32_t length)
{
	if (FRAME_MAX - used < RESULT + length + 8)
		full = true;
	return full ? NULL : reply + used + RESULT;
}

bool reply_result(uint32_t index, uint32_t flags, int64_t result, uint32_t length)
{
	uint32_t head[2] = { index | flags << 24, length };
	uint32_t padding = -length & 7;

	if (!reply_room(length))
		return false;
	memcpy(reply + used, head, sizeof(head));
	memcpy(reply + used + 8, &result, sizeof(result));
	bytes_at[index] = used + RESULT;
	bytes_length[index] = length;
	memset(reply + used + RESULT + length, 0, padding);
	used += RESULT + length + padding;
	count++;
	return true;
}

bool reply_full(void)
{
	return full;
}

/* The bytes that a call brought back, or NULL. */
const uint8_t *reply_bytes(uint32_t index, uint32_t *length)
{
	*length = bytes_at[index] ? bytes_length[index] : 0;
	return bytes_at[index] ? reply + bytes_at[index] : NULL;
}

/* The reply as it is before call `at`, for the case that there will be no other. */
void reply_partial(uint32_t at)
{
	uint32_t head[6] = { number, REPLY_DONE, at, 0, count, 0 };

	if (!(program.options & PROGRAM_PARTIAL))
		return;
	memcpy(reply, head, sizeof(head));
	frames_peek(FRAME_PARTIAL, used);
}

void reply_end(enum reply_status status, uint32_t at, uint32_t elapsed_us)
{
	uint32_t head[6] = { number, status, at, elapsed_us, count, 0 };

	memcpy(reply, head, sizeof(head));
	frames_end(used);
}
