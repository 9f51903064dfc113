#define _GNU_SOURCE
#include "guest.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Octets of unsent stream output at which no more is read from the streams' pipes. */
#define CONGESTED_OCTETS 65536

struct message {
  struct message *next;
  size_t length, sent;
  char text[];
};
struct queue {
  struct message *first, **last;
};

static int fd;
static struct queue urgent = {NULL, &urgent.first}, bulk_queue = {NULL, &bulk_queue.first};
static struct message *current;
static size_t bulk_octets;

void line_open(const char *device) {
  fd = open(device, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  struct termios settings;
  if (fd < 0 || tcgetattr(fd, &settings) != 0) {
    printf("dovetail: %s: %s\n", device, strerror(errno));
    power_off();
  }
  cfmakeraw(&settings);
  settings.c_cflag |= CLOCAL;
  tcsetattr(fd, TCSANOW, &settings);
}

int line_fd(void) { return fd; }
bool line_waiting(void) { return current || urgent.first || bulk_queue.first; }
bool line_congested(void) { return bulk_octets > CONGESTED_OCTETS; }

static struct message *take_first(struct queue *queue) {
  struct message *message = queue->first;
  if (!message) return NULL;
  queue->first = message->next;
  if (!queue->first) queue->last = &queue->first;
  return message;
}

static struct message *next_message(void) {
  struct message *message = take_first(&urgent);
  if (message) return message;
  message = take_first(&bulk_queue);
  if (message) bulk_octets -= message->length;
  return message;
}

/* Writes what the line takes now; a message once begun is finished before another. */
void line_flush(void) {
  while (current || (current = next_message())) {
    ssize_t n = write(fd, current->text + current->sent, current->length - current->sent);
    if (n <= 0) return;
    current->sent += n;
    if (current->sent < current->length) return;
    free(current);
    current = NULL;
  }
}

/* Queues `head`, `data` as base64, `tail` and a line feed. */
void line_send(bool bulk, const char *head, const void *data, size_t length, const char *tail) {
  size_t head_length = strlen(head), tail_length = strlen(tail);
  struct message *message = malloc(sizeof *message + head_length + (length + 2) / 3 * 4 + tail_length + 1);
  char *at = mempcpy(message->text, head, head_length);
  at += base64_encode(data, length, at);
  at = mempcpy(at, tail, tail_length);
  *at++ = '\n';
  *message = (struct message){.length = at - message->text};
  struct queue *queue = bulk ? &bulk_queue : &urgent;
  *queue->last = message;
  queue->last = &message->next;
  if (bulk) bulk_octets += message->length;
}

/* Reads what is there and gives each whole line to `take`; false when the host has gone. */
bool line_read(void (*take)(char *line)) {
  static char buffer[LINE_MAX_OCTETS];
  static size_t length;
  ssize_t n = read(fd, buffer + length, sizeof buffer - 1 - length);
  if (n < 0) return errno == EAGAIN || errno == EINTR;
  if (n == 0) return false;
  length += n;
  char *start = buffer, *end;
  while ((end = memchr(start, '\n', buffer + length - start))) {
    *end = 0;
    take(start);
    start = end + 1;
  }
  length -= start - buffer;
  memmove(buffer, start, length);
  if (length == sizeof buffer - 1) length = 0; /* no such line is ever sent: drop it rather than stand still */
  return true;
}
