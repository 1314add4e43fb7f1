// SPDX-License-Identifier: GPL-2.0
/*
 * Processes that the kernel starts become tasks too, and a task may execute a
 * program: either has memory of its own, while tasks share that of the first
 * process.  But it is the same program, at the same addresses: so everything that
 * lies neither on a stack nor on the heap is kept in a file, which all of them map
 * in place.  Whoever has joined keeps away from the C library, whose state is no
 * longer its own.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "agent.h"
#include "raw.h"
#include "tasks.h"

#define MEMORY "/tmp/agent"
#define PAGE 4096ul

extern char __data_start[], _end[];

static char *start(void)
{
	return (char *)((uintptr_t)__data_start & ~(PAGE - 1));
}

static size_t size(void)
{
	return (((uintptr_t)_end + PAGE - 1) & ~(PAGE - 1)) - (uintptr_t)start();
}

/* Maps the file over the memory; the C library is not asked, for it would note the result there. */
static bool map(int fd)
{
	int64_t at = raw_syscall(SYS_mmap, (intptr_t)start(), size(), PROT_READ | PROT_WRITE,
				 MAP_SHARED | MAP_FIXED, fd, 0);

	return at == (intptr_t)start();
}

/* Pages that were never touched are left out, and stay empty in the file. */
static bool save(int fd)
{
	size_t pages = size() / PAGE;
	unsigned char touched[pages];

	if (ftruncate(fd, size()) || mincore(start(), size(), touched))
		return false;
	for (size_t i = 0; i < pages; i++) {
		if (touched[i] & 1 && pwrite(fd, start() + i * PAGE, PAGE, i * PAGE) != PAGE)
			return false;
	}
	return true;
}

/* The first process puts its memory where others find it. */
bool memory_share(void)
{
	int fd = open(MEMORY, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	/* Whoever joins may be anybody by then. */
	bool shared = fd >= 0 && !fchmod(fd, 0666) && save(fd) && map(fd);

	raw_syscall(SYS_close, fd, 0, 0, 0, 0, 0);
	return shared;
}

/* Where it is in nobody's way. */
#define ASIDE 64

/* A file of the first process, at a number of one's own: the least that is free, or a greater one. */
static bool take(int64_t first, int theirs, int ours)
{
	int64_t taken = raw_syscall(SYS_pidfd_getfd, first, theirs, 0, 0, 0, 0);

	/* What is taken so is closed by execve(2), a copy is not. */
	if (taken == ours)
		return raw_syscall(SYS_fcntl, ours, F_SETFD, 0, 0, 0, 0) == 0;
	raw_syscall(SYS_dup3, taken, ours, 0, 0, 0, 0);
	raw_syscall(SYS_close, taken, 0, 0, 0, 0, 0);
	return taken >= 0;
}

/*
 * Whoever comes without files takes those of the first process that all tasks have.  The first of them
 * will do for each of the standard files: a register holds no 0, and a file of its own would keep the
 * credentials that it was opened with.  The C library opens those that are missing where a program is
 * executed with a real and an effective user that differ.
 */
bool memory_fill(void)
{
	int64_t opened = raw_syscall(SYS_pidfd_open, 1, 0, 0, 0, 0, 0);
	int64_t first = raw_syscall(SYS_fcntl, opened, F_DUPFD, ASIDE, 0, 0, 0);
	bool filled;

	raw_syscall(SYS_close, opened, 0, 0, 0, 0, 0);
	filled = take(first, STDIN_FILENO, STDIN_FILENO) &&
		 take(first, STDIN_FILENO, STDOUT_FILENO) &&
		 take(first, STDIN_FILENO, STDERR_FILENO) && take(first, self_file(), self_file());
	/* Where there are none, files cannot be passed. */
	take(first, PASS_OUT, PASS_OUT);
	take(first, PASS_IN, PASS_IN);
	raw_syscall(SYS_close, first, 0, 0, 0, 0, 0);
	return filled;
}

bool memory_join(void)
{
	int fd = open(MEMORY, O_RDWR | O_CLOEXEC);
	bool joined = fd >= 0 && map(fd);

	raw_syscall(SYS_close, fd, 0, 0, 0, 0, 0);
	return joined;
}
