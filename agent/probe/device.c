#define _GNU_SOURCE
#include "probe.h"
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

static void set(int fd, int level, int option, const void *value, socklen_t length, const char *name) {
  if (setsockopt(fd, level, option, value, length) != 0) fail(name);
}

int device_open(const char *name) {
  struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
  address.sll_ifindex = if_nametoindex(name);
  if (address.sll_ifindex == 0) fail(name);
  int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) fail("packet socket");
  set(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &(int){1}, sizeof(int), "PACKET_IGNORE_OUTGOING");
  set(fd, SOL_PACKET, PACKET_AUXDATA, &(int){1}, sizeof(int), "PACKET_AUXDATA");
  set(fd, SOL_SOCKET, SO_RCVBUF, &(int){1 << 20}, sizeof(int), "SO_RCVBUF");
  if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0) fail(name);
  return fd;
}

/* A device that is gone comes back under another index; whatever else goes wrong is a frame lost. */
static void look_at_error(void) {
  if (errno == ENXIO || errno == ENODEV || errno == ENETDOWN) fail("the pair of the probes");
}

/* The kernel has taken the outermost tag out of the frame, and tells it beside. */
static size_t with_outer_tag(uint8_t *frame, size_t octets, struct msghdr *message) {
  struct cmsghdr *control = CMSG_FIRSTHDR(message);
  if (control == NULL || control->cmsg_level != SOL_PACKET || control->cmsg_type != PACKET_AUXDATA) return octets;
  struct tpacket_auxdata aux;
  memcpy(&aux, CMSG_DATA(control), sizeof aux);
  if (!(aux.tp_status & TP_STATUS_VLAN_VALID) || octets < 2 * ADDRESS_OCTETS) return octets;
  uint8_t *tag = frame + 2 * ADDRESS_OCTETS;
  memmove(tag + TAG_OCTETS, tag, octets - 2 * ADDRESS_OCTETS);
  bool is_told = aux.tp_status & TP_STATUS_VLAN_TPID_VALID;
  return octets + tag_write(tag, is_told ? aux.tp_vlan_tpid : CUSTOMER_TAG, aux.tp_vlan_tci);
}

size_t device_receive(int fd, uint8_t *frame) {
  char control[CMSG_SPACE(sizeof(struct tpacket_auxdata))];
  struct iovec piece = {frame, FRAME_MOST - TAG_OCTETS};
  struct msghdr message = {
      .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  ssize_t octets = recvmsg(fd, &message, 0);
  if (octets < 0) look_at_error();
  return octets < HEADER_OCTETS || message.msg_flags & MSG_TRUNC ? 0 : with_outer_tag(frame, octets, &message);
}

void device_send(int fd, const uint8_t *frame, size_t octets) {
  if (send(fd, frame, octets, 0) < 0) look_at_error();
}

unsigned device_mtu(int fd, uint16_t port) {
  struct ifreq request = {0};
  snprintf(request.ifr_name, sizeof request.ifr_name, "p-%u", port);
  return ioctl(fd, SIOCGIFMTU, &request) == 0 ? request.ifr_mtu : 0;
}
