// SPDX-License-Identifier: GPL-2.0
/* Whether there is an entry for 32-bit programs; where there is none, using it is fatal. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"
#include "raw.h"

/* getpid(2) of arch/x86/entry/syscalls/syscall_32.tbl */
#define COMPAT_GETPID 20

bool compat_there(void)
{
	void (*before)(int) = signal(SIGCHLD, SIG_DFL);
	pid_t pid = fork();
	int status = -1;

	if (!pid)
		_exit(raw_compat(COMPAT_GETPID, 0, 0, 0, 0, 0) == getpid() ? 0 : 1);
	if (pid > 0)
		waitpid(pid, &status, 0);
	signal(SIGCHLD, before);
	return status == 0;
}
