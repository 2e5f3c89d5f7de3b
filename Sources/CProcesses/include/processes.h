/* What Swift cannot call: spawning with all its attributes, waiting with a limit, and calls with variable arguments.
   Functions that return int return 0, or errno. */
#ifndef GENOME_PROCESSES_H
#define GENOME_PROCESSES_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Starts a program in a process group of its own: signals have their standard actions, its descriptors are those of
   `descriptors`, as 0, 1, …, and no others. `arguments` and `environment` end with NULL. */
int cp_spawn(const char *path, char *const *arguments, char *const *environment, const int *descriptors, int count,
             pid_t *child);

/* Whether a child ended within so many milliseconds; -1: without limit. It is gone then, with what was left of its
   group, and *status is what waitpid says of it. */
int cp_wait(pid_t child, int milliseconds, int *status, int *has_ended);

/* Two ends of a stream of bytes, which children inherit only where they are named. */
int cp_make_stream(int ends[2]);

/* The same, one end to read, one to write, for what a child writes. */
int cp_make_pipe(int *read_end, int *write_end);

/* Memory that has no name, to be mapped by several processes. */
int cp_make_memory(int *memory);

/* Gives such memory its size, all of which is there from then on. */
int cp_size_memory(int memory, size_t size);

/* Nobody can change its size any more: what has it mapped cannot be pulled from under another. */
int cp_seal_memory(int memory);

/* Sends all bytes; EPIPE where nobody reads them. */
int cp_send(int end, const void *bytes, size_t count);

/* Receives at most `count` bytes, at least 1, within so many milliseconds: *received is 0 where the other end is
   closed, ETIMEDOUT where none came. */
int cp_receive(int end, void *bytes, size_t count, int milliseconds, size_t *received);

/* ---- What a child does to itself ---- */

/* Lets the system kill this process when the thread that started it ends. */
void cp_end_with_parent(void);

/* Bytes of address space that this process has mapped. */
int cp_address_space(uint64_t *bytes);

/* Limits this process to so many bytes of address space. It leaves no core. */
int cp_limit(uint64_t address_space);

/* From now on no thread of this process can open, connect to, execute or signal anything but itself, or make memory
   that is code: such calls fail with EPERM. It cannot be taken back. ENOSYS where the processor is another than x86-64
   or 64-bit ARM, or the system cannot. */
int cp_confine(void);

#endif
