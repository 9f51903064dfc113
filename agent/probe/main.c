#define _GNU_SOURCE
#include "probe.h"
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define DEVICE "q-0"
/* Frames taken out before whatever else is due. */
#define BATCH 64

uint64_t now;

void fail(const char *what) {
  fprintf(stderr, "probe: %s%s%s\n", what, errno ? ": " : "", errno ? strerror(errno) : "");
  exit(1);
}

static void look_at_clock(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  now = time.tv_sec * SECOND + time.tv_nsec;
}

static void drain(int device) {
  static uint8_t frame[FRAME_MOST];
  for (int i = 0; i < BATCH; i++) {
    size_t octets = device_receive(device, frame);
    if (octets == 0) return;
    look_at_clock();
    frame_take(device, frame, octets);
  }
}

static void wait_until(uint64_t wake, struct pollfd *fds, nfds_t count) {
  uint64_t nanos = wake <= now ? 0 : wake - now;
  struct timespec wait = {nanos / SECOND, nanos % SECOND};
  if (ppoll(fds, count, wake == UINT64_MAX ? NULL : &wait, NULL) < 0 && errno != EINTR) fail("poll");
  look_at_clock();
}

static void run(void) {
  int device = device_open(DEVICE), control = control_open();
  /* An error on the output is that its reader has gone. */
  struct pollfd fds[] = {{device, POLLIN, 0}, {control, POLLIN, 0}, {STDOUT_FILENO, 0, 0}};
  printf("listening\n");
  fflush(stdout);
  for (;;) {
    look_at_clock();
    uint64_t goals = goals_next(), rounds = rounds_go_on(device);
    wait_until(goals < rounds ? goals : rounds, fds, 3);
    if (fds[2].revents) exit(0);
    if (fds[0].revents) drain(device);
    if (fds[1].revents) control_serve(control);
  }
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "tell") == 0) return control_tell();
  if (argc != 2 || strcmp(argv[1], "run") != 0) fail("run | tell");
  run();
}
