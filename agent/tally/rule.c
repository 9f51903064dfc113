#include "tally.h"
#include <arpa/inet.h>
#include <inttypes.h>
#include <linux/gen_stats.h>
#include <linux/pkt_cls.h>
#include <linux/tc_act/tc_gact.h>
#include <linux/tc_act/tc_mirred.h>
#include <linux/tc_act/tc_mpls.h>
#include <linux/tc_act/tc_pedit.h>
#include <linux/tc_act/tc_skbedit.h>
#include <linux/tc_act/tc_vlan.h>
#include <stdio.h>
#include <string.h>

struct kind {
  const char *name;
  /* Attributes of its options: the actions of a classifier, and what counts or tells times. */
  unsigned short actions, counts;
};

static const struct kind classifiers[] = {
    {"flower", TCA_FLOWER_ACT, TCA_FLOWER_IN_HW_COUNT},
    {"matchall", TCA_MATCHALL_ACT, TCA_MATCHALL_PCNT},
    {"u32", TCA_U32_ACT, TCA_U32_PCNT},
};

static const struct kind actions[] = {
    {"gact", 0, TCA_GACT_TM}, {"mirred", 0, TCA_MIRRED_TM},   {"mpls", 0, TCA_MPLS_TM}, {"pedit", 0, TCA_PEDIT_TM},
    {"police", 0, TCA_POLICE_TM}, {"skbedit", 0, TCA_SKBEDIT_TM}, {"vlan", 0, TCA_VLAN_TM},
};

/* What we do not know has its times in its digest: such a rule looks like another one whenever a frame has met it. */
static struct kind kind_of(const struct kind *kinds, size_t count, const struct rtattr *name) {
  for (size_t i = 0; name != NULL && i < count; i++)
    if (strcmp(kinds[i].name, RTA_DATA(name)) == 0) return kinds[i];
  return (struct kind){"", 0, 0};
}

/* FNV-1a, 64 bits. */
static uint64_t digest_octets(uint64_t digest, const void *octets, size_t count) {
  for (const uint8_t *at = octets, *end = at + count; at < end; at++) digest = (digest ^ *at) * 1099511628211u;
  return digest;
}

static uint64_t digest_attribute(uint64_t digest, const struct rtattr *one) {
  if (one == NULL) return digest;
  digest = digest_octets(digest, &one->rta_len, sizeof one->rta_len + sizeof one->rta_type);
  return digest_octets(digest, RTA_DATA(one), RTA_PAYLOAD(one));
}

static uint64_t digest_action(uint64_t digest, const struct rtattr *action) {
  const struct rtattr *name = attribute_in(action, TCA_ACT_KIND), *options = attribute_in(action, TCA_ACT_OPTIONS);
  struct kind kind = kind_of(actions, sizeof actions / sizeof *actions, name);
  digest = digest_attribute(digest, name);
  digest = digest_attribute(digest, attribute_in(action, TCA_ACT_COOKIE));
  digest = digest_attribute(digest, attribute_in(action, TCA_ACT_FLAGS));
  if (options == NULL) return digest;
  const struct rtattr *at = RTA_DATA(options);
  for (int left = RTA_PAYLOAD(options); RTA_OK(at, left); at = RTA_NEXT(at, left))
    if (kind.counts == 0 || at->rta_type != kind.counts) digest = digest_attribute(digest, at);
  return digest;
}

struct counts {
  uint64_t frames, octets;
};

static struct counts counts_of(const struct rtattr *action) {
  const struct rtattr *told = attribute_in(action, TCA_ACT_STATS);
  const struct rtattr *basic = attribute_in(told, TCA_STATS_BASIC), *wide = attribute_in(told, TCA_STATS_PKT64);
  struct gnet_stats_basic both = {0};
  struct counts counts;
  if (basic != NULL) memcpy(&both, RTA_DATA(basic), RTA_PAYLOAD(basic) < sizeof both ? RTA_PAYLOAD(basic) : sizeof both);
  counts = (struct counts){both.packets, both.bytes};
  if (wide != NULL) memcpy(&counts.frames, RTA_DATA(wide), sizeof counts.frames);
  return counts;
}

bool is_rule(const struct nlmsghdr *message) {
  const struct rtattr *options = message_attribute(message, TCA_OPTIONS), *name = message_attribute(message, TCA_KIND);
  if (options == NULL || name == NULL) return false;
  return strcmp(RTA_DATA(name), "u32") != 0 || attribute_in(options, TCA_U32_DIVISOR) == NULL;
}

const char *rule_kind(const struct nlmsghdr *message) {
  const struct rtattr *name = message_attribute(message, TCA_KIND);
  return name == NULL ? "" : RTA_DATA(name);
}

struct reading {
  uint64_t digest;
  bool has_actions;
  struct counts met, last;
};

static void read_actions(struct reading *reading, const struct rtattr *all) {
  const struct rtattr *action = RTA_DATA(all);
  for (int left = RTA_PAYLOAD(all); RTA_OK(action, left); action = RTA_NEXT(action, left)) {
    reading->digest = digest_action(reading->digest, action);
    reading->last = counts_of(action);
    if (!reading->has_actions) reading->met = reading->last;
    reading->has_actions = true;
  }
}

/* Beside the mark that a rule of u32 asks for stands how often it was found. */
static uint64_t digest_mark(uint64_t digest, const struct rtattr *mark) {
  size_t asked = offsetof(struct tc_u32_mark, success);
  return digest_octets(digest, RTA_DATA(mark), RTA_PAYLOAD(mark) < asked ? RTA_PAYLOAD(mark) : asked);
}

static struct reading reading_of(const struct nlmsghdr *message) {
  const struct rtattr *options = message_attribute(message, TCA_OPTIONS), *at = RTA_DATA(options);
  struct kind kind = kind_of(classifiers, sizeof classifiers / sizeof *classifiers, message_attribute(message, TCA_KIND));
  struct reading reading = {.digest = 14695981039346656037u};
  bool is_u32 = strcmp(kind.name, "u32") == 0;
  for (int left = RTA_PAYLOAD(options); RTA_OK(at, left); at = RTA_NEXT(at, left)) {
    unsigned short type = at->rta_type & NLA_TYPE_MASK;
    if (kind.actions != 0 && type == kind.actions) read_actions(&reading, at);
    else if (is_u32 && type == TCA_U32_MARK) reading.digest = digest_mark(reading.digest, at);
    else if (kind.counts == 0 || type != kind.counts) reading.digest = digest_attribute(reading.digest, at);
  }
  return reading;
}

void rule_print(const char *device, const struct nlmsghdr *message) {
  const struct tcmsg *rule = NLMSG_DATA(message);
  const struct rtattr *chain = message_attribute(message, TCA_CHAIN);
  struct reading reading = reading_of(message);
  printf("%s %u %u %04x %u %s %016" PRIx64 " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", device,
         chain == NULL ? 0 : *(const uint32_t *)RTA_DATA(chain), rule->tcm_info >> 16, ntohs(rule->tcm_info & 0xffff),
         rule->tcm_handle, rule_kind(message), reading.digest, reading.met.frames, reading.last.frames,
         reading.last.octets);
}
