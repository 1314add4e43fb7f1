// SPDX-License-Identifier: GPL-2.0
/*
 * Files that one task passes to another, through a pair of sockets that all of them have at the same
 * numbers.  Tasks must not go through the C library, see call.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "agent.h"
#include "raw.h"

/* One file, and its flags with it. */
struct parcel {
	uint8_t flags;
	struct iovec text;
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control;
	struct msghdr message;
};

static void wrap(struct parcel *parcel)
{
	memset(parcel, 0, sizeof(*parcel));
	parcel->text = (struct iovec){ .iov_base = &parcel->flags, .iov_len = 1 };
	parcel->message = (struct msghdr){
		.msg_iov = &parcel->text,
		.msg_iovlen = 1,
		.msg_control = parcel->control.room,
		.msg_controllen = sizeof(parcel->control.room),
	};
}

bool pass_open(void)
{
	int pair[2];

	/* Without it no file can be passed; nothing else is amiss. */
	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair))
		return true;
	if (dup2(pair[0], PASS_OUT) < 0 || dup2(pair[1], PASS_IN) < 0)
		return false;
	close(pair[0]);
	close(pair[1]);
	return true;
}

int64_t pass_give(int32_t file)
{
	int64_t flags = raw_syscall(SYS_fcntl, file, F_GETFD, 0, 0, 0, 0);
	struct parcel parcel;
	int64_t sent;

	if (flags < 0)
		return flags;
	wrap(&parcel);
	parcel.flags = flags;
	parcel.control.head = (struct cmsghdr){
		.cmsg_len = CMSG_LEN(sizeof(int)),
		.cmsg_level = SOL_SOCKET,
		.cmsg_type = SCM_RIGHTS,
	};
	memcpy(CMSG_DATA(&parcel.control.head), &file, sizeof(file));
	sent = raw_syscall(SYS_sendmsg, PASS_OUT, (intptr_t)&parcel.message, MSG_DONTWAIT, 0, 0, 0);
	return sent < 0 ? sent : 0;
}

int64_t pass_take(int32_t number)
{
	struct parcel parcel;
	int32_t file = -1;
	int64_t got;

	wrap(&parcel);
	got = raw_syscall(SYS_recvmsg, PASS_IN, (intptr_t)&parcel.message, MSG_DONTWAIT, 0, 0, 0);
	if (got < 0)
		return got;
	memcpy(&file, CMSG_DATA(&parcel.control.head), sizeof(file));
	got = raw_syscall(SYS_dup3, file, number, parcel.flags & FD_CLOEXEC ? O_CLOEXEC : 0, 0, 0, 0);
	raw_syscall(SYS_close, file, 0, 0, 0, 0, 0);
	return got < 0 ? got : 0;
}
