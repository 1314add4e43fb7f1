// SPDX-License-Identifier: GPL-2.0
/* Access control lists, as a mask shows them and a grant changes them. */
#include <errno.h>
#include <unistd.h>

#include "checks.h"

static void check_defaults(void)
{
	unsigned char capabilities[4] = { 0 };

	group("defaults");
	check("two bytes of capabilities", keyctl(CAPABILITIES, capabilities, 4), 2);
	check("ACL, grant and containers are among them", capabilities[1] & 0x38, 0x38);
	check_positive("an anonymous session is joined", keyctl(JOIN_SESSION_KEYRING, 0));
	check("anonymous session", mask_of(SESSION_RING), 0x3f030000);
	add_key("user", "x", "y", THREAD_RING);
	check("thread keyring", mask_of(THREAD_RING), 0x1f010000);
	check("user keyring", mask_of(USER_RING), 0x1f1f0000);
	check("user key", mask_of(add_key("user", "a", "x", SESSION_RING)), 0x3f010000);
}

static void check_grants(void)
{
	serial key = add_key("user", "a", "x", SESSION_RING);

	group("grant");
	check("Read to everyone", keyctl(GRANT_PERMISSION, key, STANDARD, EVERYONE, READ), 0);
	check("shows as a mask", mask_of(key), 0x3f010002);
	check("Join overwrites it", keyctl(GRANT_PERMISSION, key, STANDARD, EVERYONE, JOIN), 0);
	check("shows as Search", mask_of(key), 0x3f010008);
	check("nothing to everyone", keyctl(GRANT_PERMISSION, key, STANDARD, EVERYONE, 0), 0);
	check("takes it off", mask_of(key), 0x3f010000);
	check("nothing once more", keyctl(GRANT_PERMISSION, key, STANDARD, EVERYONE, 0), 0);
	check("no such permission", keyctl(GRANT_PERMISSION, key, STANDARD, EVERYONE, 0x400), -EINVAL);
	check("no such standard subject", keyctl(GRANT_PERMISSION, key, STANDARD, 4, VIEW), -ENOENT);
	check("no such type of subject", keyctl(GRANT_PERMISSION, key, 9, 0, VIEW), -ENOENT);
	check("no such file", keyctl(GRANT_PERMISSION, key, CONTAINER, 99, VIEW), -EBADF);
	check("a file that is no container", keyctl(GRANT_PERMISSION, key, CONTAINER, 0, VIEW), -EINVAL);
	check("a mask after grants", keyctl(SETPERM, key, 0x3f030000), 0);
	check("shows as it was given", mask_of(key), 0x3f030000);
}

static void check_joining(void)
{
	serial named = keyctl(JOIN_SESSION_KEYRING, "mine");
	pid_t child;

	group("join");
	check_positive("a named session", named);
	child = fork();
	if (!child) {
		keyctl(JOIN_SESSION_KEYRING, 0);
		_exit(keyctl(JOIN_SESSION_KEYRING, "mine") != named);
	}
	check("it is joined again", status_of(child), 0);
	keyctl(JOIN_SESSION_KEYRING, 0);
}

void check_acl(void)
{
	check_defaults();
	check_grants();
	check_joining();
}
