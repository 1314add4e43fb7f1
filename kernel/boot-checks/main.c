// SPDX-License-Identifier: GPL-2.0
/*
 * The first process of a guest: checks what our series adds to the kernel, tells of it in lines of the
 * Test Anything Protocol, and becomes the agent.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checks.h"

int main(void)
{
	/* From the kernel's command line; seconds */
	const char *stressed = getenv("stress");

	setvbuf(stdout, NULL, _IOLBF, 0);
	mkdir("/proc", 0755);
	mount("proc", "/proc", "proc", 0, NULL);
	puts("TAP version 13");
	check_acl();
	check_containers();
	check_keys_of_containers();
	check_which_filter();
	check_privilege();
	check_compat();
	check_lives();
	check_smack();
	if (stressed)
		stress(atoi(stressed));
	check_plan();
	fflush(stdout);
	execl("/agent", "/agent", NULL);
	perror("/agent");
	return 1;
}
