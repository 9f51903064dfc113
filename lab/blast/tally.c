#define _GNU_SOURCE
#include "blast.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEQUENCE_MAX (1ull << 26)
#define SAMPLES 8
#define SAMPLE_OCTETS 96
#define HEADS 32

/* The outermost tag of some frames; type 0 for those without one. */
struct head {
  uint16_t type, control;
  uint64_t frames;
};

struct sample {
  unsigned char octets[SAMPLE_OCTETS];
  size_t length;
};

struct tally {
  struct marker marker;
  uint64_t frames, octets, distinct, duplicates, reordered, last, unnumbered;
  unsigned char *seen; /* a bit a sequence number */
  size_t seen_octets;
  uint32_t *delays; /* nanoseconds */
  size_t delay_count, delay_room;
  struct head heads[HEADS];
  struct sample samples[SAMPLES];
};

struct tally *tally_new(const struct marker *marker) {
  struct tally *tally = calloc(1, sizeof *tally);
  tally->marker = *marker;
  return tally;
}

static void note_sequence(struct tally *tally, uint64_t number) {
  if (number >= SEQUENCE_MAX) {
    tally->unnumbered++;
    return;
  }
  if (number / 8 >= tally->seen_octets) {
    size_t wanted = (number / 8 + 1) * 2;
    tally->seen = realloc(tally->seen, wanted);
    memset(tally->seen + tally->seen_octets, 0, wanted - tally->seen_octets);
    tally->seen_octets = wanted;
  }
  bool was_seen = tally->seen[number / 8] & 1 << number % 8;
  if (was_seen) tally->duplicates++;
  if (!was_seen && tally->distinct > 0 && number < tally->last) tally->reordered++;
  if (!was_seen) tally->distinct++;
  if (number > tally->last) tally->last = number;
  tally->seen[number / 8] |= 1 << number % 8;
}

static void note_delay(struct tally *tally, uint64_t sent, uint64_t received) {
  if (sent == 0 || received < sent || received - sent > UINT32_MAX) return;
  if (tally->delay_count == tally->delay_room) {
    tally->delay_room = tally->delay_room ? 2 * tally->delay_room : 4096;
    tally->delays = realloc(tally->delays, tally->delay_room * sizeof *tally->delays);
  }
  tally->delays[tally->delay_count++] = received - sent;
}

static void note_head(struct tally *tally, const unsigned char *frame) {
  uint16_t type = frame[12] << 8 | frame[13], control = frame[14] << 8 | frame[15];
  if (type != 0x8100 && type != 0x88a8) type = control = 0;
  for (struct head *head = tally->heads; head < tally->heads + HEADS; head++) {
    if (head->frames > 0 && (head->type != type || head->control != control)) continue;
    *head = (struct head){type, control, head->frames + 1};
    return;
  }
}

static void keep_sample(struct tally *tally, const unsigned char *frame, size_t captured) {
  if (tally->frames >= SAMPLES) return;
  struct sample *sample = &tally->samples[tally->frames];
  sample->length = captured < SAMPLE_OCTETS ? captured : SAMPLE_OCTETS;
  memcpy(sample->octets, frame, sample->length);
}

/* Takes a frame that holds the marker; false for every other. */
bool tally_frame(struct tally *tally, const unsigned char *frame, size_t captured, size_t length, uint64_t nanos) {
  const unsigned char *found = memmem(frame, captured, tally->marker.octets, tally->marker.length);
  if (!found || captured < 16) return false;
  const unsigned char *at = found + tally->marker.length, *end = frame + captured;
  keep_sample(tally, frame, captured);
  tally->frames++;
  tally->octets += length;
  note_head(tally, frame);
  if (end - at >= 8) note_sequence(tally, big_endian(at));
  else tally->unnumbered++;
  if (end - at >= 16) note_delay(tally, big_endian(at + 8), nanos);
  return true;
}

static int ascending(const void *a, const void *b) {
  uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;
  return (one > other) - (one < other);
}

static unsigned delay_at(const struct tally *tally, double share) {
  if (tally->delay_count == 0) return 0;
  size_t at = share * (tally->delay_count - 1);
  return tally->delays[at];
}

void tally_print(struct tally *tally) {
  qsort(tally->delays, tally->delay_count, sizeof *tally->delays, ascending);
  printf("{\"marker\":\"");
  hex_print(tally->marker.octets, tally->marker.length);
  printf("\",\"frames\":%llu,\"octets\":%llu,\"distinct\":%llu,\"duplicates\":%llu,\"reordered\":%llu,\"last\":%llu,",
         (unsigned long long)tally->frames, (unsigned long long)tally->octets, (unsigned long long)tally->distinct,
         (unsigned long long)tally->duplicates, (unsigned long long)tally->reordered, (unsigned long long)tally->last);
  printf("\"delay\":{\"median\":%u,\"p99\":%u,\"max\":%u},\"tags\":[", delay_at(tally, 0.5), delay_at(tally, 0.99),
         delay_at(tally, 1));
  for (int i = 0; i < HEADS && tally->heads[i].frames > 0; i++)
    printf("%s{\"type\":\"%04x\",\"control\":%u,\"frames\":%llu}", i ? "," : "", tally->heads[i].type,
           tally->heads[i].control, (unsigned long long)tally->heads[i].frames);
  printf("],\"samples\":[");
  for (uint64_t i = 0; i < SAMPLES && i < tally->frames; i++) {
    printf("%s\"", i ? "," : "");
    hex_print(tally->samples[i].octets, tally->samples[i].length);
    printf("\"");
  }
  printf("]}");
}
