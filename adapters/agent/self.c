// SPDX-License-Identifier: GPL-2.0
/*
 * What a task is called by the first process, whatever namespaces it is in: /proc
 * is the first one's, and tells.  Where a task has another root it is found by the
 * directory, which was opened before.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/syscall.h>

#include "agent.h"
#include "raw.h"

static int proc;

/* The directory stays open where a program is executed. */
bool self_open(void)
{
	proc = open("/proc", O_PATH | O_DIRECTORY);
	return proc >= 0;
}

/* Whoever is to be told by it needs it at this number. */
int self_file(void)
{
	return proc;
}

int32_t self_pid(void)
{
	char link[32];
	int64_t length = raw_syscall(SYS_readlinkat, AT_FDCWD, (intptr_t)"/proc/thread-self",
				     (intptr_t)link, sizeof(link), 0, 0);
	int32_t pid = 0;

	if (length < 0)
		length = raw_syscall(SYS_readlinkat, proc, (intptr_t)"thread-self", (intptr_t)link,
				     sizeof(link), 0, 0);
	/* The last number of "12/task/13". */
	for (int64_t i = 0; i < length; i++)
		pid = link[i] >= '0' && link[i] <= '9' ? pid * 10 + link[i] - '0' : 0;
	return pid;
}
