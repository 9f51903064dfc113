#define _GNU_SOURCE
#include "heartbeat.h"
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* A wake-up that comes so much too late says that this process, and maybe the whole machine, stood still. */
#define LATE_NANOS (150 * MILLISECOND)
#define SECOND 1000000000ull

static struct path *paths;
static struct device *devices;
static size_t path_count, device_count;
static uint64_t now;

void fail(const char *what) {
  fprintf(stderr, "heartbeat: %s%s%s\n", what, errno ? ": " : "", errno ? strerror(errno) : "");
  exit(1);
}

static uint64_t nanos(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * SECOND + time.tv_nsec;
}

static size_t device_named(const char *name) {
  for (size_t i = 0; i < device_count; i++)
    if (strcmp(devices[i].name, name) == 0) return i;
  devices[device_count] = (struct device){name, -1};
  return device_count++;
}

static uint16_t read_tag(const char *text, const char *argument) {
  char *end = NULL;
  unsigned long tag = text ? strtoul(text, &end, 10) : 0;
  errno = 0;
  if (!text || *end != '\0' || tag < 16 || tag > 4094) fail(argument);
  return tag;
}

static void read_path(const char *argument) {
  char *rest = strdup(argument);
  char *device = strsep(&rest, "/"), *out = strsep(&rest, "/");
  paths[path_count++] = (struct path){
      .device = device_named(device),
      .tag_out = read_tag(out, argument),
      .tag_in = read_tag(rest, argument),
  };
}

static void say(const char *what, const struct path *path, const char *why) {
  unsigned long long millis = nanos(CLOCK_REALTIME) / MILLISECOND;
  printf("%s %s %u %u %llu%s\n", what, devices[path->device].name, path->tag_out, path->tag_in, millis, why);
}

static void say_down(const struct path *path) { say("down", path, path->is_one_way ? " one-way" : " silent"); }

/* What is out for its sender is in for us. */
static void take(size_t device, const struct beat *beat) {
  for (size_t i = 0; i < path_count; i++) {
    struct path *path = &paths[i];
    if (path->device != device || path->tag_in != beat->tag_out || path->tag_out != beat->tag_in) continue;
    if (path_hear(path, beat->hearing, now)) say("up", path, "");
  }
}

static void send_all(void) {
  unsigned char frame[FRAME_OCTETS];
  for (size_t i = 0; i < path_count; i++) {
    struct path *path = &paths[i];
    struct beat beat = {path_hearing(path, now), path->tag_out, path->tag_in, path->sequence++};
    frame_write(frame, &beat);
    device_send(&devices[path->device], frame);
  }
}

static void arm(int timer, uint64_t at) {
  struct itimerspec when = {.it_value = {at / SECOND, at % SECOND}};
  if (timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL) != 0) fail("timer");
}

/* Waits for a heartbeat, or for `wake`; the time that it woke too late by is forgiven. */
static void wait_until(int timer, uint64_t wake, struct pollfd *fds) {
  static uint64_t armed;
  if (wake != armed) arm(timer, armed = wake);
  if (poll(fds, device_count + 2, -1) < 0 && errno != EINTR) fail("poll");
  now = nanos(CLOCK_MONOTONIC);
  if (now > wake + LATE_NANOS) paths_forgive(paths, path_count, now - wake);
}

static void run(int timer, struct pollfd *fds) {
  uint64_t next_beat = now + BEAT_NANOS;
  for (;;) {
    uint64_t due = paths_due(paths, path_count);
    wait_until(timer, due < next_beat ? due : next_beat, fds);
    if (fds[device_count + 1].revents) exit(0);
    for (size_t i = 0; i < device_count; i++)
      if (fds[i].revents) device_drain(i, &devices[i], take);
    /* Those at the far end are told at once that nothing of theirs comes in. */
    bool fell = paths_fall(paths, path_count, now, say_down);
    fflush(stdout);
    if (!fell && now < next_beat) continue;
    send_all();
    next_beat = now + BEAT_NANOS;
  }
}

/* Before all ordinary work, which it hardly delays: a busy machine must not fall silent. Without the right to, as it is. */
static void hurry(void) {
  struct sched_param first = {.sched_priority = 1};
  if (sched_setscheduler(0, SCHED_FIFO, &first) != 0) errno = 0;
}

int main(int argc, char **argv) {
  if (argc < 2) fail("DEVICE/TAG-OUT/TAG-IN ...");
  paths = calloc(argc, sizeof *paths);
  devices = calloc(argc, sizeof *devices);
  for (int i = 1; i < argc; i++) read_path(argv[i]);
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  if (timer < 0) fail("timer");
  struct pollfd *fds = calloc(device_count + 2, sizeof *fds);
  for (size_t i = 0; i < device_count; i++) {
    device_open(&devices[i]);
    fds[i] = (struct pollfd){devices[i].fd, POLLIN, 0};
  }
  fds[device_count] = (struct pollfd){timer, POLLIN, 0};
  /* An error on the output is that its reader has gone. */
  fds[device_count + 1] = (struct pollfd){STDOUT_FILENO, 0, 0};
  now = nanos(CLOCK_MONOTONIC);
  for (size_t i = 0; i < path_count; i++) path_begin(&paths[i], now);
  send_all();
  printf("listening\n");
  fflush(stdout);
  hurry();
  run(timer, fds);
}
