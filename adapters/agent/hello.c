// SPDX-License-Identifier: GPL-2.0
/* The first frame: who is speaking, as JSON. */
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "agent.h"

/* Text between quotes; what would end them or is no printable ASCII becomes a question mark. */
static const char *quotable(char *text)
{
	for (char *c = text; *c; c++) {
		if (*c < ' ' || *c > '~' || *c == '"' || *c == '\\')
			*c = '?';
	}
	return text;
}

void hello_send(void)
{
	struct utsname name;
	char text[1024];
	int length;

	uname(&name);
	length = snprintf(text, sizeof(text),
			  "{\"protocol\":%d,\"release\":\"%s\",\"version\":\"%s\",\"machine\":\"%s\",\"compat\":%s}",
			  PROTOCOL_VERSION, quotable(name.release), quotable(name.version),
			  quotable(name.machine), compat_there() ? "true" : "false");
	frames_text(FRAME_HELLO, text, length);
	frames_flush();
}
