#include "tally.h"
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/neighbour.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PAUSE_MS 100
/* Some messages. What does not fit is lost, and the kernel says so: then something was learned as well. */
#define ROOM_OCTETS (1 << 12)
/* So many messages are looked at in a row, whoever sends them: the kernel can be faster than we are. */
#define MESSAGES_MOST 32

#define HEAD_AT(field) (NLMSG_HDRLEN + offsetof(struct ndmsg, field))
#define FIXED (NUD_PERMANENT | NUD_NOARP)

/* The kernel itself leaves out what is no learned address of a bridge. BPF reads numbers as they are on a wire. */
static void let_in(int fd) {
  struct sock_filter lines[] = {
      BPF_STMT(BPF_LD | BPF_H | BPF_ABS, offsetof(struct nlmsghdr, nlmsg_type)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htons(RTM_NEWNEIGH), 0, 5),
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, HEAD_AT(ndm_family)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_BRIDGE, 0, 3),
      BPF_STMT(BPF_LD | BPF_H | BPF_ABS, HEAD_AT(ndm_state)),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, htons(FIXED), 1, 0),
      BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
      BPF_STMT(BPF_RET | BPF_K, 0),
  };
  struct sock_fprog program = {sizeof lines / sizeof *lines, lines};
  if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) != 0) fail("filter");
}

static int open_news(void) {
  int fd = netlink_open(), room = ROOM_OCTETS;
  struct sockaddr_nl group = {.nl_family = AF_NETLINK, .nl_groups = RTMGRP_NEIGH};
  let_in(fd);
  if (setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room) != 0) fail("room");
  if (bind(fd, (struct sockaddr *)&group, sizeof group) != 0) fail("neighbour events");
  return fd;
}

/* Ports of the switch's bridges are b-N; other bridges are somebody else's. */
static bool is_ours(const struct nlmsghdr *message) {
  const struct ndmsg *neighbour = NLMSG_DATA(message);
  char name[IF_NAMESIZE] = "";
  return if_indextoname(neighbour->ndm_ifindex, name) != NULL && strncmp(name, "b-", 2) == 0;
}

static bool tells_ours(const void *octets, int left) {
  for (const struct nlmsghdr *message = octets; NLMSG_OK(message, left); message = NLMSG_NEXT(message, left))
    if (is_ours(message)) return true;
  return false;
}

/* Takes in what waits. True when something was learned. */
static bool drain(int fd) {
  static char news[1 << 13] __attribute__((aligned(NLMSG_ALIGNTO)));
  bool is_learned = false;
  for (int i = 0; i < MESSAGES_MOST; i++) {
    ssize_t octets = recv(fd, news, sizeof news, MSG_DONTWAIT);
    if (octets < 0 && errno == EAGAIN) return is_learned;
    if (octets < 0 && errno != EINTR && errno != ENOBUFS) fail("neighbour events");
    is_learned = is_learned || (octets < 0 ? errno == ENOBUFS : tells_ours(news, octets));
  }
  return is_learned;
}

static void say(const char *line) {
  if (puts(line) < 0 || fflush(stdout) != 0) exit(1);
}

void watch(void) {
  int fd = open_news();
  /* An error on the output is that its reader has gone. */
  struct pollfd fds[] = {{STDOUT_FILENO, 0, 0}, {fd, POLLIN, 0}};
  say("listening");
  for (;;) {
    if (poll(fds, 2, -1) < 0 && errno != EINTR) fail("poll");
    if (fds[0].revents) exit(0);
    if (drain(fd)) say("learned");
    poll(fds, 1, PAUSE_MS);
  }
}
