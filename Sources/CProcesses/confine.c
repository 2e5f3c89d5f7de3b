/* What a confined process may ask of the system: what memory, threads, clocks and the streams that it already has need.
   Everything else is refused with EPERM. The filter is https://docs.kernel.org/userspace-api/seccomp_filter.html. */
#define _GNU_SOURCE
#include "processes.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <malloc.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#endif

/* Sets a limit, or leaves a tighter one as it is. */
static int limit(int resource, uint64_t most) {
    struct rlimit limits;
    if (getrlimit((__rlimit_resource_t)resource, &limits)) return errno;
    if (limits.rlim_max > most) limits.rlim_max = most;
    if (limits.rlim_cur > most) limits.rlim_cur = most;
    return setrlimit((__rlimit_resource_t)resource, &limits) ? errno : 0;
}

void cp_end_with_parent(void) { prctl(PR_SET_PDEATHSIG, SIGKILL); }

int cp_address_space(uint64_t *bytes) {
    FILE *const file = fopen("/proc/self/statm", "re");
    if (!file) return errno;
    unsigned long long pages = 0;
    const int count = fscanf(file, "%llu", &pages);
    fclose(file);
    if (count != 1) return EIO;
    *bytes = (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
    return 0;
}

int cp_limit(uint64_t address_space) {
    /* Arenas of threads would take address space that they hardly use. */
    mallopt(M_ARENA_MAX, 1);
    const int error = limit(RLIMIT_CORE, 0);
    return error ? error : limit(RLIMIT_AS, address_space);
}

#ifdef MACHINE

#define FIELD(field) (uint32_t)offsetof(struct seccomp_data, field)
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, FIELD(field))
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, action)
#define REFUSED(error) (SECCOMP_RET_ERRNO | (error))

#define ALLOW(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1), RETURN(SECCOMP_RET_ALLOW)

/* A call whose argument is looked at: the low half of it. */
#define WHERE(call, argument, test, value, then, otherwise)                      \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 4), LOAD(args[argument]), \
        BPF_JUMP(BPF_JMP | (test) | BPF_K, value, 0, 1), RETURN(then), RETURN(otherwise)

int cp_confine(void) {
    /* What is read at first use is read now. */
    tzset();
    struct sock_filter filter[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0),
        RETURN(SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
        /* Streams that are open, and what is known of them. */
        ALLOW(read),
        ALLOW(write),
        ALLOW(readv),
        ALLOW(writev),
        ALLOW(recvfrom),
        ALLOW(sendto),
        ALLOW(recvmsg),
        ALLOW(sendmsg),
        ALLOW(close),
        ALLOW(lseek),
        ALLOW(pread64),
        ALLOW(fstat),
        WHERE(newfstatat, 3, BPF_JSET, AT_EMPTY_PATH, SECCOMP_RET_ALLOW, REFUSED(EPERM)),
        ALLOW(ppoll),
#ifdef SYS_poll
        ALLOW(poll),
#endif
        /* Memory, none of which is code. */
        ALLOW(brk),
        ALLOW(munmap),
        ALLOW(mremap),
        ALLOW(madvise),
        WHERE(mmap, 2, BPF_JSET, PROT_EXEC, REFUSED(EPERM), SECCOMP_RET_ALLOW),
        WHERE(mprotect, 2, BPF_JSET, PROT_EXEC, REFUSED(EPERM), SECCOMP_RET_ALLOW),
        /* Threads, and signals to itself. */
        ALLOW(futex),
        ALLOW(set_robust_list),
        ALLOW(rseq),
        ALLOW(sched_yield),
        ALLOW(sched_getaffinity),
        ALLOW(rt_sigreturn),
        ALLOW(rt_sigprocmask),
        ALLOW(rt_sigaction),
        ALLOW(sigaltstack),
        ALLOW(restart_syscall),
        ALLOW(getpid),
        ALLOW(gettid),
        WHERE(tgkill, 0, BPF_JEQ, (uint32_t)getpid(), SECCOMP_RET_ALLOW, REFUSED(EPERM)),
        WHERE(clone, 0, BPF_JSET, CLONE_THREAD, SECCOMP_RET_ALLOW, REFUSED(EPERM)),
        /* The C library then takes clone, whose flags can be looked at. */
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1),
        RETURN(REFUSED(ENOSYS)),
        WHERE(prctl, 0, BPF_JEQ, PR_SET_NAME, SECCOMP_RET_ALLOW, REFUSED(EPERM)),
        /* Clocks and chance. */
        ALLOW(clock_gettime),
        ALLOW(clock_nanosleep),
        ALLOW(nanosleep),
        ALLOW(gettimeofday),
        ALLOW(getrandom),
        ALLOW(getrusage),
        ALLOW(exit),
        ALLOW(exit_group),
        RETURN(REFUSED(EPERM)),
    };
    const struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return errno;
    /* Kernels before 5.16 slow every load behind a store of a filtered process down, so that it cannot guess at what
       others have: not what this is for. */
    const long flags = SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_SPEC_ALLOW;
    const long result = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
    return result < 0 ? errno : result > 0 ? EBUSY : 0;
}

#else

int cp_confine(void) { return ENOSYS; }

#endif
