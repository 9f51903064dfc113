import type { Api } from "@/run/api";
import { until } from "@/run/until";
import { declared, extensionOf, inState, ordered, released, resourceNamed } from "../order";
import type { ProvingWorld } from "../proving-world";
import { must, type Row } from "../row";
import { heard, pinged, sendFrom, withAddress } from "../wire";

/** MAC addresses of 102A and of 110A in VLAN 10 (seed FIG. 6). */
const RACK = "56:89:6f:88:9d:c7";
const RESOURCE = "28:08:80:52:17:20";
const NON_IP = { to: RESOURCE, from: RACK, vlan: 10 } as const;

/** Agents report each second; hits are there after at most so long, in ms: far more than they take. */
const REPORTED_WITHIN_MS = 15_000;

export const PROFILE_AND_RULES: readonly Row[] = [
  {
    id: "claim 10",
    title: "A client's own rule works on its own frames within seconds, is counted, and touches nobody else",
    async prove(world) {
      const vlanId = await declared(world.aspen, "102A", 10);
      const noPing = { name: "no ping", match: { ipProtocol: "icmp" as const }, action: { kind: "drop" as const } };
      const begun = Date.now();
      await world.aspen.rules.replace.mutate({ vlanId, rules: [noPing] });
      try {
        const silent = await until("the rule to stop the pings", REPORTED_WITHIN_MS, async () => {
          const { stdout } = await ping(world, "102A", 3);
          return stdout.includes(" 0 received") ? Date.now() - begun : null;
        });
        const other = await pinged(world, "102B", "10.20.30.40");
        const hits = await until("the rule's hits", REPORTED_WITHIN_MS, async () => {
          const [rule] = await world.aspen.rules.list.query({ vlanId });
          return rule !== undefined && (rule.dropped ?? 0) > 0 ? rule : null;
        });
        return `"${hits.words}": no answer from ${silent} ms after the order on, ${hits.dropped} of ${hits.hits} frames dropped; meanwhile ${other}`;
      } finally {
        await world.aspen.rules.replace.mutate({ vlanId, rules: [] });
        await inState(world.aspen, (await extensionOf(world.aspen, "102A", 10, "110A")).id, ["configured", "live"]);
        await pinged(world, "102A", "10.20.30.40");
      }
    },
  },
  {
    id: "claim 21",
    title: "Rules made by the API alone: in their order, for just the frames that they describe, each counted",
    async prove(world) {
      const vlanId = await declared(world.aspen, "102A", 10);
      const rule = (name: string, etherType: number, kind: "allow" | "drop") =>
        ({ name, match: { etherType }, action: { kind } }) as const;
      // Not 0x88b5: probes have that one, and a rule counts them as it counts the client's frames.
      const rules = [rule("let", 0x9000, "allow"), rule("stop", 0x88b6, "drop")];
      await world.aspen.rules.replace.mutate({ vlanId, rules });
      try {
        await inForce(world.aspen);
        const frame = (etherType: number) => ({ ...NON_IP, etherType, payload: "claim 21" });
        const ears = [{ namespace: "110A", device: "eth0" }];
        const filter = ["ether", "src", NON_IP.from, "and", "vlan"];
        const send = async () => {
          await sendFrom(world, "102A", frame(0x88b6), 20);
          await sendFrom(world, "102A", frame(0x9000), 20);
        };
        const [came = []] = await heard(world, ears, filter, send, 20);
        const stopped = came.filter(({ bytes }) => bytes.readUInt16BE(16) === 0x88b6).length;
        must(came.length === 20 && stopped === 0, `${came.length} of 20 came, and ${stopped} that were to be dropped`);
        const seen = await hitsOf(world.aspen, vlanId, (hits) => hits.let === 20 && hits.stop === 20);
        return `20 of 20 allowed frames came and 0 of 20 forbidden ones; hits: ${JSON.stringify(seen)}`;
      } finally {
        await withoutRules(world.aspen, vlanId);
      }
    },
  },
  {
    id: "claim 27",
    title: "Tenants of both datacenters each direct their own frames at both sites, and nobody else's",
    async prove(world) {
      const far = await ordered(world, world.aspen, "102A", 30, "210.3");
      try {
        const own = await directed(world, {
          ...{ api: world.aspen, rack: "102A", vid: 30, resource: "210.3", other: () => pinged(world, "202", CEDARS) },
        });
        const others = await directed(world, {
          ...{ api: world.cedar, rack: "202", vid: 10, resource: "110D", other: () => pinged(world, "102A", ASPENS) },
        });
        return `aspen: ${own}; cedar: ${others}`;
      } finally {
        await released(world.aspen, far);
      }
    },
  },
  {
    id: "claim 38",
    title: "In the method: a client placed and coupled across sites by the API directs its frames by rules",
    async prove(world) {
      const extension = await ordered(world, world.aspen, "102A", 30, "210.3");
      const vlanId = extension.vlan.id;
      try {
        const before = await pinged(world, "102A", "172.16.0.48");
        const noPing = { name: "no ping", match: { ipProtocol: "icmp" as const }, action: { kind: "drop" as const } };
        await world.aspen.rules.replace.mutate({ vlanId, rules: [noPing] });
        await until("the rule to stop the pings", REPORTED_WITHIN_MS, async () => {
          const { stdout } = await ping(world, "102A", 3, "172.16.0.48");
          return stdout.includes(" 0 received") ? true : null;
        });
        await withoutRules(world.aspen, vlanId);
        const after = await until("the pings to come again", REPORTED_WITHIN_MS, () =>
          pinged(world, "102A", "172.16.0.48").catch(() => null),
        );
        return `without a rule ${before}; with "drop ICMP" none; without it ${after}`;
      } finally {
        await withoutRules(world.aspen, vlanId);
        await released(world.aspen, extension);
      }
    },
  },
  {
    id: "end VLAN",
    title: "One LAN has VLAN 45 at the rack and VLAN 46 at the resource",
    async prove(world) {
      const vlanId = await declared(world.aspen, "102A", 45);
      const resourceId = await resourceNamed(world.aspen, "110A.3");
      const { id } = await world.aspen.extensions.request.mutate({ vlanId, resourceId, endVlan: 46 });
      const extension = await inState(world.aspen, id, ["configured", "live"]);
      const at = (namespace: string, vlan: number, cidr: string) => ({ namespace, vlan, cidr, mac: undefined });
      try {
        return await withAddress(world, at("102A", 45, "172.31.9.1/24"), () =>
          withAddress(world, at("110A.3", 46, "172.31.9.2/24"), () => pinged(world, "102A", "172.31.9.2")),
        );
      } finally {
        await released(world.aspen, extension);
      }
    },
  },
  {
    id: "profile",
    title: "A service profile limits what passes and counts what it drops, and is lifted again",
    async prove(world) {
      const extension = await extensionOf(world.aspen, "102A", 10, "110A");
      const { id, profile } = extension;
      await world.aspen.extensions.setProfile.mutate({ id, profile: { ...profile, bandwidth: 64_000 } });
      await inState(world.aspen, id, ["configured", "live"]);
      try {
        const argv = ["ping", "-q", "-f", "-c", "400", "-s", "1400", "-W", "1", "10.20.30.40"];
        const { stdout } = await world.lab.run(argv, { namespace: "102A" });
        const answered = Number(/(\d+) received/.exec(stdout)?.[1] ?? 400);
        must(answered < 400, `all of 400 frames of 1,400 octets passed a limit of 64 kbit/s: ${stdout}`);
        const drops = await until("the limit's drops", REPORTED_WITHIN_MS, async () => {
          const { places } = await world.aspen.extensions.limits.query({ id });
          const met = places.flatMap(({ limits }) => limits).filter(({ dropped }) => (dropped ?? 0) > 0);
          return met.length > 0 ? met.map(({ what, dropped }) => `${what}: ${dropped} dropped`) : null;
        });
        return `64 kbit/s: ${answered} of 400 answered; ${drops.join(", ")}`;
      } finally {
        await world.aspen.extensions.setProfile.mutate({ id, profile });
        await inState(world.aspen, id, ["configured", "live"]);
      }
    },
  },
  {
    id: "profile flood",
    title: "Broadcast, multicast and unknown unicast are limited to their share of the bandwidth, and counted",
    async prove(world) {
      return withProfile(world, { bandwidth: 10_000_000, floodPercent: 1 }, async (id) => {
        const to = ["ff:ff:ff:ff:ff:ff", "01:00:5e:7f:00:01", "02:00:00:00:77:77"];
        for (const one of to) {
          const frame = { ...NON_IP, from: RACK, to: one, etherType: 0x88b5, payload: "flood".repeat(270) };
          await sendFrom(world, "102A", frame, 200);
        }
        return `600 frames of 1,368 octets at 100 kbit/s: ${await droppedBy(world, id, "flood", 300)}`;
      });
    },
  },
  {
    id: "profile macs",
    title: "A source that the profile does not declare is dropped, counted, and its port named by an alarm",
    async prove(world) {
      return withProfile(world, { macs: [RESOURCE] }, async (id) => {
        const frame = { ...NON_IP, from: "02:00:00:00:66:66", to: RACK, etherType: 0x88b5, payload: "spoof" };
        await sendFrom(world, "110A", frame, 50);
        const dropped = await droppedBy(world, id, "macs", 50);
        const alarm = await until("the alarm", REPORTED_WITHIN_MS, async () => {
          const { places } = await world.aspen.extensions.limits.query({ id });
          return places.flatMap(({ alarms }) => alarms).find(({ kind }) => kind === "undeclared_address") ?? null;
        });
        const { ports } = await world.operator.switches.tagMap.query({ code: "116" });
        const far = ports.find(({ number }) => number === alarm.port)?.far;
        must(far === "110A", `the alarm names port ${alarm.port}, ${far}`);
        return `${dropped}; alarm at port ${alarm.port} of switch 116, where 110A is`;
      });
    },
  },
  {
    id: "profile port",
    title: "A rack's port that accepts tagged frames alone drops untagged ones, and counts them",
    async prove(world) {
      const rack = (await world.aspen.racks.list.query()).find(({ name }) => name === "102A");
      must(rack?.port != null, "102A has no port");
      const { id, port } = rack;
      const dropped = async () => {
        const { ports } = await world.operator.switches.tagMap.query({ code: port.switchCode });
        return ports.find(({ number }) => number === port.number)?.dropped ?? 0;
      };
      await world.aspen.racks.setAccepts.mutate({ id, accepts: "tagged" });
      try {
        const before = await dropped();
        const frame = { ...NON_IP, vlan: null, etherType: 0x88b5, payload: "untagged" };
        await sendFrom(world, "102A", frame, 50);
        const grown = await until("the drops", REPORTED_WITHIN_MS, async () => {
          const more = (await dropped()) - before;
          return more >= 50 ? more : null;
        });
        return `50 untagged frames: ${grown} counted as dropped; ${await pinged(world, "102A", ASPENS)}`;
      } finally {
        await world.aspen.racks.setAccepts.mutate({ id, accepts: "both" });
      }
    },
  },
];

/** Of aspen's 102A to 110A and of cedar's 202 to 110D: the resource's address in VLAN 10. */
const ASPENS = "10.20.30.40";
const CEDARS = "10.20.30.40";

function ping(world: ProvingWorld, namespace: string, count: number, to = ASPENS) {
  const argv = ["ping", "-q", "-c", String(count), "-i", "0.1", "-W", "1", to];
  return world.lab.run(argv, { namespace });
}

/** Waits until every kernel has read the rules of 102A's VLAN 10 back. */
async function inForce(api: Api): Promise<void> {
  await inState(api, (await extensionOf(api, "102A", 10, "110A")).id, ["configured", "live"]);
}

async function withoutRules(api: Api, vlanId: string): Promise<void> {
  await api.rules.replace.mutate({ vlanId, rules: [] });
  const rows = await api.extensions.list.query({});
  for (const { id } of rows.filter(({ vlan, state }) => vlan.id === vlanId && state === "allocated")) {
    await inState(api, id, ["configured", "live"]);
  }
}

/** Hits by the rules' names, once they are as they must be. */
function hitsOf(api: Api, vlanId: string, fits: (hits: Record<string, number>) => boolean) {
  return until("the rules' hits", REPORTED_WITHIN_MS, async () => {
    const rules = await api.rules.list.query({ vlanId });
    const hits = Object.fromEntries(rules.map(({ name, hits }) => [name, hits ?? 0]));
    return fits(hits) ? hits : null;
  });
}

interface Directing {
  readonly api: Api;
  readonly rack: string;
  readonly vid: number;
  /** In the other datacenter. */
  readonly resource: string;
  /** Somebody else's frames go on. */
  readonly other: () => Promise<string>;
}

/** A rule that drops one EtherType, met by frames of the rack at its site and of the resource at the other. */
async function directed(world: ProvingWorld, { api, rack, vid, resource, other }: Directing): Promise<string> {
  const extension = await extensionOf(api, rack, vid, resource);
  const vlanId = extension.vlan.id;
  const stop = { name: "stop", match: { etherType: 0x88b6 }, action: { kind: "drop" as const } };
  await api.rules.replace.mutate({ vlanId, rules: [stop] });
  try {
    await inState(api, extension.id, ["configured", "live"]);
    const frame = { ...NON_IP, vlan: vid, etherType: 0x88b6, payload: "directed" };
    for (const namespace of [rack, resource]) await sendFrom(world, namespace, frame, 10);
    const [rule] = await until("the hits of both sites", REPORTED_WITHIN_MS, async () => {
      const rules = await api.rules.list.query({ vlanId });
      return rules.every(({ dropped }) => (dropped ?? 0) >= 20) ? rules : null;
    });
    return `10 frames of ${rack} and 10 of ${resource}: ${rule?.dropped} dropped where they came in; meanwhile ${await other()}`;
  } finally {
    await withoutRules(api, vlanId);
  }
}

type Profile = Parameters<Api["extensions"]["setProfile"]["mutate"]>[0]["profile"];

/** Changes the profile of 102A's extension to 110A for as long as `use` takes. */
async function withProfile(
  world: ProvingWorld,
  change: Partial<Profile>,
  use: (id: string) => Promise<string>,
): Promise<string> {
  const { id, profile } = await extensionOf(world.aspen, "102A", 10, "110A");
  await world.aspen.extensions.setProfile.mutate({ id, profile: { ...profile, ...change } });
  try {
    await inState(world.aspen, id, ["configured", "live"]);
    return await use(id);
  } finally {
    await world.aspen.extensions.setProfile.mutate({ id, profile });
    await inState(world.aspen, id, ["configured", "live"]);
  }
}

/** Once a limit dropped so many frames, over both ends. */
function droppedBy(world: ProvingWorld, id: string, what: string, least: number): Promise<string> {
  return until(`${least} frames dropped by "${what}"`, REPORTED_WITHIN_MS, async () => {
    const { places } = await world.aspen.extensions.limits.query({ id });
    const met = places.flatMap(({ limits }) => limits).filter((limit) => limit.what === what);
    const dropped = met.reduce((sum, limit) => sum + (limit.dropped ?? 0), 0);
    return dropped >= least ? `${dropped} frames dropped by "${what}"` : null;
  });
}
