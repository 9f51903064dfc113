#include "probe.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

/* Answers are awaited for so long after the last probe. */
#define PATIENCE SECOND
/* Rounds of other switches that are remembered; the oldest gives way. */
#define HEARD_MOST 1024
#define MICROSECOND 1000

struct round {
  char id[WORD_MOST], key[WORD_MOST];
  uint8_t to[ADDRESS_OCTETS];
  unsigned count, interval, octets;
  uint32_t number;
  uint64_t next, ends, begun_millis;
  unsigned sent, arrived, returned;
  bool has_returned[PROBES_MOST];
  uint64_t took[PROBES_MOST];
  struct round *after;
};

static struct round *rounds;

static uint64_t millis(void) {
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  return time.tv_sec * 1000ull + time.tv_nsec / MILLISECOND;
}

void round_begin(const struct order *order) {
  struct round *round = calloc(1, sizeof *round);
  if (round == NULL) fail("memory");
  strncpy(round->id, order->id, WORD_MOST - 1);
  strncpy(round->key, order->key, WORD_MOST - 1);
  memcpy(round->to, order->to, ADDRESS_OCTETS);
  round->count = order->count, round->interval = order->interval, round->octets = order->octets;
  if (getrandom(&round->number, sizeof round->number, 0) != sizeof round->number) fail("random number");
  round->next = now;
  round->ends = UINT64_MAX;
  round->begun_millis = millis();
  round->after = rounds;
  rounds = round;
}

/* What the attachment's own cable would not take is not let in either. */
static void send_probe(int fd, const struct round *round) {
  static uint8_t frame[FRAME_MOST];
  struct attachment *from = attachment_keyed(round->key);
  if (from == NULL || round->octets > HEADER_OCTETS + from->own * TAG_OCTETS + device_mtu(fd, from->port)) return;
  size_t length = round->octets + from->header_octets - from->own * TAG_OCTETS;
  if (length > FRAME_MOST) return;
  memset(frame, 0, length);
  memcpy(frame, round->to, ADDRESS_OCTETS);
  memcpy(frame + ADDRESS_OCTETS, from->address, ADDRESS_OCTETS);
  uint8_t *at = frame + 2 * ADDRESS_OCTETS;
  memcpy(at, from->header, from->header_octets);
  at += from->header_octets;
  *at++ = ETHERTYPE >> 8;
  *at++ = ETHERTYPE & 0xff;
  probe_write(at, &(struct probe){.round = round->number, .sequence = round->sent, .sent_at = now});
  device_send(fd, frame, length);
}

static void send_due(int fd, struct round *round) {
  if (round->sent == round->count || now < round->next) return;
  send_probe(fd, round);
  round->sent++;
  round->next = now + round->interval * MILLISECOND;
  if (round->sent == round->count) round->ends = now + PATIENCE;
}

void round_answer(const uint8_t *from, const struct probe *probe) {
  for (struct round *round = rounds; round != NULL; round = round->after) {
    if (round->number != probe->round || memcmp(round->to, from, ADDRESS_OCTETS) != 0) continue;
    if (probe->sequence >= round->sent || probe->arrived > round->sent) return;
    if (probe->arrived > round->arrived) round->arrived = probe->arrived;
    if (round->has_returned[probe->sequence]) return;
    round->has_returned[probe->sequence] = true;
    uint64_t away = now - probe->sent_at;
    round->took[round->returned++] = (away > probe->stayed ? away - probe->stayed : 0) / MICROSECOND;
    return;
  }
}

static int by_size(const void *a, const void *b) {
  uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;
  return (one > other) - (one < other);
}

static void tell(struct round *round) {
  /* What came back has arrived, whatever the last answer said. */
  if (round->arrived < round->returned) round->arrived = round->returned;
  printf("round %s %llu %u %u %u", round->id, (unsigned long long)round->begun_millis, round->sent, round->arrived,
         round->returned);
  if (round->returned > 0) {
    qsort(round->took, round->returned, sizeof *round->took, by_size);
    printf(" %llu %llu %llu", (unsigned long long)round->took[0],
           (unsigned long long)round->took[round->returned / 2], (unsigned long long)round->took[round->returned - 1]);
  }
  printf("\n");
  fflush(stdout);
}

uint64_t rounds_go_on(int fd) {
  uint64_t wake = UINT64_MAX;
  for (struct round **at = &rounds; *at != NULL;) {
    struct round *round = *at;
    send_due(fd, round);
    bool is_all_sent = round->sent == round->count;
    if (is_all_sent && (round->returned == round->count || now >= round->ends)) {
      tell(round);
      if (round->returned > 0) goal_answered(round->id);
      *at = round->after;
      free(round);
      continue;
    }
    uint64_t due = is_all_sent ? round->ends : round->next;
    if (due < wake) wake = due;
    at = &round->after;
  }
  return wake;
}

struct heard {
  uint8_t from[ADDRESS_OCTETS];
  uint32_t number;
  uint16_t count;
  bool has_arrived[PROBES_MOST];
};

uint16_t arrivals_count(const uint8_t *from, const struct probe *probe) {
  static struct heard all[HEARD_MOST];
  static size_t oldest;
  struct heard *heard = NULL;
  for (size_t i = 0; i < HEARD_MOST && heard == NULL; i++)
    if (all[i].number == probe->round && memcmp(all[i].from, from, ADDRESS_OCTETS) == 0) heard = &all[i];
  if (heard == NULL) {
    heard = &all[oldest++ % HEARD_MOST];
    *heard = (struct heard){.number = probe->round};
    memcpy(heard->from, from, ADDRESS_OCTETS);
  }
  if (probe->sequence >= PROBES_MOST || heard->has_arrived[probe->sequence]) return heard->count;
  heard->has_arrived[probe->sequence] = true;
  return ++heard->count;
}
