// SPDX-License-Identifier: GPL-2.0
/* What containers are born into, and how they end. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "checks.h"

/* Every flag that asks for a namespace */
#define NAMESPACES 0x0ff
#define RACES 200

/* A container of its own for each set of namespaces; its init knows whether it is number 1. */
static void check_namespaces(void)
{
	int wrong = 0;

	group("namespaces");
	for (unsigned int flags = 0; flags <= NAMESPACES; flags++) {
		int fd;
		pid_t init;

		if ((flags & NEW_FS_NS) && (flags & NEW_EMPTY_FS_NS))
			continue;
		fd = container_create("ns", flags);
		init = fork_into_container(fd);
		if (!init)
			_exit(getpid() == 1);
		if (fd < 0 || init < 0 || status_of(init) != !!(flags & NEW_PID_NS)) {
			printf("# flags %#x: file %d, init %d\n", flags, fd, init);
			wrong++;
		}
		close(fd);
	}
	check("each set of them", wrong, 0);
}

static void check_empty_root(void)
{
	int fd = container_create("empty", NEW_EMPTY_FS_NS);
	pid_t init = fork_into_container(fd);

	group("empty mount namespace");
	if (!init) {
		bool nothing = open("/proc", O_RDONLY) < 0 && errno == ENOENT;
		bool fixed = mkdir("/x", 0755) < 0 && errno == EROFS;

		_exit(nothing * 2 + fixed);
	}
	check("there is nothing, and nothing to be made", status_of(init), 3);
	close(fd);
}

static void check_closing(void)
{
	int fd = container_create("closed", KILL_ON_CLOSE | NEW_PID_NS);
	pid_t init = fork_into_container(fd);

	group("kill on close");
	if (!init) {
		close(fd);
		for (;;)
			pause();
	}
	usleep(50000);
	check("it lives while it is open", lives(init), 1);
	close(fd);
	check("and is killed with the last file", status_of(init), -1000 - SIGKILL);
}

static void check_nesting(void)
{
	int fd = container_create("outer", 0), told[2];
	pid_t outer, inner = -1;

	group("nested");
	if (pipe(told))
		return;
	outer = fork_into_container(fd);
	if (!outer) {
		int own = container_create("inner", 0);

		inner = fork_into_container(own);
		if (inner && write(told[1], &inner, sizeof(inner)) < 0)
			_exit(1);
		for (;;)
			pause();
	}
	check("the inner one is told of", read(told[0], &inner, sizeof(inner)), sizeof(inner));
	check("only the outer is directly in ours", children_listed(), 1);
	kill(outer, SIGKILL);
	check("the outer is killed", status_of(outer), -1000 - SIGKILL);
	check("the inner goes with it", goes(inner), 1);
	close(fd);
	close(told[0]);
	close(told[1]);
}

/* Its init exits while others of it fork as fast as they can. */
static void race(int round)
{
	int fd = container_create("race", round & 1 ? NEW_PID_NS : 0);
	pid_t init = fork_into_container(fd);

	if (init) {
		status_of(init);
		close(fd);
		return;
	}
	for (int forker = 0; forker < 4; forker++) {
		if (fork())
			continue;
		for (;;) {
			if (!fork())
				_exit(0);
			while (waitpid(-1, NULL, WNOHANG) > 0)
				;
		}
	}
	usleep(500 * (round % 7));
	_exit(0);
}

/* Processes other than ours that have a program. */
static int programs_left(void)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	int left = 0;

	while (proc && (entry = readdir(proc))) {
		char path[300], program[64];

		snprintf(path, sizeof(path), "/proc/%s/exe", entry->d_name);
		if (atoi(entry->d_name) > 1 && readlink(path, program, sizeof(program)) > 0)
			left++;
	}
	if (proc)
		closedir(proc);
	return left;
}

static void check_races(void)
{
	int left = -1;

	group("forks that race with death");
	for (int round = 0; round < RACES; round++)
		race(round);
	for (int ms = 0; ms < 2000 && left; ms += 10) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		left = programs_left();
		usleep(10000);
	}
	check("nobody is left", left, 0);
	check("nor any container", children_listed(), 0);
}

void check_lives(void)
{
	check_namespaces();
	check_empty_root();
	check_closing();
	check_nesting();
	check_races();
}
