/* Counts to twenty, and does in some episodes what no environment should do: its option says what. */
#define _GNU_SOURCE
#include "genome_environment.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STEPS = 20, STEP_OF_DEED = 5 };

typedef struct {
    const genome_batch *batch;
    char deed[32];
    double share;
    int *steps, *is_bad;
} group_of_lanes;

static const genome_option options[] = {
    {"deed", GENOME_TEXT, 0, "none"},
    {"share", GENOME_NUMBER, 0.1, NULL}, /* of episodes that do it */
};

/* What happens before there is a group. */
static void misbehave_early(const char *deed, const char *function) {
    char name[32];
    snprintf(name, sizeof name, "crash in %s", function);
    if (strcmp(deed, name) == 0) abort();
}

static int describe(const genome_option *chosen, genome_specification *out, genome_failure *failure) {
    (void)failure;
    static const double low[1] = {0}, high[1] = {STEPS};
    misbehave_early(chosen[0].text, "describe");
    *out = (genome_specification){
        .observation_space = {GENOME_BOX, 1, low, high},
        .action_space = {GENOME_DISCRETE, 2, NULL, NULL},
        .observation_number = GENOME_FLOAT32,
        .max_steps = STEPS,
    };
    return 0;
}

static int make(const genome_option *chosen, const genome_batch *batch, void **group, genome_failure *failure) {
    (void)failure;
    misbehave_early(chosen[0].text, "make");
    /* What it leaves behind has its streams. */
    if (strcmp(chosen[0].text, "fork, then abort") == 0 && fork() == 0)
        for (;;) pause();
    group_of_lanes *g = calloc(1, sizeof *g);
    g->batch = batch;
    snprintf(g->deed, sizeof g->deed, "%s", chosen[0].text);
    g->share = chosen[1].number;
    g->steps = calloc((size_t)batch->capacity, sizeof(int));
    g->is_bad = calloc((size_t)batch->capacity, sizeof(int));
    *group = g;
    return 0;
}

static void destroy(void *group) {
    group_of_lanes *g = group;
    free(g->steps);
    free(g->is_bad);
    free(g);
}

static void leak(size_t megabytes) {
    volatile char *memory = malloc(megabytes << 20);
    if (!memory) abort();
    for (size_t place = 0; place < megabytes << 20; place += 4096) memory[place] = 1;
}

/* What this process can do to the world, in words; nothing where it can do nothing. */
static const char *doors(char *words) {
    words[0] = 0;
    if (open("/proc/self/status", O_RDONLY) >= 0) strcat(words, " open");
    if (open("left_behind", O_WRONLY | O_CREAT, 0600) >= 0) strcat(words, " create");
    if (unlink("left_behind") == 0) strcat(words, " remove");
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = 9};
    const int end = socket(AF_INET, SOCK_DGRAM, 0);
    if (end >= 0 && connect(end, (struct sockaddr *)&address, sizeof address) == 0) strcat(words, " connect");
    if (kill(getppid(), 0) == 0) strcat(words, " signal");
    const pid_t child = fork();
    if (child == 0) {
        execl("/bin/true", "true", NULL);
        _exit(1);
    }
    int status = 1;
    if (child > 0 && waitpid(child, &status, 0) == child && status == 0) strcat(words, " execute");
    return words;
}

static int misbehave(const group_of_lanes *g, genome_failure *failure) {
    const char *deed = g->deed;
    if (strcmp(deed, "segmentation fault") == 0) raise(SIGSEGV);
    if (strcmp(deed, "abort") == 0 || strcmp(deed, "fork, then abort") == 0) abort();
    if (strcmp(deed, "last words") == 0) {
        fprintf(stderr, "\033[31mgone\033]0;title\a\n");
        exit(3);
    }
    if (strcmp(deed, "exit") == 0) exit(3);
    if (strcmp(deed, "kill itself") == 0) kill(getpid(), SIGKILL);
    if (strcmp(deed, "endless loop") == 0)
        for (volatile int forever = 1; forever;) {
        }
    if (strcmp(deed, "leak gigabytes") == 0) leak(4096);
    if (strcmp(deed, "leak") == 0) leak(16);
    if (strcmp(deed, "print") == 0)
        for (int line = 0; line < 3000; line++) printf("line %d\n", line), fflush(stdout);
    if (strcmp(deed, "doors") == 0) {
        char words[200];
        if (*doors(words)) return genome_fail(failure, "this process can%s", words);
    }
    return 0;
}

static int reset(void *group, int32_t lane, genome_random *random, genome_failure *failure) {
    (void)failure;
    group_of_lanes *g = group;
    g->steps[lane] = 0;
    g->is_bad[lane] = genome_uniform(random, 0, 1) < g->share;
    ((float *)g->batch->observations)[lane] = 0;
    return 0;
}

static int step(void *group, int32_t first, int32_t end, genome_failure *failure) {
    group_of_lanes *g = group;
    for (int32_t lane = first; lane < end; lane++) {
        if (++g->steps[lane] == STEP_OF_DEED && g->is_bad[lane] && misbehave(g, failure)) {
            failure->lane = lane;
            return 1;
        }
        ((float *)g->batch->observations)[lane] = (float)g->steps[lane];
        g->batch->rewards[lane] = g->batch->choices[lane];
        g->batch->terminated[lane] = g->steps[lane] == STEPS;
        g->batch->truncated[lane] = 0;
    }
    return 0;
}

static void move(void *group, int32_t source, int32_t target) {
    group_of_lanes *g = group;
    if (strcmp(g->deed, "endless move") == 0)
        for (volatile int forever = 1; forever;) {
        }
    g->steps[target] = g->steps[source];
    g->is_bad[target] = g->is_bad[source];
}

static const genome_environment environment = {
    .version = GENOME_ENVIRONMENT_VERSION,
    .name = "misdeeds",
    .summary = "does what no environment should do",
    .options = options,
    .option_count = 2,
    .describe = describe,
    .make = make,
    .destroy = destroy,
    .reset = reset,
    .step = step,
    .move = move,
};

const genome_environment *genome_environment_plugin(void) { return &environment; }
