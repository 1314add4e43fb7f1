// SPDX-License-Identifier: GPL-2.0
/* Making containers, and being told of them. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "checks.h"

/* One more than a key's list has room for, with what it grants to possessor and owner. */
#define MOST_CONTAINERS_GRANTED 14

static void check_creation(void)
{
	int fd;

	group("container_create");
	check("no name", container_create(NULL, 0), -EINVAL);
	check("a pointer to nothing", container_create((char *)8, 0), -EFAULT);
	check("a name with a slash", container_create("a/b", 0), -EINVAL);
	check("an empty name", container_create("", 0), -EINVAL);
	check("24 bytes", container_create("123456789012345678901234", 0), -ENAMETOOLONG);
	check("an unknown flag", container_create("a", 0x400), -EINVAL);
	check("both mount namespaces", container_create("a", NEW_FS_NS | NEW_EMPTY_FS_NS), -EINVAL);
	check("a spare argument", syscall(480, "a", 0, 1L, 0L, 0L) < 0 ? -errno : 0, -EINVAL);
	fd = container_create("12345678901234567890123", 0);
	check_positive("23 bytes", fd);
	check("is listed", children_listed(), 1);
	close(fd);
	check("closed without having been booted, it is gone", children_listed(), 0);
	fd = container_create("web", FD_CLOEXEC_FLAG);
	check("a file that exec closes", fcntl(fd, F_GETFD), 1);
	check("that is not hung up", polled(fd, 0), 0);
	close(fd);
}

static void check_listing(void)
{
	int first = container_create("first", 0), second = container_create("second", KILL_ON_CLOSE);
	char text[4096], name[32];
	unsigned int flags, owner;
	unsigned long id;

	group("/proc/containers");
	slurp("/proc/containers", text, sizeof(text));
	check("our own comes first", strstr(text, "\n<current> ") != NULL, 1);
	check("and then the newest",
	      sscanf(strstr(text, "\nsecond") ?: "", "%31s %lu %*u %x %u", name, &id, &flags, &owner), 4);
	check("with its flags", flags, KILL_ON_CLOSE);
	check("and its owner", owner, 0);
	check("before the other", strstr(text, "\nsecond") < strstr(text, "\nfirst"), 1);
	close(first);
	close(second);
}

static void check_subjects(void)
{
	serial key = add_key("user", "granted", "x", THREAD_RING);
	int fd = container_create("web", 0), fds[MOST_CONTAINERS_GRANTED + 1], refused = 0;

	group("a container as subject");
	check("by file", keyctl(GRANT_PERMISSION, key, CONTAINER, fd, SEARCH), 0);
	check("does not show in the mask", mask_of(key), 0x3f010000);
	check("by name", keyctl(GRANT_PERMISSION, key, CONTAINER_NAME, "web", SEARCH), 0);
	check("no such name", keyctl(GRANT_PERMISSION, key, CONTAINER_NAME, "nope", SEARCH), -ENOENT);
	check("no name", keyctl(GRANT_PERMISSION, key, CONTAINER_NAME, 0, SEARCH), -EFAULT);
	close(fd);
	check("a name that is gone", keyctl(GRANT_PERMISSION, key, CONTAINER_NAME, "web", SEARCH), -ENOENT);
	for (int i = 0; i <= MOST_CONTAINERS_GRANTED; i++) {
		fds[i] = container_create("many", 0);
		if (i < MOST_CONTAINERS_GRANTED)
			refused |= keyctl(GRANT_PERMISSION, key, CONTAINER, fds[i], VIEW) != 0;
	}
	check("sixteen subjects, the dead one forgotten", refused, 0);
	check("the seventeenth",
	      keyctl(GRANT_PERMISSION, key, CONTAINER, fds[MOST_CONTAINERS_GRANTED], VIEW), -EINVAL);
	close(fds[0]);
	check("in place of one that died",
	      keyctl(GRANT_PERMISSION, key, CONTAINER, fds[MOST_CONTAINERS_GRANTED], VIEW), 0);
	for (int i = 1; i <= MOST_CONTAINERS_GRANTED; i++)
		close(fds[i]);
}

void check_containers(void)
{
	check_creation();
	check_listing();
	check_subjects();
}
