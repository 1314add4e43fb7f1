/* SPDX-License-Identifier: GPL-2.0 */
/* A system call and nothing else: no errno, no cancellation, no other thread told. */
#ifndef RAW_H
#define RAW_H

#include <stdint.h>

static inline int64_t raw_syscall(int64_t nr, int64_t a, int64_t b, int64_t c, int64_t d,
				  int64_t e, int64_t f)
{
	register int64_t r10 __asm__("r10") = d;
	register int64_t r8 __asm__("r8") = e;
	register int64_t r9 __asm__("r9") = f;
	int64_t result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return result;
}

/*
 * The same as a 32-bit program makes it, where the kernel has an entry for those.  What it points at
 * has to lie below 4 GiB, as all of a static program does that is not relocated.
 */
static inline int64_t raw_compat(int64_t nr, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e)
{
	int64_t result;

	__asm__ volatile("int $0x80"
			 : "=a"(result)
			 : "a"(nr), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e)
			 : "r8", "r9", "r10", "r11", "cc", "memory");
	return (int32_t)result;
}

#endif
