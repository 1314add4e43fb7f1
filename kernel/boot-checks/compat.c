// SPDX-License-Identifier: GPL-2.0
/* The same as a 32-bit program calls it; what is pointed at is static, and so below 4 GiB. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "../../adapters/agent/raw.h"
#include "checks.h"

/* arch/x86/entry/syscalls/syscall_32.tbl */
#define COMPAT_KEYCTL 288
#define COMPAT_CONTAINER_CREATE 480
#define COMPAT_FORK_INTO_CONTAINER 481

#define compat_keyctl(option, ...) compat_keyctl_n(option, __VA_ARGS__, 0, 0, 0, 0)
#define compat_keyctl_n(option, a, b, c, d, ...)                                                   \
	raw_compat(COMPAT_KEYCTL, option, (int64_t)(a), (int64_t)(b), (int64_t)(c), (int64_t)(d))

static const char name[] = "narrow", type[] = "user", authorities[] = ".request_key_auth";
static struct request request;

void check_compat(void)
{
	serial key = add_key("user", "a", "x", THREAD_RING);
	serial ring = add_key("keyring", "r", NULL, THREAD_RING);
	serial queue = add_key("keyring", "q", NULL, THREAD_RING);
	int64_t fd = raw_compat(COMPAT_CONTAINER_CREATE, (int64_t)name, 0, 0, 0, 0);
	int64_t init;
	long authority;

	group("32 bits");
	check_positive("a container", fd);
	check("grant by file", compat_keyctl(GRANT_PERMISSION, key, CONTAINER, fd, SEARCH), 0);
	check("grant by name", compat_keyctl(GRANT_PERMISSION, key, CONTAINER_NAME, name, SEARCH), 0);
	check("keyring set", compat_keyctl(SET_CONTAINER_KEYRING, fd, ring), 0);
	check("keyring got", compat_keyctl(GET_CONTAINER_KEYRING, fd, 0), ring);
	check("filter", compat_keyctl(CONTAINER_INTERCEPT, fd, type, 0, queue), 0);
	init = raw_compat(COMPAT_FORK_INTO_CONTAINER, fd, 0, 0, 0, 0);
	if (!init)
		_exit(request_key("user", "narrow", "call", 0) != -ENOKEY);
	check_positive("forked into it", init);
	authority = next_request(queue);
	check_positive("a request", authority);
	check("queried", compat_keyctl(QUERY_REQUEST_KEY_AUTH, authority, &request), 0);
	check("operation", strcmp(request.operation, "create"), 0);
	check("none left", compat_keyctl(FIND_LRU, queue, authorities), -EAGAIN);
	check("refused", keyctl(ASSUME_AUTHORITY, request.target) < 0 ||
				 keyctl(NEGATE, request.target, 10, 0) < 0, 0);
	check("its init saw that", status_of(init), 0);
	close(fd);
}
