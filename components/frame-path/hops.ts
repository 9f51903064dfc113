import type { FramePath, Hop, Leg } from "@/server/domain/frame-path";

/** The datacenter that a leg lies in; null for one between two. */
export function datacenterOf(path: FramePath, leg: Leg): string | null {
  if (leg.kind === "line" || leg.kind === "provider") return null;
  return homeOf(hopById(path, leg.from)) ?? homeOf(hopById(path, leg.to));
}

/** The datacenter that a device stands in; a provider's network stands in none. */
export function homeOf(hop: Hop | null): string | null {
  return hop === null || hop.kind === "provider" ? null : hop.datacenter;
}

/** A cable between two machines: nothing of ours is on it (seed para 49). */
export function isDirect(path: FramePath, leg: Leg): boolean {
  return [leg.from, leg.to].every((id) => hopById(path, id)?.kind === "machine");
}

/** The device with that id. */
export function hopById(path: FramePath, id: string): Hop | null {
  return path.hops.find((hop) => hop.id === id) ?? null;
}
