/// One thread that looks at every state some hundred times a second and signals the threads of those that are past
/// their deadline. A call that returns in time pays two stores for it and reads no clock.
///
/// Time is counted in looks: a process that is suspended, or starved as a whole, is not past a deadline.
#define _POSIX_C_SOURCE 200809L // signals and sleep
#include "internal.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>

enum { LOOK_MILLISECONDS = 5 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
/// All states, under the lock.
static cls_state *states;
static void (*_Atomic hang_handler)(const char *callback, uint32_t milliseconds);

// The thread sanitizer holds signals back until a thread calls a function that it knows; an endless loop calls none. So
// the handler is set behind its back, and has nothing of its in it.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
int __sigaction(int signal, const struct sigaction *restrict action, struct sigaction *restrict before);
#define sigaction(signal, action, before) __sigaction(signal, action, before)
#endif
#endif

/// Runs on the thread that is past its deadline, at any instant. Of a call that came after, the number differs.
__attribute__((disable_sanitizer_instrumentation)) static void stop(int number) {
    (void)number;
    int saved = errno;
    for (cls_state *state = cls_active; state; state = state->outer) {
        if (atomic_load(&state->doomed) != atomic_load(&state->sequence)) continue;
        state->is_stopped = true;
        for (cls_frame *frame = state->frames; frame; frame = frame->previous)
            lua_sethook(frame->L, cls_raise_stop, LUA_MASKCOUNT, 1);
    }
    errno = saved;
}

static void look(cls_state *state) {
    uint64_t sequence = atomic_load(&state->sequence);
    uint32_t limit = atomic_load_explicit(&state->limit_milliseconds, memory_order_relaxed);
    if (sequence != state->seen || sequence % 2 == 0 || limit == 0) {
        state->seen = sequence;
        state->looks = 0;
        return;
    }
    // One long call of the host is its own time; a script that makes many short ones is timed.
    uint64_t calls = atomic_load_explicit(&state->host_calls, memory_order_relaxed);
    bool is_same_call = calls == state->seen_calls;
    state->seen_calls = calls;
    if (is_same_call && atomic_load_explicit(&state->is_in_host, memory_order_relaxed)) return;
    uint64_t elapsed = ++state->looks * LOOK_MILLISECONDS;
    if (elapsed < limit) return;
    atomic_store(&state->doomed, sequence);
    if (atomic_load(&state->sequence) == sequence) pthread_kill(state->thread, SIGURG);
    // What no signal stopped is a function of C that does not return.
    uint64_t second_limit = 2 * (uint64_t)limit + 1000;
    void (*handler)(const char *, uint32_t) = atomic_load(&hang_handler);
    if (elapsed >= second_limit && handler)
        handler(atomic_load_explicit(&state->callback, memory_order_relaxed), limit);
}

static void *watch(void *context) {
    (void)context;
    for (;;) {
        nanosleep(&(struct timespec){.tv_nsec = LOOK_MILLISECONDS * 1000000}, NULL);
        pthread_mutex_lock(&lock);
        for (cls_state *state = states; state; state = state->next) look(state);
        pthread_mutex_unlock(&lock);
    }
    return NULL;
}

static void begin(void) {
    struct sigaction action = {.sa_handler = stop, .sa_flags = SA_RESTART};
    sigaction(SIGURG, &action, NULL);
    // The thread takes no signals: those of the process are for its others.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_t thread;
    if (pthread_create(&thread, NULL, watch, NULL) == 0) pthread_detach(thread);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void cls_register(cls_state *state) {
    pthread_mutex_lock(&lock);
    state->next = states;
    states = state;
    pthread_mutex_unlock(&lock);
}

void cls_unregister(cls_state *state) {
    pthread_mutex_lock(&lock);
    for (cls_state **link = &states; *link; link = &(*link)->next) {
        if (*link != state) continue;
        *link = state->next;
        break;
    }
    pthread_mutex_unlock(&lock);
}

void cls_limit(cls_state *state, const char *callback, uint32_t milliseconds) {
    pthread_once(&once, begin);
    pthread_mutex_lock(&lock);
    strncpy(state->callback_text, callback, sizeof state->callback_text - 1);
    cls_name_callback(state, state->callback_text);
    atomic_store_explicit(&state->limit_milliseconds, milliseconds, memory_order_relaxed);
    pthread_mutex_unlock(&lock);
}

void cls_set_hang_handler(void (*handler)(const char *callback, uint32_t milliseconds)) {
    atomic_store(&hang_handler, handler);
}

/// Threads of libraries may come with signals blocked.
void cls_take_thread(cls_state *state) {
    pthread_t self = pthread_self();
    if (state->has_thread && pthread_equal(state->thread, self)) return;
    sigset_t urgent;
    sigemptyset(&urgent);
    sigaddset(&urgent, SIGURG);
    pthread_sigmask(SIG_UNBLOCK, &urgent, NULL);
    state->thread = self;
    state->has_thread = true;
}

/// The thread that was taken shows with the number.
void cls_watch(cls_state *state) {
    uint64_t sequence = atomic_load_explicit(&state->sequence, memory_order_relaxed);
    atomic_store_explicit(&state->sequence, sequence + 1, memory_order_release);
}

/// Once this returns, no signal for the call that ends is on its way: the thread may end.
void cls_unwatch(cls_state *state) {
    uint64_t sequence = atomic_load_explicit(&state->sequence, memory_order_relaxed);
    atomic_store(&state->sequence, sequence + 1);
    if (atomic_load(&state->doomed) != sequence) return;
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
}

bool cls_next_callback(cls_state *state) {
    uint64_t sequence = atomic_load_explicit(&state->sequence, memory_order_relaxed);
    atomic_store_explicit(&state->sequence, sequence + 2, memory_order_relaxed);
    return !state->is_stopped;
}
