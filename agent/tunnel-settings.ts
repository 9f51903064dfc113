/** Tunnel interfaces as the kernel says that they are, and what each of ours must be. */
import { z } from "zod";
import type { ActualTunnel } from "./actual";
import type { Tunnel } from "./encapsulation/encapsulation";

/** UDP port of VXLAN (RFC 7348 section 5). */
export const VXLAN_PORT = 4789;
/** Routers that a tunnel's packet may cross. A fixed figure, for with it GRE sets "do not fragment". */
export const TUNNEL_TTL = 64;

/** Those settings of a tunnel that decide which frames it carries and how. */
const vxlanData = z.object({
  id: z.number(),
  local: z.string().default("any"),
  remote: z.string().default("any"),
  port: z.number(),
  learning: z.boolean(),
  df: z.string().default("unset"),
  ttl: z.number().default(0),
});
const greData = z.object({
  local: z.string().default("any"),
  remote: z.string().default("any"),
  ttl: z.number().default(0),
  pmtudisc: z.boolean().default(false),
  ikey: z.string().default(""),
  okey: z.string().default(""),
});
const SHAPES: ReadonlyMap<string, z.ZodType<ActualTunnel>> = new Map<string, z.ZodType<ActualTunnel>>([
  ["vxlan", vxlanData],
  ["gretap", greData],
  ["gre", greData],
]);

/** The settings of a tunnel as `ip -d -j link` prints them; null for links of other kinds. */
export function tunnelSettings(kind: string | null, data: unknown): ActualTunnel | null {
  const found = SHAPES.get(kind ?? "")?.safeParse(data ?? {}).data;
  return found === undefined ? null : { kind: kind ?? "", ...found };
}

/** The settings that a tunnel of ours must have. */
export function settingsOf(tunnel: Tunnel): ActualTunnel {
  const { kind, local, remote } = tunnel;
  const common = { kind, local, remote, ttl: TUNNEL_TTL };
  if (tunnel.kind === "vxlan") {
    return { ...common, id: tunnel.id, port: VXLAN_PORT, learning: false, df: "set" };
  }
  const key = tunnel.kind === "gretap" ? dotted(tunnel.key) : "";
  return { ...common, pmtudisc: true, ikey: key, okey: key };
}

/** True when a link is this tunnel. */
export function isTunnel(found: ActualTunnel | null, tunnel: Tunnel): boolean {
  if (found === null) return false;
  const wanted = settingsOf(tunnel);
  return Object.entries(wanted).every(([name, value]) => found[name] === value);
}

/** True when the kernel would refuse a tunnel while the other one is there, for it could not tell their packets apart. */
export function collides(found: ActualTunnel | null, tunnel: Tunnel): boolean {
  if (found === null) return false;
  const wanted = settingsOf(tunnel);
  const identity = tunnel.kind === "vxlan" ? ["kind", "id", "port"] : ["kind", "local", "remote", "ikey"];
  return identity.every((name) => found[name] === wanted[name]);
}

/** A GRE key as `ip` prints it: four octets. */
function dotted(key: number): string {
  return [24, 16, 8, 0].map((shift) => (key >>> shift) & 0xff).join(".");
}
