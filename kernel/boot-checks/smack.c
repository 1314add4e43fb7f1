// SPDX-License-Identifier: GPL-2.0
/* What a security module is asked that knows the needs of a mask alone: Smack, where it decides. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "checks.h"

#define USER 1000
#define LABEL_FILE "/proc/self/attr/current"

/* What bears the label that everything has at first may be read by whoever has another, but not written. */
static bool relabel(void)
{
	int fd = open(LABEL_FILE, O_WRONLY | O_CLOEXEC);
	bool done = fd >= 0 && write(fd, "reader", 6) == 6;

	close(fd);
	return done;
}

/* A name of its own for each session, since one that has been left may be found yet. */
static char session[] = "labelled-a";

enum { HANDS_UP, CLEARS, REVOKES, SETS_MASK, INVALIDATES, DESCRIBES, JOINS };

static long does(int what, serial ring)
{
	switch (what) {
	case HANDS_UP:
		return keyctl(SESSION_TO_PARENT, 0);
	case CLEARS:
		return keyctl(CLEAR, ring);
	case REVOKES:
		return keyctl(REVOKE, ring);
	case SETS_MASK:
		return keyctl(SETPERM, ring, 0x3f3f0000);
	case INVALIDATES:
		return keyctl(INVALIDATE, ring);
	case DESCRIBES:
		return keyctl(DESCRIBE, ring, NULL, 0) > 0 ? 0 : -EIO;
	default:
		/* 0 for the session that it has; another would be a new one. */
		return keyctl(JOIN_SESSION_KEYRING, session) == 0 ? 0 : -EIO;
	}
}

/* Whoever made a session, with another label or not, and its child, who does something to it; the errno. */
static long labelled(bool other, int what)
{
	pid_t maker;

	session[sizeof(session) - 2]++;
	maker = fork();
	if (maker == 0) {
		pid_t child;
		serial ring;

		if (setresuid(USER, 0, 0))
			_exit(200);
		ring = keyctl(JOIN_SESSION_KEYRING, session);
		if (ring < 0 || (other && !relabel()) || setresuid(USER, USER, USER))
			_exit(201);
		child = fork();
		if (child == 0)
			_exit(-does(what, ring));
		_exit(status_of(child));
	}
	return -status_of(maker);
}

void check_smack(void)
{
	char label[64];

	slurp(LABEL_FILE, label, sizeof(label));
	if (strncmp(label, "_", 1) != 0)
		return;
	group("Smack");
	check("who may read and write hands its session up", labelled(false, HANDS_UP), 0);
	check("who may read alone does not: that asks for Link", labelled(true, HANDS_UP), -EACCES);
	check("clearing asks for Write", labelled(true, CLEARS), -EACCES);
	check("revoking asks for Write or Setattr", labelled(true, REVOKES), -EACCES);
	check("setting the mask asks for Setattr", labelled(true, SETS_MASK), -EACCES);
	check("invalidating asks for Search", labelled(true, INVALIDATES), 0);
	check("describing asks for View", labelled(true, DESCRIBES), 0);
	check("joining by name asks for Search", labelled(true, JOINS), 0);
	check("who may read and write clears", labelled(false, CLEARS), 0);
	check("who may read and write revokes", labelled(false, REVOKES), 0);
}
