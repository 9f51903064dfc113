#include "probe.h"
#include <string.h>

/* Inside a switch: the segment's number, then S and C; between switches S and C. */
#define AT_MACHINE 3
#define LOOPED 4
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
  if (parts.tags < AT_MACHINE) return;
  const struct attachment *at = attachment_at(frame, parts.ids[1], parts.ids[2]);
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
  if (frame[0] & 1 || !parts_read(frame, octets, &parts) || parts.tags < LOOPED) return;
  struct attachment *at = attachment_looped(parts.ids[0], parts.ids[2], parts.ids[3]);
  if (at == NULL || parts.tags < LOOPED + at->inner || !may_loop(at)) return;
  size_t rest = 2 * ADDRESS_OCTETS + (LOOPED + at->inner) * TAG_OCTETS;
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
