#define _GNU_SOURCE
#include "guest.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void mount_on(const char *type, const char *where) {
  if (mount(type, where, type, 0, NULL) == 0 || errno == EBUSY) return;
  printf("dovetail: %s on %s: %s\n", type, where, strerror(errno));
}

static void write_setting(const char *path, const char *value) {
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return;
  if (write(fd, value, strlen(value)) < 0) printf("dovetail: %s: %s\n", path, strerror(errno));
  close(fd);
}

static void load_module(char *line) {
  char *options = strchr(line, '\t');
  if (options) *options++ = 0;
  int fd = open(line, O_RDONLY | O_CLOEXEC);
  if (fd < 0 || (syscall(SYS_finit_module, fd, options ? options : "", 0) != 0 && errno != EEXIST))
    printf("dovetail: %s: %s\n", line, strerror(errno));
  if (fd >= 0) close(fd);
}

/* EXCHANGE/modules: one module a line in load order, its options after a tab. */
static void load_modules(const char *exchange) {
  char path[4096], line[4096];
  snprintf(path, sizeof path, "%s/modules", exchange);
  FILE *list = fopen(path, "re");
  if (!list) return;
  while (fgets(line, sizeof line, list)) {
    line[strcspn(line, "\n")] = 0;
    if (*line) load_module(line);
  }
  fclose(list);
}

void boot(const char *exchange) {
  mount_on("proc", "/proc");
  mount_on("sysfs", "/sys");
  mount_on("devtmpfs", "/dev");
  mount_on("tmpfs", "/run");
  mkdir("/run/netns", 0755);
  symlink("/proc/self/fd", "/dev/fd");
  symlink("/proc/self/fd/0", "/dev/stdin");
  symlink("/proc/self/fd/1", "/dev/stdout");
  symlink("/proc/self/fd/2", "/dev/stderr");
  /* All modules are loaded here; the kernel must not start a module loader for each name that it misses. */
  write_setting("/proc/sys/kernel/modprobe", "\n");
  write_setting("/proc/sys/kernel/printk", "1\n");
  load_modules(exchange);
  /* No gre0, gretap0 and erspan0 in each new namespace. */
  write_setting("/proc/sys/net/core/fb_tunnels_only_for_init_net", "1\n");
}

void power_off(void) {
  sync();
  reboot(RB_POWER_OFF);
  _exit(0);
}
