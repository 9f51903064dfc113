/*
 * The lab's frame generator and its counter, for whoever must send or count frames exactly.
 *
 *   blast send DEVICE [count=N] [rate=N] [seconds=N] [marker=HEX] [sources=random] [frame=HEX ...]
 *   blast count [ring=MEGABYTES] [marker=HEX ...] [out:]DEVICE ...      until SIGTERM
 *
 * A template is a whole frame from the destination MAC on, without FCS; without `frame`, templates are the lines of
 * standard input. They are sent in turn. Where a template holds
 * the marker, its sequence number (8 octets) and the time of sending (8 octets, nanoseconds of CLOCK_REALTIME) follow it,
 * both big-endian, as far as the template has room. `count=0` sends until SIGTERM.
 *
 * Each prints one line of JSON at its end, and one before: {"sending":true}, or {"listening":true}, from when on nothing
 * is missed.
 */
#ifndef DOVETAIL_BLAST_H
#define DOVETAIL_BLAST_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MARKER_MAX_OCTETS 16
#define MARKERS_MAX 8
#define FRAME_MAX_OCTETS 9300

struct marker {
  unsigned char octets[MARKER_MAX_OCTETS];
  size_t length;
};

/* Set by SIGTERM and SIGINT. */
extern volatile sig_atomic_t is_over;

/* main.c */
void fail(const char *what);
size_t hex_read(const char *text, unsigned char *to, size_t room);
void hex_print(const unsigned char *octets, size_t length);
bool marker_read(const char *text, struct marker *marker);
const char *option(const char *argument, const char *name);
uint64_t nanos_now(int clock);
uint64_t big_endian(const unsigned char *at);

/* socket.c */
int packet_socket(const char *device, int type);

/* send.c */
int send_frames(int argc, char **argv);

/* count.c */
int count_frames(int argc, char **argv);

/* tally.c: what was seen of one marker */
struct tally;
struct tally *tally_new(const struct marker *marker);
bool tally_frame(struct tally *tally, const unsigned char *frame, size_t captured, size_t length, uint64_t nanos);
void tally_print(struct tally *tally);

#endif
