#include "heartbeat.h"

/* Paths whose far end falls silent do so within so long of one another, and are told as one: the far end it is, not they. */
#define TOGETHER_NANOS (20 * MILLISECOND)

void path_begin(struct path *path, uint64_t now) {
  path->begun_at = now;
  path->ends_at = now + SILENCE_NANOS;
}

bool path_hear(struct path *path, enum hearing hearing, uint64_t now) {
  path->heard_at = now;
  if (hearing == HEARS_NOT && path->ends_at > now) {
    path->ends_at = now;
    path->is_one_way = true;
  }
  if (hearing != HEARS) return false;
  path->ends_at = now + SILENCE_NANOS;
  path->is_one_way = false;
  bool rose = path->state != UP;
  path->state = UP;
  return rose;
}

enum hearing path_hearing(const struct path *path, uint64_t now) {
  if (path->heard_at != 0 && now < path->heard_at + SILENCE_NANOS) return HEARS;
  return now < path->begun_at + SILENCE_NANOS ? HEARS_NOT_YET : HEARS_NOT;
}

uint64_t paths_due(const struct path *paths, size_t count) {
  uint64_t due = UINT64_MAX;
  for (size_t i = 0; i < count; i++)
    if (paths[i].state != DOWN && paths[i].ends_at + TOGETHER_NANOS < due) due = paths[i].ends_at + TOGETHER_NANOS;
  return due;
}

bool paths_fall(struct path *paths, size_t count, uint64_t now, void (*fell)(const struct path *path)) {
  if (now < paths_due(paths, count)) return false;
  for (size_t i = 0; i < count; i++) {
    if (paths[i].state == DOWN || now < paths[i].ends_at) continue;
    paths[i].state = DOWN;
    fell(&paths[i]);
  }
  return true;
}

void paths_forgive(struct path *paths, size_t count, uint64_t nanos) {
  for (size_t i = 0; i < count; i++) {
    paths[i].begun_at += nanos;
    paths[i].ends_at += nanos;
    if (paths[i].heard_at != 0) paths[i].heard_at += nanos;
  }
}
