#define _GNU_SOURCE
#include "probe.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PERIOD (60 * SECOND)
/* No slot sooner after a goal's first round. */
#define SOONEST (10 * SECOND)
/* A goal that nothing came back from yet is tried again after so long, then after twice as long, up to a period. */
#define FIRST_RETRY (2 * SECOND)
/* Goals that are new together begin so many at a time. */
#define TOGETHER 20
#define APART (100 * MILLISECOND)
#define GOAL_COUNT 5
#define GOAL_INTERVAL 100
#define GOAL_OCTETS 64

static struct attachment *attachments;
static struct goal *goals;
static uint8_t (*hops)[ADDRESS_OCTETS];
static size_t attachment_count, goal_count, hop_count;

static bool read_address(const char *text, uint8_t *address) {
  return sscanf(text, "%2hhx:%2hhx:%2hhx:%2hhx:%2hhx:%2hhx", &address[0], &address[1], &address[2], &address[3],
                &address[4], &address[5]) == ADDRESS_OCTETS;
}

static void *grown(void *items, size_t count, size_t octets) {
  /* Room for a power of two of them. */
  if ((count & (count - 1)) != 0) return items;
  void *room = realloc(items, (count == 0 ? 1 : 2 * count) * octets);
  if (room == NULL) fail("memory");
  return room;
}

static bool read_attachment(const char *line) {
  struct attachment one = {0};
  char address[WORD_MOST], tags[WORD_MOST];
  unsigned loops;
  if (sscanf(line, "at %99s %hu %99s %hu %hu %hhu %hhu %u %99s", one.key, &one.port, address, &one.host_tag,
             &one.customer_tag, &one.own, &one.inner, &loops, tags) != 9)
    return false;
  if (!read_address(address, one.address)) return false;
  one.loops = loops;
  char *rest = tags;
  for (char *tag; (tag = strsep(&rest, "/")) != NULL && strcmp(tag, "-") != 0;) {
    uint16_t protocol, id;
    if (sscanf(tag, "%hu.%hu", &protocol, &id) != 2 || one.header_octets == sizeof one.header) return false;
    one.header_octets += tag_write(one.header + one.header_octets, protocol, id);
  }
  attachments = grown(attachments, attachment_count, sizeof *attachments);
  attachments[attachment_count++] = one;
  return true;
}

static bool read_hop(const char *line) {
  hops = grown(hops, hop_count, sizeof *hops);
  return read_address(line + strlen("hop "), hops[hop_count++]);
}

static bool read_goal(const char *line) {
  struct goal one = {0};
  char to[WORD_MOST];
  if (sscanf(line, "goal %99s %99s %99s", one.id, one.key, to) != 3 || !read_address(to, one.to)) return false;
  goals = grown(goals, goal_count, sizeof *goals);
  goals[goal_count++] = one;
  return true;
}

static bool read_once(const char *line) {
  char id[WORD_MOST], key[WORD_MOST], to[WORD_MOST];
  uint8_t address[ADDRESS_OCTETS];
  struct order order = {id, key, address, 0, 0, 0};
  int words = sscanf(line, "once %99s %99s %99s %u %u %u", id, key, to, &order.count, &order.interval, &order.octets);
  if (words != 6 || !read_address(to, address) || order.count == 0 || order.count > PROBES_MOST) return false;
  if (attachment_keyed(key) == NULL) return false;
  round_begin(&order);
  return true;
}

static int by_pair(const void *a, const void *b) {
  const struct attachment *one = a, *other = b;
  int addresses = memcmp(one->address, other->address, ADDRESS_OCTETS);
  if (addresses != 0) return addresses;
  if (one->host_tag != other->host_tag) return one->host_tag - other->host_tag;
  return one->customer_tag - other->customer_tag;
}

static int by_id(const void *a, const void *b) {
  return strcmp(((const struct goal *)a)->id, ((const struct goal *)b)->id);
}

/* Goals that were known keep their time. */
static void set_due(const struct goal *before, size_t count) {
  size_t fresh = 0;
  for (size_t i = 0; i < goal_count; i++) {
    struct goal *known = count == 0 ? NULL : bsearch(&goals[i], before, count, sizeof *before, by_id);
    bool is_same = known != NULL && strcmp(known->key, goals[i].key) == 0 && memcmp(known->to, goals[i].to, 6) == 0;
    goals[i].due = is_same ? known->due : now + fresh++ / TOGETHER * APART;
    goals[i].retry = is_same ? known->retry : FIRST_RETRY;
  }
}

static bool read_line(const char *line) {
  if (strncmp(line, "at ", 3) == 0) return read_attachment(line);
  if (strncmp(line, "hop ", 4) == 0) return read_hop(line);
  if (strncmp(line, "goal ", 5) == 0) return read_goal(line);
  return strncmp(line, "once ", 5) == 0 ? read_once(line) : false;
}

static void begin_table(void) {
  free(attachments);
  free(hops);
  attachments = NULL, hops = NULL, goals = NULL;
  attachment_count = hop_count = goal_count = 0;
}

bool table_take(char *text) {
  struct goal *before = goals;
  size_t count = goal_count;
  bool is_table = strncmp(text, "table\n", 6) == 0, is_right = true;
  if (is_table) begin_table();
  char *rest = is_table ? text + 6 : text;
  for (char *line; (line = strsep(&rest, "\n")) != NULL;)
    if (*line != '\0') is_right = read_line(line) && is_right;
  if (!is_table) return is_right;
  if (attachment_count > 0) qsort(attachments, attachment_count, sizeof *attachments, by_pair);
  if (goal_count > 0) qsort(goals, goal_count, sizeof *goals, by_id);
  set_due(before, count);
  free(before);
  return is_right;
}

struct attachment *attachment_keyed(const char *key) {
  for (size_t i = 0; i < attachment_count; i++)
    if (strcmp(attachments[i].key, key) == 0) return &attachments[i];
  return NULL;
}

struct attachment *attachment_at(const uint8_t *address, uint16_t host_tag, uint16_t customer_tag) {
  struct attachment sought = {.host_tag = host_tag, .customer_tag = customer_tag};
  memcpy(sought.address, address, ADDRESS_OCTETS);
  if (attachment_count == 0) return NULL;
  return bsearch(&sought, attachments, attachment_count, sizeof *attachments, by_pair);
}

struct attachment *attachment_looped(uint16_t port, uint16_t host_tag, uint16_t customer_tag) {
  for (size_t i = 0; i < attachment_count; i++) {
    struct attachment *one = &attachments[i];
    if (one->loops && one->port == port && one->host_tag == host_tag && one->customer_tag == customer_tag) return one;
  }
  return NULL;
}

bool is_hop(const uint8_t *address) {
  for (size_t i = 0; i < hop_count; i++)
    if (memcmp(hops[i], address, ADDRESS_OCTETS) == 0) return true;
  return false;
}

/* Each id has its own moment in the minute. */
static uint64_t next_slot(const struct goal *goal) {
  uint64_t hash = 1469598103934665603u;
  for (const char *at = goal->id; *at; at++) hash = (hash ^ (uint8_t)*at) * 1099511628211u;
  uint64_t phase = hash % PERIOD, from = now + SOONEST;
  return from + (phase + PERIOD - from % PERIOD) % PERIOD;
}

static uint64_t next_round(struct goal *goal) {
  uint64_t after = goal->retry;
  if (after == 0 || after > PERIOD) return next_slot(goal);
  goal->retry *= 2;
  return now + after;
}

struct goal *goal_due(void) {
  for (size_t i = 0; i < goal_count; i++) {
    if (goals[i].due > now) continue;
    goals[i].due = next_round(&goals[i]);
    return &goals[i];
  }
  return NULL;
}

void goal_answered(const char *id) {
  struct goal sought = {0};
  strncpy(sought.id, id, WORD_MOST - 1);
  struct goal *goal = goal_count == 0 ? NULL : bsearch(&sought, goals, goal_count, sizeof *goals, by_id);
  if (goal == NULL || goal->retry == 0) return;
  goal->retry = 0;
  goal->due = next_slot(goal);
}

uint64_t goals_next(void) {
  uint64_t next = UINT64_MAX;
  for (struct goal *goal; (goal = goal_due()) != NULL;)
    round_begin(&(struct order){goal->id, goal->key, goal->to, GOAL_COUNT, GOAL_INTERVAL, GOAL_OCTETS});
  for (size_t i = 0; i < goal_count; i++)
    if (goals[i].due < next) next = goals[i].due;
  return next;
}
