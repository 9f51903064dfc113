#include "tally.h"

const struct rtattr *attribute_of(const void *octets, size_t length, unsigned short type) {
  const struct rtattr *at = octets;
  for (int left = length; RTA_OK(at, left); at = RTA_NEXT(at, left))
    if ((at->rta_type & NLA_TYPE_MASK) == type) return at;
  return NULL;
}

const struct rtattr *attribute_in(const struct rtattr *nest, unsigned short type) {
  return nest == NULL ? NULL : attribute_of(RTA_DATA(nest), RTA_PAYLOAD(nest), type);
}

const struct rtattr *message_attribute(const struct nlmsghdr *message, unsigned short type) {
  const struct tcmsg *rule = NLMSG_DATA(message);
  return attribute_of(TCA_RTA(rule), TCA_PAYLOAD(message), type);
}
