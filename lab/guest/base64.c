#include "guest.h"

static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t base64_encode(const unsigned char *from, size_t length, char *to) {
  char *at = to;
  for (size_t i = 0; i < length; i += 3) {
    size_t left = length - i;
    unsigned group = from[i] << 16 | (left > 1 ? from[i + 1] << 8 : 0) | (left > 2 ? from[i + 2] : 0);
    *at++ = ALPHABET[group >> 18];
    *at++ = ALPHABET[group >> 12 & 63];
    *at++ = left > 1 ? ALPHABET[group >> 6 & 63] : '=';
    *at++ = left > 2 ? ALPHABET[group & 63] : '=';
  }
  return at - to;
}

static int digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

/* Returns the number of octets, or -1 when a character does not belong there. */
ssize_t base64_decode(const char *from, unsigned char *to) {
  unsigned char *at = to;
  unsigned group = 0;
  int bits = 0;
  for (; *from && *from != '='; from++) {
    int value = digit(*from);
    if (value < 0) return -1;
    group = group << 6 | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    *at++ = group >> bits;
  }
  return at - to;
}
