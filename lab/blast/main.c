#define _GNU_SOURCE
#include "blast.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

volatile sig_atomic_t is_over;

static void end(int signal) {
  (void)signal;
  is_over = 1;
}

void fail(const char *what) {
  fprintf(stderr, "blast: %s%s%s\n", what, errno ? ": " : "", errno ? strerror(errno) : "");
  exit(1);
}

static int hex_digit(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  return -1;
}

/* Octets of lower-case hexadecimal up to the end of the line; 0 when it is none, or longer than the room. */
size_t hex_read(const char *text, unsigned char *to, size_t room) {
  size_t length = 0;
  for (; hex_digit(text[0]) >= 0 && hex_digit(text[1]) >= 0; text += 2) {
    if (length == room) return 0;
    to[length++] = hex_digit(text[0]) << 4 | hex_digit(text[1]);
  }
  return *text == '\0' || *text == '\n' ? length : 0;
}

void hex_print(const unsigned char *octets, size_t length) {
  for (size_t i = 0; i < length; i++) printf("%02x", octets[i]);
}

bool marker_read(const char *text, struct marker *marker) {
  marker->length = hex_read(text, marker->octets, sizeof marker->octets);
  return marker->length > 0;
}

/* The value of "name=value"; NULL when the argument is another. */
const char *option(const char *argument, const char *name) {
  size_t length = strlen(name);
  return strncmp(argument, name, length) == 0 && argument[length] == '=' ? argument + length + 1 : NULL;
}

uint64_t nanos_now(int clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1000000000ull + now.tv_nsec;
}

uint64_t big_endian(const unsigned char *at) {
  uint64_t value = 0;
  for (int i = 0; i < 8; i++) value = value << 8 | at[i];
  return value;
}

int main(int argc, char **argv) {
  struct sigaction action = {.sa_handler = end};
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);
  if (argc > 2 && strcmp(argv[1], "send") == 0) return send_frames(argc - 2, argv + 2);
  if (argc > 2 && strcmp(argv[1], "count") == 0) return count_frames(argc - 2, argv + 2);
  fprintf(stderr, "blast send DEVICE [count=N] [rate=N] [seconds=N] [marker=HEX] [sources=random] [frame=HEX ...]\n"
                  "blast count [ring=MEGABYTES] [marker=HEX ...] [out:]DEVICE ...\n");
  return 2;
}
