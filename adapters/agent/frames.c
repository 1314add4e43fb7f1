// SPDX-License-Identifier: GPL-2.0
/* Frames on the wire: length, kind, payload; both numbers are 32 bits. */
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "agent.h"
#include "raw.h"

#define HEADER 8
#define FLUSH_AT 65536

static uint8_t in_buffer[HEADER + FRAME_MAX + 64];
static size_t in_head, in_tail;
static uint8_t out_buffer[FLUSH_AT + HEADER + FRAME_MAX];
static size_t out_tail;
static size_t out_frame;	/* where the frame being written begins */
static int in_fd, out_fd;

void frames_open(int in, int out)
{
	in_fd = in;
	out_fd = out;
}

static uint32_t word_at(const uint8_t *bytes)
{
	uint32_t word;

	memcpy(&word, bytes, sizeof(word));
	return word;
}

/* Until something arrived; false at the end of the wire. */
static bool fill(void)
{
	ssize_t got;

	if (in_head == in_tail) {
		in_head = 0;
		in_tail = 0;
	} else if (in_head > sizeof(in_buffer) / 2) {
		memmove(in_buffer, in_buffer + in_head, in_tail - in_head);
		in_tail -= in_head;
		in_head = 0;
	}
	do {
		got = read(in_fd, in_buffer + in_tail, sizeof(in_buffer) - in_tail);
	} while (got < 0 && (errno == EINTR || errno == EAGAIN));
	if (got <= 0)
		return false;
	in_tail += got;
	return true;
}

/*
 * The next frame, whose payload stays valid until the next call.  What was
 * written is flushed before waiting.  False at the end of the wire, and when
 * the other end sends what is no frame.
 */
bool frames_next(uint32_t *kind, uint8_t **payload, uint32_t *length)
{
	for (;;) {
		size_t have = in_tail - in_head;

		if (have >= HEADER) {
			*length = word_at(in_buffer + in_head);
			*kind = word_at(in_buffer + in_head + 4);
			if (*length > FRAME_MAX)
				return false;
			if (have >= HEADER + (size_t)*length) {
				*payload = in_buffer + in_head + HEADER;
				in_head += HEADER + *length;
				return true;
			}
			/* A frame that would not fit behind its forerunners moves down. */
			if (in_head + HEADER + *length > sizeof(in_buffer)) {
				memmove(in_buffer, in_buffer + in_head, have);
				in_head = 0;
				in_tail = have;
			}
		}
		frames_flush();
		if (!fill())
			return false;
	}
}

/* Room for a frame's payload; the frame goes out once it was ended. */
uint8_t *frames_begin(uint32_t kind, uint32_t room)
{
	if (out_tail >= FLUSH_AT || out_tail + HEADER + room > sizeof(out_buffer))
		frames_flush();
	out_frame = out_tail;
	memcpy(out_buffer + out_frame + 4, &kind, sizeof(kind));
	return out_buffer + out_frame + HEADER;
}

void frames_end(uint32_t length)
{
	memcpy(out_buffer + out_frame, &length, sizeof(length));
	out_tail = out_frame + HEADER + length;
}

void frames_flush(void)
{
	size_t done = 0;

	while (done < out_tail) {
		ssize_t wrote = write(out_fd, out_buffer + done, out_tail - done);

		if (wrote < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (wrote <= 0)
			break;
		done += wrote;
	}
	out_tail = 0;
}

/*
 * Sends the first bytes of the frame being written, as a frame of another kind,
 * and leaves it as it is.  Any task may do this.
 */
void frames_peek(uint32_t kind, uint32_t length)
{
	uint32_t head[2] = { length, kind };
	uint8_t *frame = out_buffer + out_frame;
	uint8_t saved[HEADER];
	size_t done = 0;

	memcpy(saved, frame, HEADER);
	memcpy(frame, head, HEADER);
	while (done < HEADER + length) {
		int64_t wrote = raw_syscall(SYS_write, out_fd, (intptr_t)frame + done,
					    HEADER + length - done, 0, 0, 0);

		if (wrote <= 0)
			break;
		done += wrote;
	}
	memcpy(frame, saved, HEADER);
}

void frames_text(uint32_t kind, const char *text, size_t length)
{
	memcpy(frames_begin(kind, length), text, length);
	frames_end(length);
}
