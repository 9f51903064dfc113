import type { CapturedPacket } from "@/agent/pcap";
import { capture } from "@/lab/capture";
import { sendFrames } from "@/lab/frames";
import { until } from "@/run/until";
import { octetsOf } from "@/server/domain/octets";
import type { ProvingWorld } from "./proving-world";
import { must } from "./row";

/** Frames need at most so long through the lab, in ms. */
const ARRIVE_WITHIN_MS = 10_000;

/** Seed FIG. 6 to 8 as on the wire; an EtherType of IEEE's local experiments keeps every IP stack out of it. */
export interface WireFrame {
  readonly to: string;
  readonly from: string;
  readonly vlan: number | null;
  readonly etherType: number;
  readonly payload: string;
}

/** A frame in hexadecimal, padded to Ethernet's least of 60 octets. */
export function frameHex(frame: WireFrame): string {
  const bare = (mac: string) => mac.replaceAll(":", "");
  const tag = frame.vlan === null ? "" : `8100${frame.vlan.toString(16).padStart(4, "0")}`;
  const payload = Buffer.from(frame.payload, "latin1").toString("hex");
  return `${bare(frame.to)}${bare(frame.from)}${tag}${frame.etherType.toString(16).padStart(4, "0")}${payload}`.padEnd(
    120,
    "0",
  );
}

/** Where something listens: a namespace and a device in it. */
export interface Ear {
  readonly namespace: string;
  readonly device: string;
}

/**
 * Sends frames and gives what each ear heard of them.
 *
 * @param filter of tcpdump; what else is on the wire stays out
 * @param expected how many the first ear must hear before the capture ends
 */
export async function heard(
  world: ProvingWorld,
  ears: readonly Ear[],
  filter: readonly string[],
  send: () => Promise<void>,
  expected: number,
): Promise<readonly (readonly CapturedPacket[])[]> {
  const captures = await Promise.all(ears.map((ear) => capture(world.lab, { ...ear, filter, snapOctets: 128 })));
  await send();
  const [first] = captures;
  await first?.wait(expected, ARRIVE_WITHIN_MS).catch(() => null);
  const stopped = await Promise.all(captures.map((one) => one.stop()));
  return stopped.map((one) => one.packets);
}

/**
 * Sends frames and gives the first one with these words in it that each ear hears; heartbeats and others pass by.
 *
 * @throws Error when an ear does not hear one in time
 */
export async function caught(
  world: ProvingWorld,
  ears: readonly Ear[],
  words: string,
  send: () => Promise<void>,
): Promise<readonly CapturedPacket[]> {
  const captures = await Promise.all(ears.map((ear) => capture(world.lab, { ...ear, snapOctets: 256 })));
  await send();
  try {
    return await Promise.all(
      captures.map((one, index) =>
        until(`"${words}" at ${ears[index]?.device} of ${ears[index]?.namespace}`, ARRIVE_WITHIN_MS, async () => {
          return one.packets.find(({ bytes }) => bytes.includes(words)) ?? null;
        }),
      ),
    );
  } finally {
    await Promise.all(captures.map((one) => one.stop()));
  }
}

/** Sends one kind of frame from a machine. */
export function sendFrom(world: ProvingWorld, namespace: string, frame: WireFrame, count = 1): Promise<void> {
  return sendFrames(world.lab, { namespace, device: "eth0", frameHex: frameHex(frame), count });
}

/** The 802.1Q and 802.1ad tags of a captured frame, outermost first, as "88a8:100". */
export function tagsOf(packet: CapturedPacket): string[] {
  const tags: string[] = [];
  const octets = octetsOf(Buffer.from(packet.bytes).toString("hex"));
  for (let at = 12; at + 4 <= octets.length; at += 4) {
    const tpid = ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
    if (tpid !== 0x8100 && tpid !== 0x88a8) break;
    const control = ((octets[at + 2] ?? 0) << 8) | (octets[at + 3] ?? 0);
    tags.push(`${tpid.toString(16)}:${control & 0xfff}`);
  }
  return tags;
}

/** Pings five times. @returns ping's own line; throws it when a reply is missing */
export async function pinged(world: ProvingWorld, namespace: string, address: string): Promise<string> {
  const { stdout } = await world.lab.run(["ping", "-q", "-c", "5", "-i", "0.1", "-W", "2", address], { namespace });
  const line = stdout.split("\n").find((one) => one.includes("packets transmitted")) ?? stdout;
  must(line.includes("5 received"), `${namespace} to ${address}: ${line}`);
  return `${namespace} to ${address}: ${line}`;
}

/** Agents follow an order within a second, and neighbours an announcement; a row waits for far more, in ms. */
const FOLLOWED_WITHIN_MS = 15_000;

/** Waits until an address answers, or until it does so no more. */
export async function untilAnswers(
  world: ProvingWorld,
  namespace: string,
  address: string,
  wanted: boolean,
): Promise<void> {
  await until(`${address} ${wanted ? "to answer" : "to be silent"}`, FOLLOWED_WITHIN_MS, async () => {
    const { stdout } = await world.lab.run(["ping", "-q", "-c", "1", "-W", "1", address], { namespace });
    return stdout.includes(" 1 received") === wanted ? true : null;
  });
}

/** Gives a machine an interface in a VLAN for as long as `use` takes: what the client would configure itself. */
export async function withAddress<T>(
  world: ProvingWorld,
  at: { namespace: string; vlan: number; cidr: string; mac?: string },
  use: () => Promise<T>,
): Promise<T> {
  const { namespace, vlan, cidr, mac } = at;
  const device = `v${vlan}`;
  const own = mac === undefined ? [] : ["address", mac];
  const ip = (...args: string[]) => world.lab.run(["ip", ...args], { namespace });
  // A machine may have an interface in the VLAN already: it keeps it.
  const made = await ip("link", "add", "link", "eth0", "name", device, ...own, "type", "vlan", "id", String(vlan));
  try {
    await ip("addr", "add", cidr, "dev", device);
    await ip("link", "set", device, "up");
    return await use();
  } finally {
    await (made.status === 0 ? ip("link", "del", device) : ip("addr", "del", cidr, "dev", device));
  }
}
