// SPDX-License-Identifier: GPL-2.0
/* Keys for a container: its keyring, the requests that are diverted, and what its death ends. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checks.h"

/* What the first process of the container has seen. */
struct seen {
	long provided, described, thread_ring, answered, own, preferred, hidden, abandoned;
	pid_t member;
};

/* A container with all that is asked about below. */
struct scene {
	int fd;
	serial key, ring, provided, queue;
	/* The container is told to end by the one, and tells what it saw by the other. */
	int end[2], told[2];
};

static void check_keyring(struct scene *at)
{
	group("container keyring");
	at->key = add_key("user", "a", "x", THREAD_RING);
	at->ring = add_key("keyring", "_container", NULL, THREAD_RING);
	check("there is none", keyctl(GET_CONTAINER_KEYRING, at->fd, 0), -ENOKEY);
	check("not a keyring", keyctl(SET_CONTAINER_KEYRING, at->fd, at->key), -ENOTDIR);
	check("not a container", keyctl(SET_CONTAINER_KEYRING, 0, at->ring), -EINVAL);
	check("not a file", keyctl(SET_CONTAINER_KEYRING, 99, at->ring), -EBADF);
	check("set", keyctl(SET_CONTAINER_KEYRING, at->fd, at->ring), 0);
	check("set again", keyctl(SET_CONTAINER_KEYRING, at->fd, at->ring), -EBUSY);
	check("got", keyctl(GET_CONTAINER_KEYRING, at->fd, 0), at->ring);
	check("got and linked", keyctl(GET_CONTAINER_KEYRING, at->fd, SESSION_RING), at->ring);
	at->provided = add_key("user", "provided", "s", at->ring);
	check_positive("a key in it", at->provided);
	for (int i = 0; i < 2; i++) {
		serial one = i ? at->provided : at->ring;

		check("nothing to the owner", keyctl(GRANT_PERMISSION, one, STANDARD, OWNER, 0), 0);
		check("Search to the container",
		      keyctl(GRANT_PERMISSION, one, CONTAINER_NAME, "web", SEARCH), 0);
	}
	check("a key in it that is not granted",
	      add_key("user", "hidden", "s", at->ring) > 0, 1);
	check("whose owner loses View",
	      keyctl(GRANT_PERMISSION, request_key("user", "hidden", NULL, 0), STANDARD, OWNER, 0), 0);
}

static void check_filters(struct scene *at)
{
	struct stat net;

	group("filters");
	stat("/proc/self/ns/net", &net);
	at->queue = add_key("keyring", "queue", NULL, THREAD_RING);
	check("for a type", keyctl(CONTAINER_INTERCEPT, at->fd, "user", 0, at->queue), 0);
	check("the same", keyctl(CONTAINER_INTERCEPT, at->fd, "user", 0, at->queue), -EEXIST);
	check("for all types", keyctl(CONTAINER_INTERCEPT, at->fd, "*", 0, at->queue), 0);
	check("for an internal type", keyctl(CONTAINER_INTERCEPT, at->fd, ".x", 0, at->queue), -EPERM);
	check("for no type", keyctl(CONTAINER_INTERCEPT, at->fd, 0, 0, at->queue), -EINVAL);
	check("into a key", keyctl(CONTAINER_INTERCEPT, at->fd, "big_key", 0, at->key), -ENOTDIR);
	check("no such namespace", keyctl(CONTAINER_INTERCEPT, at->fd, "user", 12345, at->queue), -ENOENT);
	check("a namespace", keyctl(CONTAINER_INTERCEPT, at->fd, "user", net.st_ino, at->queue), 0);
	check("all types removed", keyctl(CONTAINER_INTERCEPT, at->fd, "*", 0, 0), 1);
	check("the namespace removed", keyctl(CONTAINER_INTERCEPT, at->fd, "user", net.st_ino, 0), 1);
}

/* The first process of the container; never returns. */
static void denizen(struct scene *at)
{
	struct seen seen = { 0 };
	char byte;

	close(at->end[1]);
	close(at->told[0]);
	/* One of the requests may never be answered. */
	alarm(30);
	seen.provided = request_key("user", "provided", NULL, 0);
	seen.described = mask_of(at->provided);
	seen.thread_ring = keyctl(GET_KEYRING_ID, THREAD_RING, 0);
	seen.answered = request_key("user", "debug:e", "call", 0);
	seen.own = add_key("user", "provided", "mine", SESSION_RING);
	seen.preferred = request_key("user", "provided", NULL, 0);
	seen.hidden = request_key("user", "hidden", NULL, 0);
	seen.abandoned = request_key("user", "nobody", "call", 0);
	alarm(0);
	seen.member = fork();
	if (!seen.member)
		for (;;)
			pause();
	if (write(at->told[1], &seen, sizeof(seen)) < 0 || read(at->end[0], &byte, 1) < 0)
		_exit(8);
	_exit(7);
}

static void check_daemon(const struct scene *at)
{
	struct request request;
	long authority = next_request(at->queue);
	long target;

	group("queue");
	check_positive("a request is taken", authority);
	check("nobody else is given it", keyctl(FIND_LRU, at->queue, ".request_key_auth"), -EAGAIN);
	memset(&request, 0xff, sizeof(request));
	check("it is queried", keyctl(QUERY_REQUEST_KEY_AUTH, authority, &request), 0);
	check("operation", strcmp(request.operation, "create"), 0);
	check("fsuid", request.fsuid, 0);
	check("thread keyring", request.thread, 0);
	check("process keyring", request.process, 0);
	check("spare", request.spare[0] | request.spare[1], 0);
	check("another key is queried", keyctl(QUERY_REQUEST_KEY_AUTH, at->key, &request.spare), -EINVAL);
	target = request.target;
	check("authority is assumed", keyctl(ASSUME_AUTHORITY, target), authority);
	check("and used", keyctl(INSTANTIATE, target, "answer", 6, 0), 0);
	check("which ends it", keyctl(QUERY_REQUEST_KEY_AUTH, authority, &request) < 0, 1);
	check_positive("another request is taken", next_request(at->queue));
	check("and dropped", keyctl(CLEAR, at->queue), 0);
}

static void check_seen(const struct scene *at, const struct seen *seen)
{
	group("in the container");
	check("the provided key is found", seen->provided, at->provided);
	check("and not seen", seen->described, -EACCES);
	check("there is no thread keyring", seen->thread_ring, -ENOKEY);
	check_positive("a request is answered", seen->answered);
	check_positive("a key of its own", seen->own);
	check("comes before the provided one", seen->preferred, seen->own);
	check("a key that is not granted is not found", seen->hidden, -ENOKEY);
	check("a request is abandoned", seen->abandoned, -ENOKEY);
}

static void check_death(const struct scene *at, pid_t init, pid_t member)
{
	group("death");
	check("a member lives", lives(member), 1);
	check("its init is told to exit", write(at->end[1], "x", 1), 1);
	check("and does", status_of(init), 7);
	check("the file is hung up", polled(at->fd, 0) & POLLHUP, POLLHUP);
	check("nobody is forked into it", fork_into_container(at->fd), -ECANCELED);
	check("the member goes", goes(member), 1);
	check("grant", keyctl(GRANT_PERMISSION, at->key, CONTAINER, at->fd, SEARCH), -ECANCELED);
	check("grant nothing", keyctl(GRANT_PERMISSION, at->key, CONTAINER, at->fd, 0), 0);
	check("grant by name", keyctl(GRANT_PERMISSION, at->key, CONTAINER_NAME, "web", SEARCH), -ENOENT);
	check("its keyring", keyctl(GET_CONTAINER_KEYRING, at->fd, 0), -ENOKEY);
	check("another keyring", keyctl(SET_CONTAINER_KEYRING, at->fd, at->ring), -ECANCELED);
	check("a filter", keyctl(CONTAINER_INTERCEPT, at->fd, "user", 0, at->queue), -ECANCELED);
}

void check_keys_of_containers(void)
{
	struct scene at = { .fd = container_create("web", 0) };
	struct seen seen = { 0 };
	pid_t init;

	if (pipe(at.end) || pipe(at.told))
		return;
	check_keyring(&at);
	check_filters(&at);
	init = fork_into_container(at.fd);
	if (!init)
		denizen(&at);
	close(at.end[0]);
	close(at.told[1]);
	group("fork_into_container");
	check_positive("the first", init);
	check("a second", fork_into_container(at.fd), -EBUSY);
	check_daemon(&at);
	check("it tells what it saw", read(at.told[0], &seen, sizeof(seen)), sizeof(seen));
	check_seen(&at, &seen);
	check_death(&at, init, seen.member);
	close(at.fd);
	close(at.end[1]);
	close(at.told[0]);
}
