// SPDX-License-Identifier: GPL-2.0
/*
 * Everything at once that a container's death may run into, for kernels that look for mistakes of
 * their own.  Here it is only found out whether all that was made is gone in the end.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "checks.h"

/* A round that takes longer hangs. */
#define ROUND_SECONDS 60
/* How long the collector may take, ms */
#define COLLECTOR_MS 20000

static time_t seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static void forever(void)
{
	for (;;)
		pause();
}

/* Does one thing over and over until it is killed. */
static pid_t busy(void (*step)(void *), void *with)
{
	pid_t child = fork();

	if (child)
		return child;
	for (;;)
		step(with);
}

static void end(pid_t child)
{
	if (child > 0) {
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
}

/* What the steps of a round have in common. */
struct round {
	int fd;
	serial ring, queue, key;
};

static void fork_and_exit(void *unused)
{
	pid_t child = fork();

	(void)unused;
	if (!child)
		_exit(0);
	waitpid(child, NULL, 0);
}

static void grant(void *with)
{
	struct round *round = with;

	keyctl(GRANT_PERMISSION, round->key, CONTAINER, round->fd, SEARCH);
	keyctl(SETPERM, round->key, 0x3f3f0000);
	keyctl(GRANT_PERMISSION, round->key, CONTAINER_NAME, "stress", SEARCH | VIEW);
	keyctl(GRANT_PERMISSION, round->key, CONTAINER, round->fd, 0);
}

static void search(void *unused)
{
	(void)unused;
	request_key("user", "provided", NULL, 0);
}

static void set_keyring(void *with)
{
	struct round *round = with;

	keyctl(SET_CONTAINER_KEYRING, round->fd, round->ring);
	keyctl(GET_CONTAINER_KEYRING, round->fd, THREAD_RING);
}

static void filter(void *with)
{
	struct round *round = with;

	keyctl(CONTAINER_INTERCEPT, round->fd, "user", 0, round->queue);
	keyctl(CONTAINER_INTERCEPT, round->fd, "*", 0, round->queue);
	usleep(rand() % 500);
	keyctl(CONTAINER_INTERCEPT, round->fd, 0, 0, 0);
}

static void ask(void *unused)
{
	char name[24];

	(void)unused;
	snprintf(name, sizeof(name), "asked %d", rand() % 50);
	request_key("user", name, "call", rand() % 2 ? SESSION_RING : 0);
}

/* A daemon that answers, refuses, takes and forgets, and clears its queue. */
static void serve(void *with)
{
	struct round *round = with;
	struct request request;
	long authority = keyctl(FIND_LRU, round->queue, ".request_key_auth");

	if (authority <= 0 || rand() % 8 == 0)
		keyctl(CLEAR, round->queue);
	if (authority <= 0 || keyctl(QUERY_REQUEST_KEY_AUTH, authority, &request) < 0)
		return;
	if (rand() % 4 == 0 || keyctl(ASSUME_AUTHORITY, request.target) < 0)
		return;
	if (rand() % 2)
		keyctl(INSTANTIATE, request.target, "answer", 6, 0);
	else
		keyctl(NEGATE, request.target, 1, 0);
	keyctl(ASSUME_AUTHORITY, 0);
}

static void look(void *with)
{
	struct round *round = with;
	char text[4096];

	slurp("/proc/containers", text, sizeof(text));
	slurp("/proc/keys", text, sizeof(text));
	polled(round->fd, 0);
}

/* A container in a container, closed at once or with somebody in it. */
static void nest(void *unused)
{
	int fd = container_create("nested", rand() % 2 ? KILL_ON_CLOSE | NEW_PID_NS : NEW_USER_NS);
	pid_t init = rand() % 2 ? fork_into_container(fd) : -1;

	(void)unused;
	if (!init) {
		close(fd);
		forever();
	}
	if (init > 0 && rand() % 2)
		kill(init, SIGKILL);
	close(fd);
	if (init > 0) {
		kill(init, SIGKILL);
		waitpid(init, NULL, 0);
	}
}

/* Two that both try to be the one who boots it. */
static void boot(void *with)
{
	struct round *round = with;
	pid_t init = fork_into_container(round->fd);

	if (!init) {
		busy(search, NULL);
		busy(fork_and_exit, NULL);
		busy(ask, NULL);
		busy(nest, NULL);
		if (rand() % 2) {
			close(round->fd);
			forever();
		}
		usleep(rand() % 50000);
		_exit(0);
	}
	if (init > 0)
		waitpid(init, NULL, 0);
	usleep(1000);
}

static void play(int seed)
{
	static void (*const steps[])(void *) = {
		grant, set_keyring, filter, serve, look, boot, boot, fork_and_exit,
	};
	static const unsigned int flags[] = {
		0, NEW_PID_NS, NEW_USER_NS, NEW_USER_NS | NEW_PID_NS | KILL_ON_CLOSE, KILL_ON_CLOSE,
	};
	pid_t players[sizeof(steps) / sizeof(steps[0])];
	struct round round;

	srand(seed);
	keyctl(JOIN_SESSION_KEYRING, 0);
	round.ring = add_key("keyring", "_container", NULL, SESSION_RING);
	round.queue = add_key("keyring", "queue", NULL, SESSION_RING);
	round.key = add_key("user", "provided", "s", round.ring);
	round.fd = container_create("stress", flags[rand() % 5]);
	keyctl(GRANT_PERMISSION, round.ring, CONTAINER, round.fd, SEARCH);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		srand(seed * 31 + i);
		players[i] = busy(steps[i], &round);
	}
	usleep(20000 + rand() % 200000);
	/* The last file goes with one of them, or with us, and whoever is left goes on without it. */
	close(round.fd);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		end(players[i]);
	/* Those whom a dead one has left behind are killed with their container, or are ours now. */
	_exit(0);
}

/* All keys that are charged to root. */
static int keys_of_root(void)
{
	char text[4096];
	int uid, usage, keys = -1;

	slurp("/proc/key-users", text, sizeof(text));
	sscanf(text, "%d: %d %d/", &uid, &usage, &keys);
	return keys;
}

static int rounds_hung, rounds_played;

static void rounds(int until)
{
	while (seconds() < until) {
		pid_t player = fork();
		int status = 0;

		if (!player) {
			setpgid(0, 0);
			alarm(ROUND_SECONDS);
			play(rounds_played + 1);
		}
		waitpid(player, &status, 0);
		if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
			rounds_hung++;
		/* Whoever booted a container without kill on close has left its init with us. */
		kill(-player, SIGKILL);
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		rounds_played++;
	}
}

void stress(int duration)
{
	int before, after = -1, left = -1, ms;

	group("stress");
	usleep(1000000);
	before = keys_of_root();
	rounds(seconds() + duration);
	for (ms = 0; ms < COLLECTOR_MS && (left || after > before); ms += 100) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		/* Where those who had no session keyring got their keys */
		keyctl(CLEAR, USER_SESSION_RING);
		left = children_listed();
		after = keys_of_root();
		usleep(100000);
	}
	printf("# %d rounds in %d s; %d keys before, %d after %d ms\n", rounds_played, duration, before,
	       after, ms);
	check_positive("rounds were played", rounds_played);
	check("none of them hung", rounds_hung, 0);
	check("no container is left", left, 0);
	check("nor any key", after > before, 0);
}
