#define _GNU_SOURCE
#include "guest.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/utsname.h>
#include <unistd.h>

#define WORDS 6
#define STREAM_SLOTS 512

static const char *exchange;

static size_t split(char *line, char **words) {
  size_t count = 0;
  for (char *word = strtok(line, " "); word && count < WORDS; word = strtok(NULL, " ")) words[count++] = word;
  return count;
}

static void take_line(char *line) {
  char *words[WORDS];
  size_t count = split(line, words);
  line_send(false, "got", "", 0, "");
  if (count == 1 && strcmp(words[0], "halt") == 0) power_off();
  if (count == 3 && strcmp(words[0], "kill") == 0) command_kill(words[1], atoi(words[2]));
  if (count != 5) return;
  bool stream = strcmp(words[0], "stream") == 0;
  if (stream || strcmp(words[0], "run") == 0)
    command_start(exchange, stream, words[1], words[2], words[3], words[4]);
}

static int child_signals(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  sigprocmask(SIG_BLOCK, &set, NULL);
  signal(SIGPIPE, SIG_IGN);
  return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void serve_once(int children) {
  static struct pollfd slots[2 + STREAM_SLOTS];
  slots[0] = (struct pollfd){.fd = line_fd(), .events = POLLIN | (line_waiting() ? POLLOUT : 0)};
  slots[1] = (struct pollfd){.fd = children, .events = POLLIN};
  size_t streams = line_congested() ? 0 : commands_poll(slots + 2, STREAM_SLOTS);
  if (poll(slots, 2 + streams, -1) < 0) return;
  if ((slots[0].revents & (POLLIN | POLLHUP | POLLERR)) && !line_read(take_line)) power_off();
  struct signalfd_siginfo ignored[8];
  if (slots[1].revents && read(children, ignored, sizeof ignored) > 0) commands_reap(exchange);
  commands_read(slots + 2, streams);
  line_flush();
}

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  exchange = getenv("dovetail_exchange");
  if (!exchange || getpid() != 1) {
    fputs("dovetail: this program is process 1 of the lab's User-Mode Linux\n", stderr);
    return 2;
  }
  exchange = strdup(exchange);
  boot(exchange);
  clearenv();
  setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 1);
  setenv("HOME", "/root", 1);
  setenv("LC_ALL", "C", 1);
  int children = child_signals();
  line_open("/dev/ttyS0");
  struct utsname kernel;
  uname(&kernel);
  char ready[128];
  snprintf(ready, sizeof ready, "ready %s", kernel.release);
  line_send(false, ready, "", 0, "");
  for (;;) serve_once(children);
}
