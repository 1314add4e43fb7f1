// SPDX-License-Identifier: GPL-2.0
/*
 * A guest that is up to no good: the agent does its work behind a socket, and
 * this first process of the guest passes on what is said, until it has passed on
 * AFTER programs; then it does what /deed says.  `panic-at N` is about the
 * programs that have DOOMED in them, and their Nth call.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../../adapters/agent/agent.h"

#define AFTER 12
#define DOOMED "doomed"
/* Where a program's frame says that it wants to hear of each call. */
#define CAREFUL_AT 36
#define HEADER 8
#define BUFFER (HEADER + FRAME_MAX)
/* Serials are positive 32-bit numbers, and hardly ever as small as a count. */
#define SERIAL_MIN 100000

static char deed[64];
static int port, agent;
static pid_t agent_pid;
static int programs;
/* The call that a panic is to come at, from 0, and how many were heard of. */
static long doomed_call = -1, calls;
static bool doomed;

static bool will(const char *word)
{
	return !strcmp(deed, word);
}

static void say(const void *bytes, size_t length)
{
	const uint8_t *at = bytes;

	while (length) {
		ssize_t wrote = write(port, at, length);

		if (wrote <= 0)
			return;
		at += wrote;
		length -= wrote;
	}
}

static void say_head(uint32_t length, uint32_t kind)
{
	uint32_t head[2] = { length, kind };

	say(head, sizeof(head));
}

static void be_silent(void)
{
	for (;;)
		pause();
}

static void babble(void)
{
	static uint8_t noise[1 << 16];

	for (size_t i = 0; i < sizeof(noise); i++)
		noise[i] = rand();
	say(noise, sizeof(noise));
}

/* The same empty frame for ever, as fast as the wire takes it. */
static void flood(uint32_t kind)
{
	static uint32_t heads[1 << 14];

	for (size_t i = 1; i < ARRAY_SIZE(heads); i += 2)
		heads[i] = kind;
	for (;;)
		say(heads, sizeof(heads));
}

static void flood_console(void)
{
	for (int i = 0; i < 200000; i++)
		printf("\033[2J\033]0;owned\a<&\"> not ok 1 keys/forged\n");
	fflush(stdout);
}

/* What is done before anything was said. */
static void at_boot(void)
{
	if (will("panic-at-boot"))
		exit(1);
	if (will("garbage-at-boot"))
		babble();
	if (will("silence-at-boot"))
		be_silent();
}

/* What is done instead of passing a program on. */
static void at_program(void)
{
	if (will("panic"))
		exit(1);
	if (will("garbage"))
		babble();
	if (will("flood"))
		flood(FRAME_PONG);
	if (will("flood-of-partials"))
		flood(FRAME_PARTIAL);
	if (will("huge")) {
		say_head(UINT32_MAX, FRAME_REPLY);
		flood(FRAME_REPLY);
	}
	if (will("silence"))
		be_silent();
	if (will("dead-agent")) {
		kill(agent_pid, SIGKILL);
		be_silent();
	}
	if (will("console"))
		flood_console();
}

static void put64(uint8_t *at, int64_t value)
{
	memcpy(at, &value, sizeof(value));
}

/* Every key is the same key. */
static void lie(uint8_t *payload, uint32_t length)
{
	uint32_t at = 24;

	while (at + 16 <= length) {
		uint32_t bytes;
		int64_t value;

		memcpy(&bytes, payload + at + 4, sizeof(bytes));
		memcpy(&value, payload + at + 8, sizeof(value));
		if (value >= SERIAL_MIN)
			put64(payload + at + 8, SERIAL_MIN);
		at += 16 + ((bytes + 7) & ~7u);
	}
}

/* The first time at once; then not before that call is about to be made. */
static void at_doomed(const uint8_t *frame, uint32_t length)
{
	doomed = memmem(frame, HEADER + length, DOOMED, strlen(DOOMED));
	calls = 0;
	if (doomed && !frame[CAREFUL_AT])
		exit(1);
}

/* What is done to a reply. */
static void at_reply(uint8_t *frame, uint32_t length)
{
	if (will("half")) {
		say(frame, (HEADER + length) / 2);
		be_silent();
	}
	if (will("other-question"))
		frame[HEADER] ^= 1;
	if (will("liar"))
		lie(frame + HEADER, length);
}

static uint32_t word(const uint8_t *bytes)
{
	uint32_t value;

	memcpy(&value, bytes, sizeof(value));
	return value;
}

static void pass(int to, const uint8_t *bytes, size_t length)
{
	while (length) {
		ssize_t wrote = write(to, bytes, length);

		if (wrote <= 0)
			exit(1);
		bytes += wrote;
		length -= wrote;
	}
}

struct stream {
	uint8_t *bytes;
	size_t have;
};

/* The frames that have arrived whole go where they belong. */
static void relay(struct stream *from, int in, int out)
{
	ssize_t got = read(in, from->bytes + from->have, BUFFER - from->have);
	size_t at = 0;

	if (got <= 0)
		exit(1);
	from->have += got;
	while (from->have - at >= HEADER) {
		uint8_t *frame = from->bytes + at;
		uint32_t length = word(frame), kind = word(frame + 4);

		if (from->have - at < HEADER + (size_t)length)
			break;
		if (kind == FRAME_PROGRAM && ++programs > AFTER)
			at_program();
		if (kind == FRAME_PROGRAM && doomed_call >= 0)
			at_doomed(frame, length);
		/* A liar lies always: on a new machine as on the one before. */
		if (kind == FRAME_REPLY && (programs > AFTER || will("liar")))
			at_reply(frame, length);
		pass(out, frame, HEADER + length);
		if (kind == FRAME_PARTIAL && doomed && calls++ == doomed_call)
			exit(1);
		at += HEADER + length;
	}
	memmove(from->bytes, from->bytes + at, from->have - at);
	from->have -= at;
}

static void read_deed(void)
{
	int fd = open("/deed", O_RDONLY);
	ssize_t got = read(fd, deed, sizeof(deed) - 1);

	close(fd);
	deed[got > 0 ? got : 0] = 0;
	sscanf(deed, "panic-at %ld", &doomed_call);
}

int main(void)
{
	struct stream host = { malloc(BUFFER), 0 }, guest = { malloc(BUFFER), 0 };
	int pair[2], room = BUFFER;

	read_deed();
	boot_mount();
	port = boot_port();
	boot_threads();
	at_boot();
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	/* While we write to the agent we do not read: it must not wait for that with a long reply. */
	for (int end = 0; end < 2; end++)
		setsockopt(pair[end], SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof(room));
	agent_pid = fork();
	if (!agent_pid) {
		char fd[16];

		snprintf(fd, sizeof(fd), "%d", pair[1]);
		execl("/agent", "agent", "--host", fd, NULL);
		_exit(1);
	}
	agent = pair[0];
	for (;;) {
		struct pollfd fds[2] = { { port, POLLIN, 0 }, { agent, POLLIN, 0 } };

		poll(fds, 2, -1);
		if (fds[0].revents)
			relay(&host, port, agent);
		if (fds[1].revents)
			relay(&guest, agent, port);
	}
}
