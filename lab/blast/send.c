#define _GNU_SOURCE
#include "blast.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

/* Frames a system call: where the cost of the call no longer counts. */
#define BATCH 64
#define SECOND 1000000000ull

struct template {
  unsigned char *octets;
  size_t length;
  size_t sequence_at; /* 0: no room for one */
  size_t time_at;
};

struct task {
  int fd;
  uint64_t count, rate, seconds; /* 0: no end, no limit */
  bool random_sources;
  struct marker marker;
  struct template *templates;
  size_t kinds;
};

struct outcome {
  uint64_t sent, octets, refused;
};

static void place_marker(struct template *template, const struct marker *marker) {
  if (marker->length == 0) return;
  unsigned char *found = memmem(template->octets, template->length, marker->octets, marker->length);
  if (!found) return;
  size_t at = found - template->octets + marker->length;
  if (at + 8 <= template->length) template->sequence_at = at;
  if (at + 16 <= template->length) template->time_at = at + 8;
}

static void add_template(struct task *task, const char *text) {
  static unsigned char octets[FRAME_MAX_OCTETS];
  size_t length = hex_read(text, octets, sizeof octets), room = 4096;
  errno = 0;
  if (length < 14) fail("a template is a frame in lower-case hexadecimal, 14 octets or more");
  if (task->kinds % room == 0) task->templates = realloc(task->templates, (task->kinds + room) * sizeof *task->templates);
  struct template *template = &task->templates[task->kinds++];
  *template = (struct template){.octets = memcpy(malloc(length), octets, length), .length = length};
}

/* Templates are arguments or, when there are none among them, lines of standard input. */
static void read_templates(struct task *task) {
  static char line[2 * FRAME_MAX_OCTETS + 3];
  bool is_given = task->kinds > 0;
  while (!is_given && fgets(line, sizeof line, stdin)) add_template(task, line);
  errno = 0;
  if (task->kinds == 0) fail("no template");
}

static void put(unsigned char *at, uint64_t value) {
  for (int i = 7; i >= 0; i--, value >>= 8) at[i] = value;
}

/* xorshift64*: as many different addresses as are asked for, the same ones in each run. */
static uint64_t next_random(void) {
  static uint64_t state = 0x9e3779b97f4a7c15ull;
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * 0x2545f4914f6cdd1dull;
}

/* Locally administered, not a group: octet 6 of the frame is the first of the source. */
static void randomise_source(unsigned char *frame) {
  uint64_t value = next_random();
  memcpy(frame + 6, &value, 6);
  frame[6] = (frame[6] & 0xfc) | 0x02;
}

static size_t fill(const struct task *task, unsigned char *frame, uint64_t number, uint64_t now, bool fresh) {
  const struct template *template = &task->templates[number % task->kinds];
  if (fresh || task->kinds > 1) memcpy(frame, template->octets, template->length);
  if (template->sequence_at) put(frame + template->sequence_at, number);
  if (template->time_at) put(frame + template->time_at, now);
  if (task->random_sources) randomise_source(frame);
  return template->length;
}

/* How many frames may go now; waits until at least one may. 0: the time is over. */
static uint64_t due(const struct task *task, uint64_t begun, uint64_t number) {
  uint64_t left = task->count ? task->count - number : BATCH;
  uint64_t end = task->seconds ? begun + task->seconds * SECOND : UINT64_MAX;
  uint64_t now = nanos_now(CLOCK_MONOTONIC);
  if (now >= end || is_over || left == 0) return 0;
  if (task->rate == 0) return left < BATCH ? left : BATCH;
  uint64_t at = begun + number * SECOND / task->rate;
  if (at >= end) return 0;
  struct timespec when = {at / SECOND, at % SECOND};
  while (at > now && !is_over && clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, NULL) == EINTR) continue;
  /* One at a time, so that each carries its own time. */
  return is_over ? 0 : 1;
}

/* Sends a batch to its end; what the device refuses (longer than its MTU, or than its peer's) is counted and left out. */
static void send_batch(const struct task *task, struct mmsghdr *messages, unsigned count, struct outcome *outcome) {
  for (unsigned at = 0; at < count;) {
    int sent = sendmmsg(task->fd, messages + at, count - at, 0);
    for (int i = 0; i < sent; i++) outcome->octets += messages[at + i].msg_hdr.msg_iov->iov_len;
    if (sent > 0) at += sent, outcome->sent += sent;
    if (sent > 0 || errno == EINTR) continue;
    if (errno != EMSGSIZE && errno != ENOBUFS) fail("cannot send");
    at++, outcome->refused++;
  }
}

static struct outcome run(const struct task *task) {
  static unsigned char frames[BATCH][FRAME_MAX_OCTETS];
  struct iovec pieces[BATCH];
  struct mmsghdr messages[BATCH] = {0};
  struct outcome outcome = {0};
  uint64_t begun = nanos_now(CLOCK_MONOTONIC), number = 0, count;
  while ((count = due(task, begun, number)) > 0) {
    uint64_t now = nanos_now(CLOCK_REALTIME);
    for (uint64_t i = 0; i < count; i++, number++) {
      pieces[i] = (struct iovec){frames[i], fill(task, frames[i], number, now, number < BATCH)};
      messages[i].msg_hdr = (struct msghdr){.msg_iov = &pieces[i], .msg_iovlen = 1};
    }
    send_batch(task, messages, count, &outcome);
  }
  return outcome;
}

static void read_argument(struct task *task, const char *argument) {
  const char *value;
  errno = 0;
  if ((value = option(argument, "count"))) task->count = strtoull(value, NULL, 10);
  else if ((value = option(argument, "rate"))) task->rate = strtoull(value, NULL, 10);
  else if ((value = option(argument, "seconds"))) task->seconds = strtoull(value, NULL, 10);
  else if ((value = option(argument, "frame"))) add_template(task, value);
  else if ((value = option(argument, "sources"))) task->random_sources = strcmp(value, "random") == 0;
  else if (!(value = option(argument, "marker")) || !marker_read(value, &task->marker)) fail(argument);
}

int send_frames(int argc, char **argv) {
  struct task task = {.fd = packet_socket(argv[0], 0), .count = UINT64_MAX};
  for (int i = 1; i < argc; i++) read_argument(&task, argv[i]);
  read_templates(&task);
  for (size_t i = 0; i < task.kinds; i++) place_marker(&task.templates[i], &task.marker);
  if (task.count == UINT64_MAX) task.count = task.seconds ? 0 : task.kinds;
  printf("{\"sending\":true}\n");
  fflush(stdout);
  uint64_t begun = nanos_now(CLOCK_MONOTONIC);
  struct outcome outcome = run(&task);
  uint64_t nanos = nanos_now(CLOCK_MONOTONIC) - begun;
  printf("{\"sent\":%llu,\"octets\":%llu,\"refused\":%llu,\"nanos\":%llu}\n", (unsigned long long)outcome.sent,
         (unsigned long long)outcome.octets, (unsigned long long)outcome.refused, (unsigned long long)nanos);
  return 0;
}
