// SPDX-License-Identifier: GPL-2.0
/* The lines of a file that begin with one of some texts. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "agent.h"

static char text[OUT_MAX];

static bool wanted(const char *line, size_t length, const int64_t *prefixes, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		const char *prefix = (const char *)(intptr_t)prefixes[i];
		size_t size = strlen(prefix);

		if (size <= length && !memcmp(line, prefix, size))
			return true;
	}
	return count == 0;
}

/* Keeps what is wanted of the whole lines in the buffer; what is left of the last, moves down. */
static size_t sift(size_t have, bool last, uint8_t *room, uint32_t *kept, const int64_t *prefixes,
		   unsigned int count)
{
	size_t from = 0;

	while (from < have) {
		char *end = memchr(text + from, '\n', have - from);
		size_t length = end ? (size_t)(end - text) + 1 - from : have - from;

		if (!end && !last)
			break;
		if (wanted(text + from, length, prefixes, count) && *kept + length <= OUT_MAX) {
			memcpy(room + *kept, text + from, length);
			*kept += length;
		}
		from += length;
	}
	memmove(text, text + from, have - from);
	return have - from;
}

/*
 * Of a file that is open, and closed behind it.  Into the room of the next result;
 * their length in bytes, or a negative error number.  A line longer than the buffer
 * is cut.
 */
int64_t grep(int fd, const int64_t *prefixes, unsigned int count)
{
	uint8_t *room = reply_room(OUT_MAX);
	uint32_t kept = 0;
	size_t have = 0;
	ssize_t got;

	if (!room || fd < 0) {
		if (fd >= 0)
			close(fd);
		return -(room ? errno : E2BIG);
	}
	for (;;) {
		got = read(fd, text + have, sizeof(text) - have);
		if (got <= 0)
			break;
		have = sift(have + got, have + got == sizeof(text), room, &kept, prefixes, count);
	}
	sift(have, true, room, &kept, prefixes, count);
	if (got < 0)
		got = -errno;
	close(fd);
	return got < 0 ? got : kept;
}
