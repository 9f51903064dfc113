/*
 * Tells what the rules on the ingress of devices have counted, and whether a rule is still the one that it was: a digest
 * stands for everything but its counters and times, so that a reader who knows the digest need not read the rule again.
 *
 *   tally DEVICE...
 *     DEVICE CHAIN PRIORITY PROTOCOL HANDLE KIND DIGEST MET FRAMES OCTETS     a line for each rule, in the kernel's order;
 *                                     MET: frames that met its first action; FRAMES and OCTETS: that met its last one
 *
 * It ends with 3 when a device's rules changed while they were told: what was printed may then lack some or have some twice.
 *
 *   tally watch                       until a signal, or until nobody reads its output
 *     listening                       from now on nothing is missed
 *     learned                         a bridge has learned an address at a port b-N, or found it at another one; said at
 *                                     once, and then at most every 100 ms, however many there are
 */
#ifndef TALLY_H
#define TALLY_H

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHANGED_MEANWHILE 3

void fail(const char *what) __attribute__((noreturn));

/* netlink.c */
typedef void rule_taker(const char *device, const struct nlmsghdr *message);
int netlink_open(void);
/* Hands over every record of the device's ingress, the heads of priorities among them. */
void rules_each(int fd, const char *device, rule_taker *take);

/* rule.c */
/* True of a record that tells a rule, not the head of a priority or a table of u32's. */
bool is_rule(const struct nlmsghdr *message);
const char *rule_kind(const struct nlmsghdr *message);
void rule_print(const char *device, const struct nlmsghdr *message);

/* watch.c */
void watch(void) __attribute__((noreturn));

/* attribute.c */
/* The attribute of a type among those in some octets; NULL when there is none. */
const struct rtattr *attribute_of(const void *octets, size_t length, unsigned short type);
const struct rtattr *attribute_in(const struct rtattr *nest, unsigned short type);
const struct rtattr *message_attribute(const struct nlmsghdr *message, unsigned short type);

#endif
