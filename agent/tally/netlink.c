#include "tally.h"
#include <errno.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ANSWER_MOST (1 << 16)

struct request {
  struct nlmsghdr head;
  struct tcmsg rule;
  char attributes[64];
};

int netlink_open(void) {
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (fd < 0) fail("netlink socket");
  return fd;
}

static void ask(int fd, const struct request *request) {
  if (send(fd, request, request->head.nlmsg_len, 0) < 0) fail("request");
}

static struct request request_for(const char *device, unsigned short flags) {
  struct request request = {
      .head = {NLMSG_LENGTH(sizeof request.rule), RTM_GETTFILTER, NLM_F_REQUEST | flags, 0, 0},
      .rule = {.tcm_family = AF_UNSPEC, .tcm_parent = TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_INGRESS)},
  };
  request.rule.tcm_ifindex = if_nametoindex(device);
  if (request.rule.tcm_ifindex == 0) fail(device);
  return request;
}

static void add(struct request *request, unsigned short type, const void *data, size_t octets) {
  struct rtattr *at = (struct rtattr *)((char *)request + NLMSG_ALIGN(request->head.nlmsg_len));
  *at = (struct rtattr){RTA_LENGTH(octets), type};
  memcpy(RTA_DATA(at), data, octets);
  request->head.nlmsg_len = NLMSG_ALIGN(request->head.nlmsg_len) + RTA_ALIGN(at->rta_len);
}

/* True while more is to come. */
static bool take_answer(int fd, const char *device, rule_taker *take) {
  static char answer[ANSWER_MOST] __attribute__((aligned(NLMSG_ALIGNTO)));
  ssize_t octets = recv(fd, answer, sizeof answer, 0);
  if (octets < 0 && errno != EINTR) fail("answer");
  struct nlmsghdr *message = (struct nlmsghdr *)answer;
  for (int left = octets; NLMSG_OK(message, left); message = NLMSG_NEXT(message, left)) {
    if (message->nlmsg_flags & NLM_F_DUMP_INTR) exit(CHANGED_MEANWHILE);
    if (message->nlmsg_type == NLMSG_ERROR) {
      errno = -((struct nlmsgerr *)NLMSG_DATA(message))->error;
      if (errno == ENOENT) exit(CHANGED_MEANWHILE);
      fail(device);
    }
    if (message->nlmsg_type == NLMSG_DONE) return false;
    if (message->nlmsg_type == RTM_NEWTFILTER) take(device, message);
    if (!(message->nlmsg_flags & NLM_F_MULTI)) return false;
  }
  return true;
}

/*
 * Linux leaves a matchall rule out of a dump when it is the first that no longer fits into a message (mall_walk counts it
 * as told), and tells its head alone: such a rule is asked for by itself.
 */
struct head {
  bool is_open;
  struct tcmsg rule;
  uint32_t chain;
};

static struct head *heads;
static size_t head_count;
static rule_taker *taker;

static void note_head(const struct nlmsghdr *message) {
  const struct rtattr *chain = message_attribute(message, TCA_CHAIN);
  if ((head_count & (head_count - 1)) == 0) {
    heads = realloc(heads, (head_count == 0 ? 1 : 2 * head_count) * sizeof *heads);
    if (heads == NULL) fail("memory");
  }
  memcpy(&heads[head_count].rule, NLMSG_DATA(message), sizeof heads->rule);
  heads[head_count].chain = chain == NULL ? 0 : *(const uint32_t *)RTA_DATA(chain);
  heads[head_count++].is_open = true;
}

/* The rule of a head follows it at once. */
static void take_record(const char *device, const struct nlmsghdr *message) {
  bool is_told = is_rule(message);
  if (strcmp(rule_kind(message), "matchall") == 0) {
    const struct tcmsg *rule = NLMSG_DATA(message);
    struct head *last = head_count == 0 ? NULL : &heads[head_count - 1];
    if (!is_told) note_head(message);
    else if (last != NULL && last->rule.tcm_info == rule->tcm_info) last->is_open = false;
  }
  if (is_told) taker(device, message);
}

static void ask_for_untold(int fd, const char *device) {
  for (size_t i = 0; i < head_count; i++) {
    if (!heads[i].is_open) continue;
    struct request request = request_for(device, 0);
    request.rule.tcm_info = heads[i].rule.tcm_info;
    request.rule.tcm_handle = 1;
    add(&request, TCA_KIND, "matchall", sizeof "matchall");
    add(&request, TCA_CHAIN, &heads[i].chain, sizeof heads[i].chain);
    ask(fd, &request);
    take_answer(fd, device, taker);
  }
}

void rules_each(int fd, const char *device, rule_taker *take) {
  struct request request = request_for(device, NLM_F_DUMP);
  taker = take;
  head_count = 0;
  ask(fd, &request);
  while (take_answer(fd, device, take_record));
  ask_for_untold(fd, device);
}
