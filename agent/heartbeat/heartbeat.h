/*
 * Heartbeats of the paths between edge switches: sent each 100 ms, and heard, by one process a switch.
 *
 *   heartbeat DEVICE/TAG-OUT/TAG-IN ...      until a signal, or until nobody reads its output
 *
 * DEVICE is the tenant side of a pseudowire, "p-5001"; the tags are those of one of its paths, 16 to 4094, as frames that
 * leave and that come in by it carry them. It needs CAP_NET_RAW, and Linux 4.20 or later. It prints lines:
 *
 *   listening                                            from now on nothing is missed; the first heartbeats are sent
 *   up DEVICE TAG-OUT TAG-IN MILLIS                      frames pass in both directions
 *   down DEVICE TAG-OUT TAG-IN MILLIS silent|one-way     they do not: nothing came in, or the far end says that nothing
 *                                                        of ours arrives there
 *
 * MILLIS is the time in milliseconds since 1970. A path is up from the first heartbeat on that says "I hear you", and down
 * when none said so for 250 ms, or as soon as one says "I do not". 250 ms after its start the program has said either of
 * each path; then it says what changes.
 *
 * A heartbeat is an Ethernet frame of 60 octets without FCS, untagged, numbers big-endian:
 *
 *    0  destination 02:d0:7e:00:hh:ll, where hhll is the tag out: by it tc puts the frame on its path
 *    6  source      02:d0:7e:00:hh:ll, where hhll is the tag in: under it the answer travels
 *   12  EtherType   0x88b5, IEEE 802 Local Experimental 1
 *   14  "DVHB"
 *   18  version     1
 *   19  hearing     0: I do not hear you; 1: I hear you, within the last 250 ms; 2: I have listened for less than that
 *   20  tag out, 2 octets, of the sender: the receiver knows the path by the two tags
 *   22  tag in, 2 octets, of the sender
 *   24  sequence number, 4 octets, of this path and process, from 0
 *   28  zero
 */
#ifndef DOVETAIL_HEARTBEAT_H
#define DOVETAIL_HEARTBEAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MILLISECOND 1000000ull
#define BEAT_NANOS (100 * MILLISECOND)
#define SILENCE_NANOS (250 * MILLISECOND)
#define FRAME_OCTETS 60
#define ETHERTYPE 0x88b5
#define ADDRESS_START 0x02d07e00

enum hearing { HEARS_NOT, HEARS, HEARS_NOT_YET };

struct beat {
  enum hearing hearing;
  uint16_t tag_out, tag_in; /* of its sender */
  uint32_t sequence;
};

/* frame.c: the layout above */
void frame_write(unsigned char *frame, const struct beat *beat);
bool frame_read(const unsigned char *frame, size_t length, struct beat *beat);

/* path.c: what is known of a path. Times are nanoseconds of the monotonic clock. */
enum state { UNKNOWN, UP, DOWN };

struct path {
  size_t device;
  uint16_t tag_out, tag_in;
  uint32_t sequence;
  enum state state;
  bool is_one_way;
  uint64_t begun_at;
  uint64_t heard_at; /* 0: never */
  uint64_t ends_at;  /* down from then on, unless a heartbeat says otherwise before */
};

void path_begin(struct path *path, uint64_t now);
/* True when the path went up by this heartbeat. */
bool path_hear(struct path *path, enum hearing hearing, uint64_t now);
enum hearing path_hearing(const struct path *path, uint64_t now);
/* When paths must be looked at next; UINT64_MAX: not before something is heard. */
uint64_t paths_due(const struct path *paths, size_t count);
/* Calls `fell` for each path that went down; true when there was one. */
bool paths_fall(struct path *paths, size_t count, uint64_t now, void (*fell)(const struct path *path));
/* The time that this process slept too long is no silence of others. */
void paths_forgive(struct path *paths, size_t count, uint64_t nanos);

/* device.c */
struct device {
  const char *name;
  int fd;
};
void device_open(struct device *device);
void device_send(const struct device *device, const unsigned char *frame);
/* Gives each heartbeat that has come in to `take`. */
void device_drain(size_t index, const struct device *device, void (*take)(size_t index, const struct beat *beat));

/* main.c */
void fail(const char *what);

#endif
