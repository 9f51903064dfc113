#define _GNU_SOURCE
#include "blast.h"
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <arpa/inet.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define DEVICES_MAX 64
/* Octets kept of each frame: all tags and the marker are in them. */
#define SNAP_OCTETS 256
#define BLOCK_OCTETS (1u << 18)
/* A block that is not full is handed over after so many ms. */
#define RETIRE_MS 10
#define TAG_OCTETS 4
#define ADDRESSES_OCTETS 12

struct watch {
  const char *device;
  int fd;
  bool is_out;
  unsigned char *ring;
  unsigned blocks, next;
  uint64_t frames, octets, other;
  struct tally *tallies[MARKERS_MAX];
};

static void cut_short(int fd) {
  struct sock_filter keep = BPF_STMT(BPF_RET | BPF_K, SNAP_OCTETS);
  struct sock_fprog program = {1, &keep};
  if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) != 0) fail("socket filter");
}

static void map_ring(struct watch *watch) {
  int version = TPACKET_V3;
  struct tpacket_req3 request = {
      .tp_block_size = BLOCK_OCTETS,
      .tp_block_nr = watch->blocks,
      .tp_frame_size = 2048,
      .tp_frame_nr = watch->blocks * (BLOCK_OCTETS / 2048),
      .tp_retire_blk_tov = RETIRE_MS,
  };
  if (setsockopt(watch->fd, SOL_PACKET, PACKET_VERSION, &version, sizeof version) != 0) fail("packet ring version");
  if (setsockopt(watch->fd, SOL_PACKET, PACKET_RX_RING, &request, sizeof request) != 0) fail("packet ring");
  size_t size = (size_t)BLOCK_OCTETS * watch->blocks;
  watch->ring = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, watch->fd, 0);
  if (watch->ring == MAP_FAILED) fail("packet ring map");
}

static void open_watch(struct watch *watch, const char *argument, unsigned blocks) {
  int yes = 1;
  watch->is_out = strncmp(argument, "out:", 4) == 0;
  watch->device = watch->is_out ? argument + 4 : argument;
  watch->blocks = blocks;
  watch->fd = packet_socket(watch->device, ETH_P_ALL);
  cut_short(watch->fd);
  if (!watch->is_out) setsockopt(watch->fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &yes, sizeof yes);
  map_ring(watch);
  struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
  address.sll_ifindex = if_nametoindex(watch->device);
  if (bind(watch->fd, (struct sockaddr *)&address, sizeof address) != 0) fail(watch->device);
}

/* The kernel takes the outermost tag off and gives it beside the frame: it is put back here. Returns octets added. */
static size_t whole_frame(const struct tpacket3_hdr *header, unsigned char *to) {
  const unsigned char *from = (const unsigned char *)header + header->tp_mac;
  if (!(header->tp_status & TP_STATUS_VLAN_VALID) || header->tp_snaplen < ADDRESSES_OCTETS) {
    memcpy(to, from, header->tp_snaplen);
    return 0;
  }
  uint16_t type = header->tp_status & TP_STATUS_VLAN_TPID_VALID ? header->hv1.tp_vlan_tpid : ETH_P_8021Q;
  uint16_t tag[2] = {htons(type), htons(header->hv1.tp_vlan_tci)};
  memcpy(to, from, ADDRESSES_OCTETS);
  memcpy(to + ADDRESSES_OCTETS, tag, TAG_OCTETS);
  memcpy(to + ADDRESSES_OCTETS + TAG_OCTETS, from + ADDRESSES_OCTETS, header->tp_snaplen - ADDRESSES_OCTETS);
  return TAG_OCTETS;
}

static void take_frame(struct watch *watch, const struct tpacket3_hdr *header, unsigned markers) {
  static unsigned char frame[SNAP_OCTETS + TAG_OCTETS];
  const struct sockaddr_ll *from =
      (const struct sockaddr_ll *)((const unsigned char *)header + TPACKET_ALIGN(sizeof *header));
  if (watch->is_out != (from->sll_pkttype == PACKET_OUTGOING)) return;
  size_t added = whole_frame(header, frame);
  uint64_t nanos = header->tp_sec * 1000000000ull + header->tp_nsec;
  bool is_marked = false;
  watch->frames++;
  watch->octets += header->tp_len + added;
  for (unsigned i = 0; i < markers && !is_marked; i++)
    is_marked = tally_frame(watch->tallies[i], frame, header->tp_snaplen + added, header->tp_len + added, nanos);
  if (!is_marked) watch->other++;
}

static void drain(struct watch *watch, unsigned markers) {
  for (;; watch->next = (watch->next + 1) % watch->blocks) {
    struct tpacket_block_desc *block =
        (struct tpacket_block_desc *)(watch->ring + (size_t)BLOCK_OCTETS * watch->next);
    if (!(__atomic_load_n(&block->hdr.bh1.block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER)) return;
    unsigned char *at = (unsigned char *)block + block->hdr.bh1.offset_to_first_pkt;
    for (unsigned i = 0; i < block->hdr.bh1.num_pkts; i++) {
      const struct tpacket3_hdr *header = (const struct tpacket3_hdr *)at;
      take_frame(watch, header, markers);
      at += header->tp_next_offset;
    }
    __atomic_store_n(&block->hdr.bh1.block_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
  }
}

/* Frames that found the ring full: 0 makes the figures exact. */
static unsigned unread(const struct watch *watch) {
  struct tpacket_stats_v3 stats = {0};
  socklen_t size = sizeof stats;
  getsockopt(watch->fd, SOL_PACKET, PACKET_STATISTICS, &stats, &size);
  return stats.tp_drops;
}

static void print_watch(const struct watch *watch, unsigned markers) {
  printf("{\"device\":\"%s\",\"direction\":\"%s\",\"frames\":%llu,\"octets\":%llu,\"other\":%llu,\"unread\":%u,\"markers\":[",
         watch->device, watch->is_out ? "out" : "in", (unsigned long long)watch->frames,
         (unsigned long long)watch->octets, (unsigned long long)watch->other, unread(watch));
  for (unsigned i = 0; i < markers; i++) {
    if (i > 0) printf(",");
    tally_print(watch->tallies[i]);
  }
  printf("]}");
}

static void watch_all(struct watch *watches, unsigned devices, unsigned markers) {
  struct pollfd slots[DEVICES_MAX];
  for (unsigned i = 0; i < devices; i++) slots[i] = (struct pollfd){.fd = watches[i].fd, .events = POLLIN};
  while (!is_over) {
    poll(slots, devices, 1000);
    for (unsigned i = 0; i < devices; i++) drain(&watches[i], markers);
  }
  /* What came before the signal is in a block that is not handed over yet. */
  usleep(4 * RETIRE_MS * 1000);
  for (unsigned i = 0; i < devices; i++) drain(&watches[i], markers);
}

int count_frames(int argc, char **argv) {
  static struct watch watches[DEVICES_MAX];
  struct marker markers[MARKERS_MAX];
  unsigned devices = 0, marked = 0, megabytes = 4;
  const char *value;
  errno = 0;
  for (int i = 0; i < argc; i++) {
    if ((value = option(argv[i], "ring"))) megabytes = strtoul(value, NULL, 10);
    else if (!(value = option(argv[i], "marker"))) open_watch(&watches[devices++], argv[i], megabytes * 4);
    else if (marked == MARKERS_MAX || !marker_read(value, &markers[marked++])) fail(argv[i]);
    if (devices == DEVICES_MAX) fail("too many devices");
  }
  for (unsigned i = 0; i < devices * marked; i++) watches[i / marked].tallies[i % marked] = tally_new(&markers[i % marked]);
  printf("{\"listening\":true}\n");
  fflush(stdout);
  watch_all(watches, devices, marked);
  printf("{\"devices\":[");
  for (unsigned i = 0; i < devices; i++) {
    if (i > 0) printf(",");
    print_watch(&watches[i], marked);
  }
  printf("]}\n");
  return 0;
}
