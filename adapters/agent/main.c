// SPDX-License-Identifier: GPL-2.0
/*
 * The agent's ways in: as the first process of a guest it serves the virtio
 * port; as `agent --host FD` it serves a socket on this machine; as
 * /sbin/request-key it becomes a task of the first.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent.h"

/* One reply to each frame, in their order, until the wire ends. */
static void serve(void)
{
	uint8_t *payload;
	uint32_t kind, length;

	while (frames_next(&kind, &payload, &length)) {
		const char *wrong = "no such kind of frame";

		if (kind == FRAME_PING) {
			frames_text(FRAME_PONG, (char *)payload, length);
			continue;
		}
		if (kind == FRAME_PROGRAM)
			wrong = program_decode(payload, length);
		if (wrong) {
			frames_text(FRAME_ERROR, wrong, strlen(wrong));
			continue;
		}
		run_program();
		frames_flush();
	}
}

static void nothing(int number)
{
	(void)number;
}

/* Children are not waited for.  A call that waits can be interrupted. */
static void prepare(void)
{
	static const struct sigaction interrupts = { .sa_handler = nothing };

	signal(SIGCHLD, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	sigaction(SIGUSR1, &interrupts, NULL);
}

/*
 * In the idle class, where threads of the kernel have no priority of their
 * own, they come first most of the time.
 */
static void give_way(void)
{
	static const struct sched_param none;

	sched_setscheduler(0, SCHED_IDLE, &none);
}

static int serve_guest(void)
{
	int port;

	boot_mount();
	boot_modules();
	port = boot_port();
	if (port < 0)
		boot_end("no virtio port");
	boot_threads();
	prepare();
	give_way();
	if (!self_open() || !pass_open() || !memory_share())
		boot_end("no memory to share");
	frames_open(port, port);
	hello_send();
	serve();
	boot_end("the wire has ended");
}

/*
 * What the kernel puts off to the end of a grace period comes in order on one CPU, and on any when it
 * is that CPU's turn.  Which one is no matter; agents that are started together take several.
 */
static void stay_on_one_cpu(void)
{
	cpu_set_t may, one;
	int chosen;

	if (sched_getaffinity(0, sizeof(may), &may))
		return;
	chosen = now_us() % CPU_COUNT(&may);
	CPU_ZERO(&one);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (CPU_ISSET(cpu, &may) && chosen-- == 0)
			CPU_SET(cpu, &one);
	}
	sched_setaffinity(0, sizeof(one), &one);
}

static int serve_host(int fd)
{
	prepare();
	stay_on_one_cpu();
	frames_open(fd, fd);
	hello_send();
	serve();
	return 0;
}

int main(int argc, char **argv)
{
	const char *slash = strrchr(argv[0], '/');

	if (!strcmp(slash ? slash + 1 : argv[0], "request-key")) {
		prepare();
		give_way();
		return helper_main(argv);
	}
	if (argc == 3 && !strcmp(argv[1], "--resume")) {
		prepare();
		return resume_main(argv[2]);
	}
	if (argc == 3 && !strcmp(argv[1], "--host"))
		return serve_host(atoi(argv[2]));
	if (getpid() == 1)
		return serve_guest();
	fprintf(stderr, "usage: agent --host FD\n");
	return 2;
}
