/* SPDX-License-Identifier: GPL-2.0 */
/* What our series adds to a kernel, as calls, and how their answers are checked. */
#ifndef CHECKS_H
#define CHECKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

typedef int32_t serial;

/* Special keyrings, by the ids of linux/keyctl.h */
#define THREAD_RING (-1)
#define PROCESS_RING (-2)
#define SESSION_RING (-3)
#define USER_RING (-4)
#define USER_SESSION_RING (-5)

/* keyctl(2): those of mainline that are used here, and ours */
enum {
	GET_KEYRING_ID = 0,
	JOIN_SESSION_KEYRING = 1,
	REVOKE = 3,
	SETPERM = 5,
	DESCRIBE = 6,
	CLEAR = 7,
	INSTANTIATE = 12,
	NEGATE = 13,
	ASSUME_AUTHORITY = 16,
	SESSION_TO_PARENT = 18,
	INVALIDATE = 21,
	CAPABILITIES = 31,
	GRANT_PERMISSION = 33,
	GET_CONTAINER_KEYRING = 34,
	SET_CONTAINER_KEYRING = 35,
	CONTAINER_INTERCEPT = 36,
	QUERY_REQUEST_KEY_AUTH = 37,
	FIND_LRU = 38,
};

/* Subjects of KEYCTL_GRANT_PERMISSION */
enum { STANDARD, CONTAINER, CONTAINER_NAME };
enum { EVERYONE, GROUP, OWNER, POSSESSOR };
enum { VIEW = 0x001, READ = 0x002, SEARCH = 0x008, JOIN = 0x100 };

/* Flags of container_create() */
#define NEW_FS_NS 0x001
#define NEW_EMPTY_FS_NS 0x002
#define NEW_USER_NS 0x020
#define NEW_PID_NS 0x040
#define KILL_ON_CLOSE 0x100
#define FD_CLOEXEC_FLAG 0x200

/* What KEYCTL_QUERY_REQUEST_KEY_AUTH fills in */
struct request {
	char operation[32];
	uint32_t fsuid, fsgid;
	serial target, thread, process, session;
	uint32_t spare[2];
};

/* Each answers as the system call, or with a negative errno. */
long keyctl(long option, long a, long b, long c, long d);
#define keyctl(option, ...) keyctl_n(option, __VA_ARGS__, 0, 0, 0, 0)
#define keyctl_n(option, a, b, c, d, ...)                                                          \
	(keyctl)(option, (long)(a), (long)(b), (long)(c), (long)(d))
long add_key(const char *type, const char *name, const char *payload, serial ring);
long request_key(const char *type, const char *name, const char *callout, serial ring);
long container_create(const char *name, unsigned int flags);
long fork_into_container(int fd);

/* The mask that a key is described with, or a negative errno. */
long mask_of(serial key);
/* The exit status of a child, or -1000 less the signal that it died by. */
long status_of(pid_t child);
/* What poll(2) tells of a file within so many ms. */
int polled(int fd, int ms);
/* Whether a process is there, and whether it goes within two seconds. */
bool lives(pid_t pid);
bool goes(pid_t pid);
/* A key of a queue that nobody was given yet; waits for one two seconds. */
long next_request(serial queue);
/* The file's text, cut to the size. */
void slurp(const char *path, char *text, size_t size);
/* How many containers there are directly in ours. */
int children_listed(void);

/* What a group of checks calls itself in the lines that follow. */
void group(const char *name);
/* One line of the Test Anything Protocol each. */
void check(const char *what, long got, long wanted);
void check_positive(const char *what, long got);
void check_plan(void);

void check_acl(void);
void check_containers(void);
void check_keys_of_containers(void);
void check_lives(void);
void check_which_filter(void);
void check_privilege(void);
void check_compat(void);
/* Nothing where there is no Smack. */
void check_smack(void);
/* For so many seconds. */
void stress(int seconds);

#endif
