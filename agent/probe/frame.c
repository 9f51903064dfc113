#include "probe.h"
#include <string.h>

#define MAGIC "DVPB"
#define VERSION 1

const size_t PROBE_OCTETS = 32;

static uint8_t *put(uint8_t *at, uint64_t value, size_t octets) {
  for (size_t i = octets; i-- > 0; value >>= 8) at[i] = value;
  return at + octets;
}

static uint64_t get(const uint8_t *at, size_t octets) {
  uint64_t value = 0;
  for (size_t i = 0; i < octets; i++) value = value << 8 | at[i];
  return value;
}

size_t probe_write(uint8_t *at, const struct probe *probe) {
  memcpy(at, MAGIC, 4);
  at = put(put(at + 4, VERSION, 1), probe->is_answer, 1);
  at = put(put(at, 0, 2), probe->round, 4);
  at = put(put(at, probe->sequence, 2), probe->arrived, 2);
  put(put(at, probe->sent_at, 8), probe->stayed, 8);
  return PROBE_OCTETS;
}

bool probe_read(const uint8_t *at, size_t octets, struct probe *probe) {
  if (octets < PROBE_OCTETS || memcmp(at, MAGIC, 4) != 0 || at[4] != VERSION || at[5] > 1) return false;
  *probe = (struct probe){at[5], get(at + 8, 4), get(at + 12, 2), get(at + 14, 2), get(at + 16, 8), get(at + 24, 8)};
  return true;
}

bool parts_read(const uint8_t *frame, size_t octets, struct parts *parts) {
  *parts = (struct parts){.rest = 2 * ADDRESS_OCTETS};
  while (parts->rest + 2 <= octets) {
    uint16_t protocol = get(frame + parts->rest, 2);
    if ((protocol != CUSTOMER_TAG && protocol != SERVICE_TAG) || parts->tags == TAGS_MOST) return true;
    if (parts->rest + TAG_OCTETS + 2 > octets) return false;
    parts->protocols[parts->tags] = protocol;
    parts->ids[parts->tags++] = get(frame + parts->rest + 2, 2) & 0xfff;
    parts->rest += TAG_OCTETS;
  }
  return false;
}

size_t tag_write(uint8_t *at, uint16_t protocol, uint16_t id) {
  put(put(at, protocol, 2), id, 2);
  return TAG_OCTETS;
}

void addresses_exchange(uint8_t *frame) {
  uint8_t source[ADDRESS_OCTETS];
  memcpy(source, frame + ADDRESS_OCTETS, ADDRESS_OCTETS);
  memcpy(frame + ADDRESS_OCTETS, frame, ADDRESS_OCTETS);
  memcpy(frame, source, ADDRESS_OCTETS);
}
