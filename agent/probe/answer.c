#include "probe.h"
#include <string.h>

/* Inside a switch: the segment's number, then S and C. */
#define INSIDE 3
/* From a switch that gives the host tag to one in front of it: C alone. */
#define IN_FRONT 1
/* In front of the others in a loopback: which port. */
#define LOOPED 1
/* A loopback at both ends of a segment must not go on for ever at full speed. */
#define LOOPED_A_SECOND 1000

static bool is_probe_point(const uint8_t *address) { return address[0] == 0x02 && address[1] == 0xd1; }

/* Puts the attachment's own header in the place of everything between the addresses and `rest`. */
static size_t reheaded(uint8_t *frame, size_t octets, const struct attachment *at, size_t rest) {
  uint8_t *header = frame + 2 * ADDRESS_OCTETS;
  memmove(header + at->header_octets, frame + rest, octets - rest);
  memcpy(header, at->header, at->header_octets);
  return octets - rest + 2 * ADDRESS_OCTETS + at->header_octets;
}

/* How many of the tags from `first` on say the segment; 0 when they say none. */
static uint8_t pair_read(const struct parts *parts, uint8_t first, uint16_t *host, uint16_t *customer) {
  bool is_in_front = parts->tags > first && parts->protocols[first] == CUSTOMER_TAG;
  uint8_t tags = is_in_front ? IN_FRONT : INSIDE;
  if (parts->tags < first + tags) return 0;
  *host = is_in_front ? 0 : parts->ids[first + 1];
  *customer = parts->ids[first + tags - 1];
  return tags;
}

static void answer(int fd, uint8_t *frame, size_t octets, uint8_t *payload, struct probe *probe, uint64_t came_at) {
  probe->is_answer = true;
  probe->arrived = arrivals_count(frame + ADDRESS_OCTETS, probe);
  probe->stayed = now - came_at;
  probe_write(payload, probe);
  addresses_exchange(frame);
  device_send(fd, frame, octets);
}

static void take_probe(int fd, uint8_t *frame, size_t octets) {
  struct parts parts;
  struct probe probe;
  if (!parts_read(frame, octets, &parts)) return;
  uint8_t *type = frame + parts.rest;
  if (type[0] != ETHERTYPE >> 8 || type[1] != (ETHERTYPE & 0xff)) return;
  if (!probe_read(type + 2, octets - parts.rest - 2, &probe)) return;
  if (is_hop(frame)) {
    if (!probe.is_answer) answer(fd, frame, octets, type + 2, &probe, now);
    return;
  }
  uint16_t host, customer;
  if (pair_read(&parts, 0, &host, &customer) == 0) return;
  const struct attachment *at = attachment_at(frame, host, customer);
  /* What the attachment's own cable would not take does not leave the switch. */
  if (at == NULL || octets - parts.rest - 2 > device_mtu(fd, at->port)) return;
  if (probe.is_answer) return round_answer(frame + ADDRESS_OCTETS, &probe);
  size_t length = reheaded(frame, octets, at, parts.rest);
  uint8_t *payload = frame + 2 * ADDRESS_OCTETS + at->header_octets + 2;
  answer(fd, frame, length, payload, &probe, now);
}

static bool may_loop(struct attachment *at) {
  if (at->loop_second != now / SECOND) at->loop_second = now / SECOND, at->loop_count = 0;
  return at->loop_count++ < LOOPED_A_SECOND;
}

/* A group's address can be no source. */
static void take_looped(int fd, uint8_t *frame, size_t octets) {
  struct parts parts;
  uint16_t host, customer;
  if (frame[0] & 1 || !parts_read(frame, octets, &parts)) return;
  uint8_t tags = pair_read(&parts, LOOPED, &host, &customer);
  if (tags == 0) return;
  struct attachment *at = attachment_looped(parts.ids[0], host, customer);
  if (at == NULL || parts.tags < LOOPED + tags + at->inner || !may_loop(at)) return;
  size_t rest = 2 * ADDRESS_OCTETS + (LOOPED + tags + at->inner) * TAG_OCTETS;
  static uint8_t back[FRAME_MOST + TAG_OCTETS];
  size_t length = reheaded(frame, octets, at, rest);
  addresses_exchange(frame);
  memcpy(back, frame, 2 * ADDRESS_OCTETS);
  size_t tag = tag_write(back + 2 * ADDRESS_OCTETS, SERVICE_TAG, at->port);
  memcpy(back + 2 * ADDRESS_OCTETS + tag, frame + 2 * ADDRESS_OCTETS, length - 2 * ADDRESS_OCTETS);
  device_send(fd, back, length + tag);
}

void frame_take(int fd, uint8_t *frame, size_t octets) {
  if (is_probe_point(frame)) take_probe(fd, frame, octets);
  else take_looped(fd, frame, octets);
}
