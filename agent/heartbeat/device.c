#define _GNU_SOURCE
#include "heartbeat.h"
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

/* Heartbeats taken out by one system call. */
#define BATCH 32

/* Only untagged heartbeats, so that tenants' frames wake nobody: EtherType, and the start of the destination. */
static struct sock_filter only_heartbeats[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, SKF_AD_OFF + SKF_AD_VLAN_TAG_PRESENT),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 5),
    BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 12),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ETHERTYPE, 0, 3),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ADDRESS_START, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, FRAME_OCTETS),
    BPF_STMT(BPF_RET | BPF_K, 0),
};

static void set(int fd, int level, int option, const void *value, socklen_t length, const char *name) {
  if (setsockopt(fd, level, option, value, length) != 0) fail(name);
}

/* Bound to all protocols, not to our own: those sockets are served before tc, whose default drop ends the frame. */
void device_open(struct device *device) {
  struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
  address.sll_ifindex = if_nametoindex(device->name);
  if (address.sll_ifindex == 0) fail(device->name);
  device->fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (device->fd < 0) fail("packet socket");
  struct sock_fprog program = {sizeof only_heartbeats / sizeof *only_heartbeats, only_heartbeats};
  set(device->fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program, "packet filter");
  set(device->fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &(int){1}, sizeof(int), "PACKET_IGNORE_OUTGOING");
  if (bind(device->fd, (struct sockaddr *)&address, sizeof address) != 0) fail(device->name);
}

/* A frame that cannot be sent now is a heartbeat lost. A device that is gone comes back under another index. */
static void look_at_error(const struct device *device) {
  if (errno == ENXIO || errno == ENODEV) fail(device->name);
}

void device_send(const struct device *device, const unsigned char *frame) {
  if (send(device->fd, frame, FRAME_OCTETS, 0) < 0) look_at_error(device);
}

static int receive(const struct device *device, unsigned char frames[][FRAME_OCTETS], struct mmsghdr *messages) {
  struct iovec pieces[BATCH];
  for (int i = 0; i < BATCH; i++) {
    pieces[i] = (struct iovec){frames[i], FRAME_OCTETS};
    messages[i] = (struct mmsghdr){.msg_hdr = {.msg_iov = &pieces[i], .msg_iovlen = 1}};
  }
  int count = recvmmsg(device->fd, messages, BATCH, 0, NULL);
  if (count < 0) look_at_error(device);
  return count;
}

void device_drain(size_t index, const struct device *device, void (*take)(size_t index, const struct beat *beat)) {
  unsigned char frames[BATCH][FRAME_OCTETS];
  struct mmsghdr messages[BATCH];
  int count;
  do {
    count = receive(device, frames, messages);
    struct beat beat;
    for (int i = 0; i < count; i++)
      if (frame_read(frames[i], messages[i].msg_len, &beat)) take(index, &beat);
  } while (count == BATCH);
}
