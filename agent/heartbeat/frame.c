#include "heartbeat.h"
#include <string.h>

#define MAGIC "DVHB"
#define VERSION 1

static unsigned char *put(unsigned char *at, uint32_t value, size_t octets) {
  for (size_t i = octets; i-- > 0; value >>= 8) at[i] = value;
  return at + octets;
}

static uint32_t get(const unsigned char *at, size_t octets) {
  uint32_t value = 0;
  for (size_t i = 0; i < octets; i++) value = value << 8 | at[i];
  return value;
}

void frame_write(unsigned char *frame, const struct beat *beat) {
  memset(frame, 0, FRAME_OCTETS);
  unsigned char *at = put(put(frame, ADDRESS_START, 4), beat->tag_out, 2);
  at = put(put(at, ADDRESS_START, 4), beat->tag_in, 2);
  at = put(at, ETHERTYPE, 2);
  memcpy(at, MAGIC, 4);
  at = put(put(at + 4, VERSION, 1), beat->hearing, 1);
  put(put(put(at, beat->tag_out, 2), beat->tag_in, 2), beat->sequence, 4);
}

bool frame_read(const unsigned char *frame, size_t length, struct beat *beat) {
  if (length < FRAME_OCTETS || get(frame, 4) != ADDRESS_START || get(frame + 12, 2) != ETHERTYPE) return false;
  if (memcmp(frame + 14, MAGIC, 4) != 0 || frame[18] != VERSION || frame[19] > HEARS_NOT_YET) return false;
  *beat = (struct beat){frame[19], get(frame + 20, 2), get(frame + 22, 2), get(frame + 24, 4)};
  return true;
}
