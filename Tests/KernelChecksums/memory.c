/* Memory at whose end the next access ends the program. */
#define _GNU_SOURCE
#include "trials.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

static struct {
    void *start;
    size_t bytes;
} blocks[64];
static int block_count;

void *guarded(size_t bytes) {
    const size_t page = (size_t)sysconf(_SC_PAGESIZE), inside = (bytes + page - 1) / page * page;
    uint8_t *const start = mmap(NULL, inside + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED || mprotect(start + inside, page, PROT_NONE) != 0 ||
        block_count == sizeof blocks / sizeof *blocks) {
        fputs("no memory for a trial\n", stderr);
        exit(1);
    }
    blocks[block_count].start = start;
    blocks[block_count++].bytes = inside + page;
    memset(start, 0xa5, inside);
    return start + inside - bytes;
}

void release_guarded(void) {
    while (block_count > 0) {
        block_count--;
        munmap(blocks[block_count].start, blocks[block_count].bytes);
    }
}
