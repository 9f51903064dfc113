#define _GNU_SOURCE
#include "guest.h"
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARGUMENTS_MAX 4096
/* Octets that a command may write into one file, its output included: the guest's memory is small. */
#define FILE_MAX_OCTETS (256u << 20)
#define CHUNK_OCTETS 3072

static struct command *commands;

static void path_in(char *path, size_t size, const char *exchange, const char *id, const char *suffix) {
  snprintf(path, size, "%s/%s.%s", exchange, id, suffix);
}

/* The decoded contents of a word of the line, or of the file that stands for it; a NUL follows. */
static char *contents(const char *exchange, const char *id, const char *suffix, const char *word, size_t *length) {
  if (strcmp(word, "@") != 0) {
    char *inline_text = calloc(1, strlen(word) + 1);
    ssize_t n = base64_decode(word, (unsigned char *)inline_text);
    *length = n < 0 ? 0 : n;
    return inline_text;
  }
  char path[4096];
  path_in(path, sizeof path, exchange, id, suffix);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  struct stat file = {0};
  if (fd >= 0) fstat(fd, &file);
  char *text = calloc(1, file.st_size + 1);
  ssize_t n = fd < 0 ? 0 : read(fd, text, file.st_size);
  if (fd >= 0) close(fd);
  *length = n < 0 ? 0 : n;
  return text;
}

static int open_input(const char *exchange, const char *id, const char *word) {
  if (strcmp(word, "-") == 0) return open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (strcmp(word, "@") == 0) {
    char path[4096];
    path_in(path, sizeof path, exchange, id, "in");
    return open(path, O_RDONLY | O_CLOEXEC);
  }
  size_t length;
  char *text = contents(exchange, id, "in", word, &length);
  int fd = memfd_create("stdin", MFD_CLOEXEC);
  if (write(fd, text, length) < 0) perror("stdin");
  lseek(fd, 0, SEEK_SET);
  free(text);
  return fd;
}

static void fail(int status, const char *what) {
  dprintf(2, "%s: %s\n", what, strerror(errno));
  _exit(status);
}

static void enter(struct namespace namespace) {
  if (setns(namespace.network, CLONE_NEWNET) != 0 || setns(namespace.mounts, CLONE_NEWNS) != 0)
    fail(125, "network namespace");
}

/* In the child of vfork: shares our memory until exec, so it only makes system calls. */
static void become(char **argv, const struct namespace *namespace, int in, int out, int err) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  signal(SIGPIPE, SIG_DFL);
  setpgid(0, 0);
  dup2(in, 0);
  dup2(out, 1);
  dup2(err, 2);
  struct rlimit file = {FILE_MAX_OCTETS, FILE_MAX_OCTETS};
  setrlimit(RLIMIT_FSIZE, &file);
  if (namespace) enter(*namespace);
  execvp(argv[0], argv);
  fail(errno == ENOENT ? 127 : 126, argv[0]);
}

static pid_t spawn(char *text, size_t length, const struct namespace *namespace, int in, int out, int err) {
  static char *argv[ARGUMENTS_MAX + 1];
  size_t count = 0;
  for (char *at = text; at < text + length && count < ARGUMENTS_MAX; at += strlen(at) + 1) argv[count++] = at;
  argv[count] = NULL;
  if (count == 0) return -1;
  pid_t pid = vfork();
  if (pid == 0) become(argv, namespace, in, out, err);
  return pid;
}

/* A pair of descriptors for one output: where the command writes, and where we read. */
static void output_pair(bool stream, int *writing, int *reading) {
  if (!stream) {
    *writing = *reading = memfd_create("output", MFD_CLOEXEC);
    return;
  }
  int ends[2] = {-1, -1};
  pipe2(ends, O_CLOEXEC);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  *reading = ends[0];
  *writing = ends[1];
}

static void send_failure(const char *id, const char *reason, const char *what) {
  char head[64], text[512];
  snprintf(head, sizeof head, "done %s 125 - ", id);
  snprintf(text, sizeof text, "%s%s\n", reason, what);
  line_send(false, head, text, strlen(text), "");
}

void command_start(const char *exchange, bool stream, const char *id, const char *namespace, const char *argv,
                   const char *input) {
  bool elsewhere = strcmp(namespace, "-") != 0;
  struct namespace place = elsewhere ? namespace_open(namespace) : (struct namespace){-1, -1};
  if (elsewhere && place.network < 0) {
    send_failure(id, "there is no network namespace ", namespace);
    return;
  }
  int in = open_input(exchange, id, input), out, err;
  struct command *command = calloc(1, sizeof *command);
  *command = (struct command){.next = commands, .stream = stream};
  snprintf(command->id, sizeof command->id, "%s", id);
  output_pair(stream, &out, &command->out);
  output_pair(stream, &err, &command->err);
  size_t length;
  char *text = contents(exchange, id, "argv", argv, &length);
  command->pid = in < 0 || out < 0 || err < 0 ? -1 : spawn(text, length, elsewhere ? &place : NULL, in, out, err);
  free(text);
  if (elsewhere) close(place.network);
  close(in);
  if (stream) {
    close(out);
    close(err);
  }
  if (command->pid > 0) {
    commands = command;
    return;
  }
  close(command->out);
  close(command->err);
  free(command);
  send_failure(id, "the guest could not start the command", "");
}

void command_kill(const char *id, int signal) {
  for (struct command *command = commands; command; command = command->next)
    if (strcmp(command->id, id) == 0) kill(-command->pid, signal);
}

/* One output of a run as a word: nothing, base64, or a file of the exchange folder. Returns its text to be freed. */
static char *result_word(const char *exchange, const char *id, const char *suffix, int fd) {
  struct stat file;
  if (fstat(fd, &file) != 0 || file.st_size == 0) return strdup("-");
  if (file.st_size <= INLINE_MAX_OCTETS) {
    static unsigned char text[INLINE_MAX_OCTETS];
    ssize_t n = pread(fd, text, file.st_size, 0);
    char *word = calloc(1, (file.st_size + 2) / 3 * 4 + 1);
    base64_encode(text, n < 0 ? 0 : n, word);
    return word;
  }
  char path[4096];
  path_in(path, sizeof path, exchange, id, suffix);
  int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  off_t from = 0;
  while (to >= 0 && from < file.st_size && sendfile(to, fd, &from, file.st_size - from) > 0) continue;
  if (to >= 0) fsync(to);
  if (to >= 0) close(to);
  return strdup(from == file.st_size ? "@" : "!");
}

static void finish_run(const char *exchange, struct command *command) {
  char head[64];
  char *out = result_word(exchange, command->id, "out", command->out);
  char *err = result_word(exchange, command->id, "err", command->err);
  snprintf(head, sizeof head, "done %s %d ", command->id, command->status);
  char *tail = NULL;
  if (asprintf(&tail, "%s %s", out, err) > 0) line_send(false, head, "", 0, tail);
  free(tail);
  free(out);
  free(err);
}

/* Sends one chunk of a stream; false when nothing was there. */
static bool forward_chunk(struct command *command, int *fd, const char *kind) {
  char chunk[CHUNK_OCTETS], head[64];
  ssize_t n = *fd < 0 ? -1 : read(*fd, chunk, sizeof chunk);
  if (n == 0) {
    close(*fd);
    *fd = -1;
  }
  if (n <= 0) return false;
  snprintf(head, sizeof head, "%s %s ", kind, command->id);
  line_send(true, head, chunk, n, "");
  return true;
}

static void finish_stream(struct command *command) {
  while (forward_chunk(command, &command->out, "out")) continue;
  while (forward_chunk(command, &command->err, "err")) continue;
  char head[64];
  snprintf(head, sizeof head, "done %s %d - -", command->id, command->status);
  line_send(true, head, "", 0, "");
}

static void finish(const char *exchange, struct command *command) {
  if (command->stream) finish_stream(command);
  if (!command->stream) finish_run(exchange, command);
  if (command->out >= 0) close(command->out);
  if (command->err >= 0) close(command->err);
  free(command);
}

static struct command *take_by_pid(pid_t pid) {
  for (struct command **at = &commands; *at; at = &(*at)->next) {
    if ((*at)->pid != pid) continue;
    struct command *found = *at;
    *at = found->next;
    return found;
  }
  return NULL;
}

/* Takes the status of each child that ended; orphans of commands come to process 1 as well and are only buried. */
void commands_reap(const char *exchange) {
  int status;
  pid_t pid;
  while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
    struct command *command = take_by_pid(pid);
    if (!command) continue;
    command->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    finish(exchange, command);
  }
}

size_t commands_poll(struct pollfd *slots, size_t room) {
  size_t count = 0;
  for (struct command *command = commands; command && count + 2 <= room; command = command->next) {
    if (!command->stream) continue;
    if (command->out >= 0) slots[count++] = (struct pollfd){.fd = command->out, .events = POLLIN};
    if (command->err >= 0) slots[count++] = (struct pollfd){.fd = command->err, .events = POLLIN};
  }
  return count;
}

static bool is_ready(int fd, const struct pollfd *slots, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (slots[i].fd == fd) return slots[i].revents != 0;
  return false;
}

void commands_read(const struct pollfd *slots, size_t count) {
  for (struct command *command = commands; command; command = command->next) {
    if (!command->stream) continue;
    if (is_ready(command->out, slots, count)) forward_chunk(command, &command->out, "out");
    if (is_ready(command->err, slots, count)) forward_chunk(command, &command->err, "err");
  }
}
