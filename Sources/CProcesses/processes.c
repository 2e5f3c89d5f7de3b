#define _GNU_SOURCE
#include "processes.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* ---- Children ---- */

/* Descriptors above those that a child gets, so that none is overwritten before it is copied. */
static int lift(const int *descriptors, int count, int *lifted) {
    for (int i = 0; i < count; i++) {
        lifted[i] = fcntl(descriptors[i], F_DUPFD_CLOEXEC, count);
        if (lifted[i] < 0) {
            const int error = errno;
            while (i-- > 0) close(lifted[i]);
            return error;
        }
    }
    return 0;
}

static int set_attributes(posix_spawnattr_t *attributes) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int error = posix_spawnattr_setsigmask(attributes, &none);
    if (!error) error = posix_spawnattr_setsigdefault(attributes, &all);
    if (!error) error = posix_spawnattr_setpgroup(attributes, 0);
    if (!error)
        error = posix_spawnattr_setflags(attributes,
                                         POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    return error;
}

static int set_descriptors(posix_spawn_file_actions_t *actions, const int *lifted, int count) {
    int error = 0;
    for (int i = 0; i < count && !error; i++) error = posix_spawn_file_actions_adddup2(actions, lifted[i], i);
    return error ? error : posix_spawn_file_actions_addclosefrom_np(actions, count);
}

enum { MOST_DESCRIPTORS = 16 };

int cp_spawn(const char *path, char *const *arguments, char *const *environment, const int *descriptors, int count,
             pid_t *child) {
    int lifted[MOST_DESCRIPTORS];
    if (count > MOST_DESCRIPTORS) return EINVAL;
    int error = lift(descriptors, count, lifted);
    if (error) return error;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    error = set_attributes(&attributes);
    if (!error) error = set_descriptors(&actions, lifted, count);
    if (!error) error = posix_spawn(child, path, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    for (int i = 0; i < count; i++) close(lifted[i]);
    return error;
}

/* Whether something can be read before the time is up; a signal begins it again. */
static int await(int descriptor, int milliseconds, int *is_ready) {
    struct pollfd waited = {.fd = descriptor, .events = POLLIN};
    int count;
    do count = poll(&waited, 1, milliseconds);
    while (count < 0 && errno == EINTR);
    *is_ready = count > 0;
    return count < 0 ? errno : 0;
}

/* The same of a child's end, which is looked for from time to time: systems before Linux 5.3 and filters of containers
   give no descriptor of a child. */
static int look_for_end(pid_t child, int milliseconds, int *has_ended) {
    enum { LOOK = 5 };
    for (long waited = 0;; waited += LOOK) {
        siginfo_t end = {.si_pid = 0};
        if (waitid(P_PID, (id_t)child, &end, WEXITED | WNOHANG | WNOWAIT)) return errno;
        *has_ended = end.si_pid != 0;
        if (*has_ended || (milliseconds >= 0 && waited >= milliseconds)) return 0;
        nanosleep(&(struct timespec){.tv_nsec = LOOK * 1000000}, NULL);
    }
}

int cp_wait(pid_t child, int milliseconds, int *status, int *has_ended) {
    const int descriptor = (int)syscall(SYS_pidfd_open, child, 0);
    const int error =
        descriptor < 0 ? look_for_end(child, milliseconds, has_ended) : await(descriptor, milliseconds, has_ended);
    if (descriptor >= 0) close(descriptor);
    if (error || !*has_ended) return error;
    /* Its group keeps its number until it is waited for. */
    kill(-child, SIGKILL);
    while (waitpid(child, status, 0) < 0)
        if (errno != EINTR) return errno;
    return 0;
}

/* ---- Streams ---- */

int cp_make_stream(int ends[2]) { return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) ? errno : 0; }

int cp_make_pipe(int *read_end, int *write_end) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC)) return errno;
    *read_end = ends[0];
    *write_end = ends[1];
    return 0;
}

int cp_send(int end, const void *bytes, size_t count) {
    const char *next = bytes;
    while (count > 0) {
        const ssize_t sent = send(end, next, count, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR) return errno;
        if (sent < 0) continue;
        next += sent;
        count -= (size_t)sent;
    }
    return 0;
}

int cp_receive(int end, void *bytes, size_t count, int milliseconds, size_t *received) {
    int is_ready;
    const int error = await(end, milliseconds, &is_ready);
    if (error) return error;
    if (!is_ready) return ETIMEDOUT;
    ssize_t got;
    do got = read(end, bytes, count);
    while (got < 0 && errno == EINTR);
    /* A child that died without reading what it was sent. */
    if (got < 0 && errno == ECONNRESET) got = 0;
    if (got < 0) return errno;
    *received = (size_t)got;
    return 0;
}

/* ---- Memory ---- */

int cp_make_memory(int *memory) {
    *memory = memfd_create("genome-lua", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    return *memory < 0 ? errno : 0;
}

int cp_size_memory(int memory, size_t size) {
    /* The system would try, until it has none left for anybody. */
    if (size / (size_t)sysconf(_SC_PAGESIZE) >= (size_t)sysconf(_SC_PHYS_PAGES)) return ENOMEM;
    if (ftruncate(memory, (off_t)size)) return errno;
    return posix_fallocate(memory, 0, (off_t)size);
}

int cp_seal_memory(int memory) {
    return fcntl(memory, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) ? errno : 0;
}
