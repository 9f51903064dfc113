#define _GNU_SOURCE
#include "probe.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* In the abstract name space: each network namespace, and so each switch, has its own. */
#define NAME "dovetail-probe"
#define TEXT_MOST (8u << 20)
/* A teller that stops in the middle must not stop the probes. */
#define PATIENCE_SECONDS 2

static int open_socket(struct sockaddr_un *address, socklen_t *length) {
  *address = (struct sockaddr_un){.sun_family = AF_UNIX};
  memcpy(address->sun_path + 1, NAME, strlen(NAME));
  *length = offsetof(struct sockaddr_un, sun_path) + 1 + strlen(NAME);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) fail("control socket");
  return fd;
}

int control_open(void) {
  struct sockaddr_un address;
  socklen_t length;
  int fd = open_socket(&address, &length);
  if (bind(fd, (struct sockaddr *)&address, length) != 0 || listen(fd, 8) != 0) fail("control socket");
  return fd;
}

/* Everything up to the end, as text; NULL when it does not come or is too long. */
static char *read_all(int fd) {
  size_t held = 0, room = 1 << 16;
  char *text = malloc(room);
  ssize_t more;
  while (text != NULL && (more = read(fd, text + held, room - held - 1)) > 0) {
    held += more;
    if (room - held < 2 && room < TEXT_MOST) text = realloc(text, room *= 2);
    if (room - held < 2) more = -1;
    if (more < 0) break;
  }
  if (text == NULL || more < 0) return free(text), NULL;
  text[held] = '\0';
  return text;
}

void control_serve(int fd) {
  int client = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
  if (client < 0) return;
  struct timeval patience = {.tv_sec = PATIENCE_SECONDS};
  setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  char *text = read_all(client);
  const char *answer = text == NULL ? "unread\n" : table_take(text) ? "ok\n" : "not understood\n";
  if (write(client, answer, strlen(answer)) < 0) errno = 0;
  free(text);
  close(client);
}

int control_tell(void) {
  struct sockaddr_un address;
  socklen_t length;
  char answer[32] = "";
  char *text = read_all(STDIN_FILENO);
  if (text == NULL) fail("nothing to tell");
  int fd = open_socket(&address, &length);
  if (connect(fd, (struct sockaddr *)&address, length) != 0) fail("no probe program runs here");
  for (size_t sent = 0, all = strlen(text); sent < all;) {
    ssize_t octets = write(fd, text + sent, all - sent);
    if (octets < 0) fail("telling");
    sent += octets;
  }
  shutdown(fd, SHUT_WR);
  if (read(fd, answer, sizeof answer - 1) < 0) fail("no answer");
  if (strcmp(answer, "ok\n") == 0) return 0;
  errno = 0;
  fail(*answer ? strtok(answer, "\n") : "no answer");
}
