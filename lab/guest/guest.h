/*
 * The lab's guest: process 1 of a User-Mode Linux, and an exec server on its serial line.
 *
 * The line carries text, one message a line, words separated by one space. From the host:
 *   run ID NAMESPACE ARGV STDIN      runs a command to its end
 *   stream ID NAMESPACE ARGV STDIN   the same, output sent as it is made
 *   kill ID SIGNAL                   to the command's process group
 *   halt
 * and from the guest:
 *   ready RELEASE                    once, after boot
 *   got                              a line was taken off the line (the host counts what is still under way)
 *   out ID DATA, err ID DATA         a stream's output
 *   done ID STATUS STDOUT STDERR     the end; 128 + signal when a signal ended it
 *
 * NAMESPACE is a name under /run/netns, or "-". ARGV is NUL-separated. Contents are base64, "-" for nothing, or "@":
 * then they are in a file of the exchange folder, which both sides see: ID.argv, ID.in, ID.out, ID.err.
 */
#ifndef DOVETAIL_GUEST_H
#define DOVETAIL_GUEST_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Longest line from the host; it sends far less, because a long input stalls the line for good. */
#define LINE_MAX_OCTETS 2048
/* Larger results travel as files. */
#define INLINE_MAX_OCTETS 32768

struct command {
  struct command *next;
  char id[24];
  pid_t pid;
  bool stream;
  int status;
  int out; /* run: a memory file; stream: the reading end of a pipe, -1 after its end */
  int err;
};

/* boot.c */
void boot(const char *exchange);
void power_off(void);

/* line.c: messages to the host; bulk messages (a stream's) wait behind the others. */
void line_open(const char *device);
int line_fd(void);
bool line_waiting(void);
bool line_congested(void);
void line_flush(void);
void line_send(bool bulk, const char *head, const void *data, size_t length, const char *tail);
bool line_read(void (*take)(char *line));

/* base64.c */
size_t base64_encode(const unsigned char *from, size_t length, char *to);
ssize_t base64_decode(const char *from, unsigned char *to);

/* namespace.c */
#define NAMESPACE_FOLDER "/run/netns"
struct namespace {
  int network;
  int mounts;
};
struct namespace namespace_open(const char *name);

/* command.c */
void command_start(const char *exchange, bool stream, const char *id, const char *namespace, const char *argv,
                   const char *input);
void command_kill(const char *id, int signal);
void commands_reap(const char *exchange);
size_t commands_poll(struct pollfd *slots, size_t room);
void commands_read(const struct pollfd *slots, size_t count);

#endif
