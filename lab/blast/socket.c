#define _GNU_SOURCE
#include "blast.h"
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/socket.h>

/* A raw socket for all frames of a device; bound only when a protocol is asked for by `type`: ETH_P_ALL or 0 to send. */
int packet_socket(const char *device, int type) {
  struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_protocol = htons(type)};
  errno = 0;
  address.sll_ifindex = if_nametoindex(device);
  if (address.sll_ifindex == 0) fail(device);
  int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  if (fd < 0) fail("packet socket");
  /* A socket that only sends needs no protocol, and must not receive. */
  if (type == 0 && bind(fd, (struct sockaddr *)&address, sizeof address) != 0) fail(device);
  return fd;
}
