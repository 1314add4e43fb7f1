/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The agent: carries out system calls that somebody else has chosen, and says
 * what they answered.  It knows nothing of what the calls are about.
 */
#ifndef AGENT_H
#define AGENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#define __aligned(bytes) __attribute__((aligned(bytes)))
#define __noreturn __attribute__((noreturn))

/* Bytes on the wire are little-endian; adapters/wire/ has the other end. */
#define PROTOCOL_VERSION 1

/* Bounds; a program beyond them is refused. */
#define FRAME_MAX (16u << 20)
#define CALLS_MAX 16384
#define SLOTS_MAX 64
#define REGISTERS_MAX 4096
#define OUT_MAX (1 << 20)
#define OUT_FILL 0xa5
#define ARGS_MAX 6
/* Bytes of a text with a number in it. */
#define NUMBERED_MAX 64
/* More words than this are not followed by one EACH. */
#define WORDS_MAX 4096

enum frame_kind {
	FRAME_PROGRAM = 1,
	FRAME_PING = 2,
	FRAME_HELLO = 0x81,
	FRAME_REPLY = 0x82,
	FRAME_PONG = 0x83,
	FRAME_ERROR = 0x84,
	FRAME_PARTIAL = 0x85,	/* a reply so far, before call `at` is made */
};

enum call_kind {
	CALL_SYSCALL = 0,
	CALL_SPAWN = 1,		/* the slot's task clones a child for slot args[0]; nr 1: a thread */
	CALL_EXIT = 2,		/* the slot's process exits, done when it is gone; nr 1: the thread */
	CALL_GREP = 3,		/* the lines of file args[0] that begin with one of args[1..]; all without */
	CALL_RUN = 4,		/* calls args[0] .. +args[1], with args[2] as their count */
	CALL_EACH = 5,		/* once for every word that call args[0] read; see ARG_WORD */
	CALL_KILL = 6,		/* kill every task but slot 0, done when all are gone */
	CALL_EXEC = 7,		/* the slot's task executes this program, as which it goes on */
	CALL_AWAIT = 8,		/* what a blocked call of slot args[0] answered */
	CALL_ADOPT = 9,		/* the helper of slot args[0] becomes the task of slot args[1] */
	CALL_INTERRUPT = 10,	/* a signal for slot args[0], whose call has not come back */
	CALL_REST = 11,		/* until every call that has not come back waits */
	CALL_FORK = 12,		/* a system call that comes back twice; the child is for slot args[0] */
	CALL_MOURN = 13,	/* until every task is gone that is being killed */
	CALL_PID = 14,		/* the pid of the task of slot args[0], as slot 0 has it */
	CALL_SEES = 15,		/* 0 if the task of slot args[0] is where slot 0's mounts are seen */
	CALL_RACE = 16,		/* the next args[0] calls at once, each by the task of its slot */
	CALL_GIVE = 17,		/* the slot's task passes file args[0] on */
	CALL_TAKE = 18,		/* the slot's task has what was passed on, as args[0] */
	CALL_KINDS = 19,
};

enum call_flags {
	CALL_QUIET = 1 << 0,	/* not in the reply unless its result is negative */
	CALL_SILENT = 1 << 1,	/* never in the reply */
	CALL_REPEAT = 1 << 2,	/* again and again until the result is `until` */
	CALL_FIXED = 1 << 3,	/* bring the whole out buffer back, which is full of OUT_FILL before */
	CALL_IF = 1 << 4,	/* only if the result of call `condition` is at least `least` */
	CALL_COUNT = 1 << 5,	/* as many times as the RUN around it says */
	CALL_COMPAT = 1 << 6,	/* through the entry for 32-bit programs */
	CALL_WORD = 1 << 7,	/* the register takes the first word of the out buffer */
	CALL_FLAGS = (1 << 8) - 1,
	CALL_WHICH = 0xf000,	/* with CALL_WORD: which word, the first is 0 */
};

enum arg_kind {
	ARG_LITERAL = 0,
	ARG_RESULT = 1,		/* of call (low half); if negative, the fallback (high half) */
	ARG_REGISTER = 2,
	ARG_DATA = 3,		/* address of an offset in the program's data */
	ARG_OUT = 4,		/* address of an out buffer of that many bytes */
	ARG_WORD = 5,		/* the word that EACH is at */
	ARG_VECTOR = 6,		/* address of as many struct iovec (high half), offsets in the data */
	ARG_NUMBERED = 7,	/* address of a text in the data (low half); its % is a register (high half) */
	ARG_KINDS = 8,
};

#define NO_REGISTER 0xffff

struct call {
	uint8_t kind;
	uint8_t slot;
	uint16_t flags;
	uint16_t nr;
	uint16_t reg;		/* takes the result if that is positive */
	uint8_t nargs;
	uint8_t arg_kinds[ARGS_MAX];
	uint32_t condition;
	uint32_t least;
	int64_t args[ARGS_MAX];
	int64_t until;
	uint32_t spins;		/* yields before the first sleep */
	uint32_t patience_ms;
	uint32_t out_bytes;
};

struct program {
	uint32_t seq;
	uint32_t deadline_ms;
	uint32_t main_calls;	/* the rest are bodies for RUN */
	uint32_t ncalls;
	uint32_t registers;
	int32_t register_start;
	uint32_t options;
	struct call calls[CALLS_MAX];
};

enum program_options {
	PROGRAM_PARTIAL = 1 << 0,	/* say before each call how far it is */
	PROGRAM_BLOCKS = 1 << 1,	/* calls may wait, and the kernel may start helpers */
	PROGRAM_EXECS = 1 << 2,		/* tasks may have memory of their own */
	PROGRAM_FORKS = 1 << 3,		/* and pids that only they know, and may be killed at any time */
};

/* How a program ended. */
enum reply_status {
	REPLY_DONE = 0,
	REPLY_DEADLINE = 1,	/* time ran out in call `at` */
	REPLY_RAN_OUT = 2,	/* call `at` was repeated in vain */
	REPLY_TOO_LONG = 3,	/* the results do not fit in a frame */
	REPLY_UNKILLABLE = 4,	/* a task survived SIGKILL */
	REPLY_DISTURBED = 5,	/* done, and the kernel has made or ended threads of its own meanwhile */
};

enum result_flags {
	RESULT_NO_TASK = 1 << 0,	/* nobody was there to make the call */
	RESULT_RAN_OUT = 1 << 1,	/* repeated in vain */
	RESULT_BLOCKED = 1 << 2,	/* it has not come back; the bytes are a helper's arguments */
};

extern struct program program;

/* program.c: NULL, or a sentence on what is wrong with the frame. */
const char *program_decode(uint8_t *payload, size_t length);

/* run.c */
void run_program(void);
int resume_main(const char *slot);
int helper_main(char **argv);

/* call.c */
bool call_perform(uint32_t index, uint8_t slot);
/* The system call alone, and later what becomes of its result: for calls that are made at once. */
int64_t call_make(uint32_t index, uint8_t slot);
void call_made(uint32_t index, int64_t result, uint8_t slot);
void call_reset(void);
bool call_skipped(const struct call *call);
void call_finish(uint32_t index, int64_t result, uint32_t flags);
/* Call `index` has not come back; the arguments of the helper it waits for, if it does. */
void call_blocked(uint32_t index, const char *arguments, uint32_t length);
/* Call `index` brings the answer of call `made`, which came back late. */
void call_late(uint32_t index, uint32_t made, int64_t result, uint8_t slot);
uint64_t now_us(void);
/* The call that was repeated in vain, CALLS_MAX if there is none. */
extern uint32_t ran_out_at;

/* grep.c */
int64_t grep(int fd, const int64_t *prefixes, unsigned int count);

/* reply.c */
void reply_begin(uint32_t seq);
bool reply_result(uint32_t index, uint32_t flags, int64_t result, uint32_t length);
uint8_t *reply_room(uint32_t length);
bool reply_full(void);
const uint8_t *reply_bytes(uint32_t index, uint32_t *length);
void reply_partial(uint32_t at);
void reply_end(enum reply_status status, uint32_t at, uint32_t elapsed_us);

/* frames.c */
void frames_open(int in, int out);
bool frames_next(uint32_t *kind, uint8_t **payload, uint32_t *length);
uint8_t *frames_begin(uint32_t kind, uint32_t room);
void frames_end(uint32_t length);
void frames_flush(void);
void frames_peek(uint32_t kind, uint32_t length);
void frames_text(uint32_t kind, const char *text, size_t length);

/* boot.c */
void boot_mount(void);
void boot_modules(void);
void boot_threads(void);
bool boot_new_threads(void);
int boot_port(void);
void __noreturn boot_end(const char *why);

/* compat.c */
bool compat_there(void);

/* memory.c */
bool memory_share(void);
bool memory_join(void);
/* For whoever comes without files: number 0 is taken. */
bool memory_fill(void);

/* pass.c */
#define PASS_OUT 901
#define PASS_IN 902
bool pass_open(void);
int64_t pass_give(int32_t file);
int64_t pass_take(int32_t number);

/* self.c */
bool self_open(void);
int self_file(void);
int32_t self_pid(void);

/* hello.c */
void hello_send(void);

#endif
