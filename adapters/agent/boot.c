// SPDX-License-Identifier: GPL-2.0
/* What the first process of a guest has to do before it can be asked. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "agent.h"

/* How often the wire's device is looked for, 10 ms apart. */
#define PORT_TRIES 500
#define KTHREADD 2

/* A file system that this kernel does not have is not missed. */
void boot_mount(void)
{
	static const struct {
		const char *type, *where;
	} mounts[] = {
		{ "devtmpfs", "/dev" },
		{ "proc", "/proc" },
		{ "sysfs", "/sys" },
		{ "securityfs", "/sys/kernel/security" },
		{ "tmpfs", "/tmp" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(mounts); i++) {
		mkdir(mounts[i].where, 0755);
		mount(mounts[i].type, mounts[i].where, mounts[i].type, 0, NULL);
	}
}

static void load(const char *name)
{
	char path[300];
	int fd;

	snprintf(path, sizeof(path), "/modules/%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || syscall(SYS_finit_module, fd, "", 0))
		printf("agent: %s: %s\n", path, strerror(errno));
	close(fd);
}

/* In the order of their names; one that does not load is told of and left out. */
void boot_modules(void)
{
	struct dirent **names;
	int count = scandir("/modules", &names, NULL, alphasort);

	for (int i = 0; i < count; i++) {
		if (names[i]->d_name[0] != '.')
			load(names[i]->d_name);
		free(names[i]);
	}
	if (count >= 0)
		free(names);
}

/* A kernel thread is a child of kthreadd, or kthreadd itself. */
static bool is_kernel_thread(const char *pid)
{
	char path[300], text[512];
	const char *end;
	size_t got = 0;
	FILE *file;
	int parent;

	snprintf(path, sizeof(path), "/proc/%s/stat", pid);
	file = fopen(path, "r");
	if (file) {
		got = fread(text, 1, sizeof(text) - 1, file);
		fclose(file);
	}
	text[got] = 0;
	/* The name in parentheses may hold anything. */
	end = strrchr(text, ')');
	if (!end || sscanf(end, ") %*c %d", &parent) != 1)
		return false;
	return parent == KTHREADD || atoi(pid) == KTHREADD;
}

/* How many threads there are, the kernel's and ours; it stays open, for it is asked often. */
static int count_threads(void)
{
	static int file = -1;
	char text[64];
	const char *of;
	ssize_t got;

	if (file < 0)
		file = open("/proc/loadavg", O_RDONLY | O_CLOEXEC);
	got = pread(file, text, sizeof(text) - 1, 0);
	text[got > 0 ? got : 0] = 0;
	of = strchr(text, '/');
	return of ? atoi(of + 1) : 0;
}

static void promote_threads(void)
{
	static const struct sched_param lowest = { .sched_priority = 1 };
	DIR *processes = opendir("/proc");
	struct dirent *entry;

	while (processes && (entry = readdir(processes))) {
		if (atoi(entry->d_name) && is_kernel_thread(entry->d_name))
			sched_setscheduler(atoi(entry->d_name), SCHED_FIFO, &lowest);
	}
	if (processes)
		closedir(processes);
}

/* Of threads, when they were told to come first; 0 where we have no say in that. */
static int threads_known;

/*
 * What the kernel has put off to threads of its own comes before any task of
 * ours: whoever gives way once finds all of it done, if there is one CPU and
 * nothing has to wait.
 */
void boot_threads(void)
{
	promote_threads();
	threads_known = count_threads();
}

/*
 * The same for workers that the kernel has added since; to be called when there is nobody but us.  True
 * where there are others than before.
 */
bool boot_new_threads(void)
{
	bool others = threads_known && count_threads() != threads_known;

	if (others)
		boot_threads();
	return others;
}

static int open_port(void)
{
	DIR *devices = opendir("/dev");
	struct dirent *entry;
	int fd = -1;

	while (devices && fd < 0 && (entry = readdir(devices))) {
		char path[300];

		if (strncmp(entry->d_name, "vport", 5))
			continue;
		snprintf(path, sizeof(path), "/dev/%s", entry->d_name);
		fd = open(path, O_RDWR | O_CLOEXEC);
	}
	if (devices)
		closedir(devices);
	return fd;
}

/* The wire, or -1 when no device for it appears. */
int boot_port(void)
{
	int fd = open_port();

	for (int try = 0; fd < 0 && try < PORT_TRIES; try++) {
		usleep(10000);
		fd = open_port();
	}
	return fd;
}

/* The machine goes down; QEMU was told not to start it again. */
void boot_end(const char *why)
{
	printf("agent: %s\n", why);
	fflush(stdout);
	reboot(RB_AUTOBOOT);
	_exit(1);
}
