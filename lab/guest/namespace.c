#define _GNU_SOURCE
#include "guest.h"
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mount.h>
#include <unistd.h>

/*
 * A network namespace that commands were run in, with the mounts that belong to it: /sys shows the devices of the
 * namespace in which it was mounted, so each has its own, made once and not for each command.
 */
struct known {
  struct known *next;
  int mounts;
  char name[];
};

static struct known *all_known;

struct making {
  int network;
  int mounts;
};

/* Shares memory and descriptors with us, which wait: the descriptor that it opens is ours. */
static int make_mounts(void *argument) {
  struct making *making = argument;
  if (setns(making->network, CLONE_NEWNET) != 0 || unshare(CLONE_NEWNS) != 0) _exit(1);
  if (mount("", "/", "none", MS_SLAVE | MS_REC, NULL) != 0 || mount("sysfs", "/sys", "sysfs", 0, NULL) != 0) _exit(1);
  making->mounts = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
  _exit(0);
}

static int mounts_for(int network) {
  static char stack[16384] __attribute__((aligned(16)));
  struct making making = {network, -1};
  clone(make_mounts, stack + sizeof stack, CLONE_VM | CLONE_VFORK | CLONE_FILES | SIGCHLD, &making);
  return making.mounts;
}

/* When a namespace has been deleted, its name may stand for another one: all are forgotten. */
static void forget_deleted(void) {
  static int watch = -1;
  char events[4096];
  if (watch < 0) {
    watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    inotify_add_watch(watch, NAMESPACE_FOLDER, IN_DELETE);
  }
  bool deleted = false;
  while (read(watch, events, sizeof events) > 0) deleted = true;
  while (deleted && all_known) {
    struct known *known = all_known;
    all_known = known->next;
    close(known->mounts);
    free(known);
  }
}

static int mounts_of(const char *name, int network) {
  for (struct known *known = all_known; known; known = known->next)
    if (strcmp(known->name, name) == 0) return known->mounts;
  int mounts = mounts_for(network);
  if (mounts < 0) return -1;
  struct known *fresh = calloc(1, sizeof *fresh + strlen(name) + 1);
  *fresh = (struct known){.next = all_known, .mounts = mounts};
  strcpy(fresh->name, name);
  all_known = fresh;
  return mounts;
}

/* Opens a namespace by name: the network to be closed by the caller (-1 if there is none), the mounts kept here. */
struct namespace namespace_open(const char *name) {
  char path[4096];
  forget_deleted();
  snprintf(path, sizeof path, NAMESPACE_FOLDER "/%s", name);
  int network = open(path, O_RDONLY | O_CLOEXEC);
  return (struct namespace){network, network < 0 ? -1 : mounts_of(name, network)};
}
