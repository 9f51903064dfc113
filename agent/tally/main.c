#include "tally.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Niceness: whoever writes rules meanwhile gets three quarters of a processor. */
#define BEHIND_WRITERS 5

void fail(const char *what) {
  fprintf(stderr, "tally: %s%s%s\n", what, errno ? ": " : "", errno ? strerror(errno) : "");
  exit(1);
}

int main(int argc, char **argv) {
  static char room[1 << 16];
  setvbuf(stdout, room, _IOFBF, sizeof room);
  if (argc == 2 && strcmp(argv[1], "watch") == 0) watch();
  /* A kernel that refuses that is asked all the same. */
  (void)!nice(BEHIND_WRITERS);
  int fd = netlink_open();
  for (int i = 1; i < argc; i++) rules_each(fd, argv[i], rule_print);
  return fflush(stdout) == 0 ? 0 : 1;
}
