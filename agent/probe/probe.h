/*
 * Sends probes into the fabric and answers those that arrive. It holds one end of a pair; at the other one rules let its
 * frames in at the port whose probe point is their source, and bring it the frames that are for a probe point here.
 *
 *   probe run    until its output's reader has gone; says:
 *     listening
 *     round ID AT SENT ARRIVED RETURNED [LEAST MEDIAN MOST]   a round is over; AT in ms since 1970, times in us
 *   probe tell   gives the running one what stands on its standard input, and ends when that has been taken in:
 *     table                                                  all lines of before are void; running rounds go on
 *     at KEY PORT PROBE S C OWN INNER LOOP TAGS              an attachment; own tags on its cable and inside, 0 or 1;
 *                                                            S: 0 where this switch gives C alone, and another one S;
 *                                                            TAGS: what its frames come in under, "33024.10/...", or "-"
 *     hop PROBE                                              a port between switches
 *     goal ID KEY TO                                         five probes a minute from an attachment; sooner
 *                                                            until the first comes back
 *     once ID KEY TO COUNT INTERVAL OCTETS                   a round now, beside the table
 */
#ifndef PROBE_H
#define PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* IEEE 802 Local Experimental EtherType 1. */
#define ETHERTYPE 0x88b5
#define CUSTOMER_TAG 0x8100
#define SERVICE_TAG 0x88a8
#define ADDRESS_OCTETS 6
#define TAG_OCTETS 4
#define HEADER_OCTETS 14
#define FRAME_MOST 9400
#define TAGS_MOST 8
/* Of a round. */
#define PROBES_MOST 100
#define WORD_MOST 100
#define MILLISECOND 1000000ull
#define SECOND 1000000000ull

/* What a probe says, after its EtherType. */
struct probe {
  bool is_answer;
  /* Drawn for each round. */
  uint32_t round;
  uint16_t sequence;
  /* In answers: probes of the round that have arrived at the far end, and for how long this one was there. */
  uint16_t arrived;
  uint64_t sent_at, stayed;
};

/* A frame taken apart: tags from the outermost on, and where the EtherType under them stands. */
struct parts {
  uint16_t protocols[TAGS_MOST], ids[TAGS_MOST];
  uint8_t tags;
  size_t rest;
};

struct attachment {
  char key[WORD_MOST];
  uint16_t port, host_tag, customer_tag;
  uint8_t address[ADDRESS_OCTETS];
  uint8_t own, inner;
  bool loops;
  uint8_t header[2 * TAG_OCTETS];
  uint8_t header_octets;
  /* Frames that a loopback may still send back in this second. */
  uint64_t loop_second;
  unsigned loop_count;
};

struct goal {
  char id[WORD_MOST], key[WORD_MOST];
  uint8_t to[ADDRESS_OCTETS];
  /* Until the first probe comes back: how long after the next round the one after it begins; then 0. */
  uint64_t due, retry;
};

struct order {
  const char *id, *key;
  const uint8_t *to;
  unsigned count, interval, octets;
};

void fail(const char *what) __attribute__((noreturn));
extern uint64_t now;

/* frame.c */
size_t probe_write(uint8_t *at, const struct probe *probe);
bool probe_read(const uint8_t *at, size_t octets, struct probe *probe);
bool parts_read(const uint8_t *frame, size_t octets, struct parts *parts);
size_t tag_write(uint8_t *at, uint16_t protocol, uint16_t id);
void addresses_exchange(uint8_t *frame);
extern const size_t PROBE_OCTETS;

/* device.c */
int device_open(const char *name);
/* Octets of the next frame, all its tags in it; 0 when there is none. */
size_t device_receive(int fd, uint8_t *frame);
void device_send(int fd, const uint8_t *frame, size_t octets);
/* Octets under the header that the port's cable takes. */
unsigned device_mtu(int fd, uint16_t port);

/* table.c */
bool table_take(char *text);
struct attachment *attachment_keyed(const char *key);
struct attachment *attachment_at(const uint8_t *address, uint16_t host_tag, uint16_t customer_tag);
struct attachment *attachment_looped(uint16_t port, uint16_t host_tag, uint16_t customer_tag);
bool is_hop(const uint8_t *address);
/* The next goal that is due by now, and when it will be again. */
struct goal *goal_due(void);
uint64_t goals_next(void);
/* Something came back from the goal, if the id is one's: from now on its turn comes each minute. */
void goal_answered(const char *id);

/* round.c */
void round_begin(const struct order *order);
void round_answer(const uint8_t *from, const struct probe *probe);
/* Sends what is due and tells rounds that are over; gives when to be called again. */
uint64_t rounds_go_on(int fd);
/* Probes of a round of another switch that have arrived here, this one included. */
uint16_t arrivals_count(const uint8_t *from, const struct probe *probe);

/* answer.c */
void frame_take(int fd, uint8_t *frame, size_t octets);

/* control.c */
int control_open(void);
void control_serve(int fd);
int control_tell(void);

#endif
