// SPDX-License-Identifier: GPL-2.0
/* What a user gets by containers, and what not. */
#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <unistd.h>

#include "checks.h"

#define USER 1000

static void become_user(void)
{
	if (setgroups(0, NULL) || setgid(USER) || setuid(USER))
		_exit(9);
}

/* A child that is a user, and answers 0 where it got what it should. */
#define AS_USER(answer)                                                                            \
	({                                                                                         \
		pid_t child_ = fork();                                                             \
		if (!child_) {                                                                     \
			become_user();                                                             \
			_exit(answer);                                                             \
		}                                                                                  \
		status_of(child_);                                                                 \
	})

static int boots(unsigned int flags, int wanted_pid)
{
	int fd = container_create("own", flags);
	pid_t init = fork_into_container(fd);

	if (!init)
		_exit(!((wanted_pid == 0 || getpid() == wanted_pid) && getuid() != 0));
	return fd < 0 || init < 0 ? 1 : status_of(init) != 0;
}

static int is_answered(long answer, long wanted)
{
	return answer != wanted;
}

static int refused_boot(int fd)
{
	pid_t init = fork_into_container(fd);

	return init == 0 ? 5 : init != -EPERM;
}

/* Puts a filter on a container that is not its own. */
static int filters(int fd)
{
	serial queue = add_key("keyring", "theirs", NULL, PROCESS_RING);

	return keyctl(CONTAINER_INTERCEPT, fd, "user", 0, queue) != 0;
}

static int requests_unanswered(void)
{
	long answer;

	/* Whoever waits longer, seconds, has been taken. */
	alarm(10);
	answer = request_key("user", "zzz", "call", 0);
	return answer != -ENOENT && answer != -ENOKEY;
}

void check_privilege(void)
{
	int fd = container_create("root", 0);
	pid_t init;

	group("a user");
	check("makes and boots a container of its own", AS_USER(boots(0, 0)), 0);
	check("cannot ask for a pid namespace", AS_USER(is_answered(container_create("u", NEW_PID_NS), -EPERM)), 0);
	check("can below a user namespace", AS_USER(boots(NEW_USER_NS | NEW_PID_NS, 1)), 0);
	check("cannot boot root's", AS_USER(refused_boot(fd)), 0);
	check("puts a filter on root's", AS_USER(filters(fd)), 0);
	init = fork_into_container(fd);
	if (!init)
		_exit(requests_unanswered());
	check("which does not take root's requests", status_of(init), 0);
	close(fd);
}
