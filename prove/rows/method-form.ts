import type { ExtensionView } from "@/server/services/extension/view";
import { addressesOf, BIRCHS, configuration, exchange, overlap, SHARED } from "../conversations";
import { type MethodClient, MethodClients } from "../method-clients";
import { ordered, released } from "../order";
import type { ProvingWorld } from "../proving-world";
import { must, type Row } from "../row";
import { caught, heard, pinged, sendFrom, tagsOf, untilAnswers, type WireFrame } from "../wire";

/** Claims 12 to 22 and 34 to 44 say as a method what 1 to 11 and 23 to 33 say as a system: its steps are calls of the API. */
const FIRST = new MethodClients("claim 12");
const SECOND = new MethodClients("claim 34");

interface Wish {
  readonly client: MethodClient;
  readonly vid: number;
  readonly resource: string;
}

/** Couples clients with resources for as long as `use` takes; across datacenters the operator approves. */
async function coupled<T>(world: ProvingWorld, wishes: readonly Wish[], use: () => Promise<T>): Promise<T> {
  const made: { client: MethodClient; extension: ExtensionView }[] = [];
  try {
    for (const { client, vid, resource } of wishes) {
      made.push({ client, extension: await ordered(world, client.api, client.rack, vid, resource) });
    }
    return await use();
  } finally {
    for (const { client, extension } of made) await released(client.api, extension, true);
  }
}

function firstPair({ aspen, birch }: ProvingWorld): Promise<[MethodClient, MethodClient]> {
  return Promise.all([FIRST.in(aspen, "Aspen", "DC1"), FIRST.in(birch, "Birch", "DC1")]);
}

function acrossSites({ aspen, cedar }: ProvingWorld): Promise<[MethodClient, MethodClient]> {
  return Promise.all([SECOND.in(aspen, "Aspen", "DC1"), SECOND.in(cedar, "Cedar", "DC2")]);
}

/** Both clients of the second method, each with a resource of both clouds, all in VLAN 20 and one range. */
async function toBothClouds<T>(
  world: ProvingWorld,
  use: (clients: readonly [MethodClient, MethodClient]) => Promise<T>,
): Promise<T> {
  const clients = await acrossSites(world);
  const [first, second] = clients;
  const wishes = [
    { client: first, vid: 20, resource: "110A.3" },
    { client: first, vid: 20, resource: "210.4" },
    { client: second, vid: 20, resource: "210.3" },
    { client: second, vid: 20, resource: "110C.2" },
  ];
  return coupled(world, wishes, () => use(clients));
}

async function allReached(
  world: ProvingWorld,
  [first, second]: readonly [MethodClient, MethodClient],
): Promise<string> {
  const ways = [
    [first, "192.168.0.43"],
    [first, "192.168.0.49"],
    [second, "192.168.0.48"],
    [second, "192.168.0.45"],
  ] as const;
  const lines = await Promise.all(ways.map(([{ namespace }, address]) => pinged(world, namespace, address)));
  const stray = await world.lab.run(["ping", "-q", "-c", "2", "-W", "1", "192.168.0.49"], {
    namespace: second.namespace,
  });
  must(stray.stdout.includes(" 0 received"), `${second.rack} reached what is ${first.rack}'s: ${stray.stdout}`);
  return `${lines.map((line) => line.replace(/: .*/, "")).join(", ")} answered; what is ${first.rack}'s stays silent to ${second.rack}`;
}

const first = (row: Omit<Row, "afterAll">): Row => ({ ...row, afterAll: releaseFirst });
const second = (row: Omit<Row, "afterAll">): Row => ({ ...row, afterAll: releaseSecond });
const releaseFirst = (world: ProvingWorld) => FIRST.release(world);
const releaseSecond = (world: ProvingWorld) => SECOND.release(world);

export const METHOD_FORM: readonly Row[] = [
  first({
    id: "claim 12",
    title: "By the API: register two clients with equal plans, couple both; 10,000 frames each way, none astray",
    async prove(world) {
      const [a, b] = await firstPair(world);
      const wishes = [
        { client: a, vid: 20, resource: "110A.3" },
        { client: b, vid: 20, resource: "110B.2" },
      ];
      return coupled(world, wishes, async () => {
        const [racks, resources] = [
          [a.namespace, b.namespace],
          ["110A.3", "110B.2"],
        ] as const;
        const out = await exchange(world, [racks[0] ?? "", racks[1] ?? ""], resources, SHARED.resource, SHARED.rack);
        const back = await exchange(world, resources, [racks[0] ?? "", racks[1] ?? ""], SHARED.rack, SHARED.resource);
        return `${a.rack} and ${b.rack} in VLAN 20; to the resources: ${out}; to the racks: ${back}`;
      });
    },
  }),
  first({
    id: "claim 13",
    title: "By the API: equal VLAN ids, then equal IP ranges, then both",
    async prove(world) {
      const clients = await firstPair(world);
      const vlanOnly = await overlap(world, { vlans: [51, 51], nets: ["172.30.1", "172.30.2"] }, clients);
      const rangeOnly = await overlap(world, { vlans: [52, 53], nets: ["172.30.3", "172.30.3"] }, clients);
      const both = await overlap(world, { vlans: [54, 54], nets: ["172.30.4", "172.30.4"] }, clients);
      return `VLAN ids equal: ${vlanOnly}. IP ranges equal: ${rangeOnly}. Both equal: ${both}`;
    },
  }),
  first({
    id: "claim 14",
    title: "By the API: the overlap view names the overlaps of clients that were just registered",
    async prove(world) {
      const clients = await firstPair(world);
      return (await Promise.all(clients.map(overlapOf))).join("; ");
    },
  }),
  first({
    id: "claim 15",
    title: "By the API: a client reaches a new resource by ARP in its own subnet, its configuration unchanged",
    async prove(world) {
      const [{ rack, namespace, ...client }] = await firstPair(world);
      const before = await configuration(world, namespace);
      return coupled(world, [{ client: { rack, namespace, ...client }, vid: 10, resource: "110A.3" }], async () => {
        const line = await pinged(world, namespace, "10.20.30.43");
        must((await configuration(world, namespace)) === before, "the client's configuration differs");
        const { stdout } = await world.lab.run(["ip", "neigh", "show", "10.20.30.43"], { namespace });
        return `${line}; ARP: ${stdout.trim()}; links and addresses of ${rack} as before`;
      });
    },
  }),
  first({
    id: "claim 18",
    title: "The clients of claim 12 are physical racks",
    prove: async (world) => kindsOf(await firstPair(world)),
  }),
  first({
    id: "claim 19",
    title: "By the API: a cloud in a second datacenter, requested by the tenant and approved by the operator",
    async prove(world) {
      const [client] = await firstPair(world);
      return coupled(world, [{ client, vid: 20, resource: "210.4" }], async () => {
        const line = await pinged(world, client.namespace, "192.168.0.49");
        return `${line}; 210.4 is in DC2`;
      });
    },
  }),
  first({
    id: "claim 22",
    title: "By the API: a client's own tag, and all under it, is untouched",
    async prove(world) {
      const [client] = await firstPair(world);
      return coupled(world, [{ client, vid: 20, resource: "210.4" }], () => ownTagsKept(world, client, "sw-116"));
    },
  }),
  second({
    id: "claim 24",
    title: "Clients in both datacenters, each coupled with both clouds; every frame between has a stack of tags",
    prove: (world) =>
      toBothClouds(world, async (clients) => {
        const reached = await allReached(world, clients);
        return `${reached}; ${await stackOnTrunk(world, clients[0])}`;
      }),
  }),
  second({
    id: "claim 26",
    title: "The clients of claim 24 are physical racks",
    prove: async (world) => kindsOf(await acrossSites(world)),
  }),
  second({
    id: "claim 33",
    title: "A client's own stack of tags is the same at the far site, octet for octet",
    async prove(world) {
      const [client] = await acrossSites(world);
      return coupled(world, [{ client, vid: 20, resource: "210.4" }], () => ownStackKept(world, client));
    },
  }),
  second({
    id: "claim 34",
    title: "By the API: two clouds, coupled at layer 2; the clients' settings stay, and their own rules are allowed",
    async prove(world) {
      const clouds = await world.operator.clouds.list.query();
      const clients = await acrossSites(world);
      const before = await Promise.all(clients.map(({ namespace }) => configuration(world, namespace)));
      const said = await toBothClouds(world, async () => {
        const ruled = await rulesWork(world, clients[0]);
        return `${await allReached(world, clients)}; ${ruled}`;
      });
      const after = await Promise.all(clients.map(({ namespace }) => configuration(world, namespace)));
      must(before.join() === after.join(), "a client's configuration differs");
      return `clouds ${clouds.map(({ code }) => code).join(", ")}; ${said}; links and addresses of both as before`;
    },
  }),
  second({
    id: "claim 35",
    title: "By the API: clients placed in both sites, each coupled with the coupled clouds",
    prove: (world) => toBothClouds(world, (clients) => allReached(world, clients)),
  }),
  second({
    id: "claim 37",
    title: "The clients of claim 35 are physical racks",
    prove: async (world) => kindsOf(await acrossSites(world)),
  }),
  second({
    id: "claim 39",
    title: "By the API: a client's LAN grows by a resource of either cloud, and shrinks again",
    async prove(world) {
      const [client] = await acrossSites(world);
      const grown = await coupled(world, [{ client, vid: 10, resource: "110A.3" }], async () => {
        const near = await pinged(world, client.namespace, "10.20.30.43");
        const far = await coupled(world, [{ client, vid: 10, resource: "210.4" }], () =>
          pinged(world, client.namespace, "10.20.30.49"),
        );
        return `${near}; ${far}`;
      });
      const gone = await world.lab.run(["ping", "-q", "-c", "1", "-W", "1", "10.20.30.43"], client);
      must(gone.stdout.includes(" 0 received"), `a released resource answers: ${gone.stdout}`);
      return `${grown}; after their release neither answers`;
    },
  }),
  second({
    id: "claim 40",
    title: "By the API: VLAN ids and IP ranges overlap across the sites, and both clients work at once",
    prove: (world) => toBothClouds(world, (clients) => allReached(world, clients)),
  }),
  second({
    id: "claim 41",
    title: "By the API: the overlap view counts across the sites",
    async prove(world) {
      const clients = await acrossSites(world);
      return (await Promise.all(clients.map(overlapOf))).join("; ");
    },
  }),
  second({
    id: "claim 43",
    title: "By the API: no switch on the way has an IP address, and frames that are not IP arrive unchanged",
    async prove(world) {
      const [client] = await acrossSites(world);
      const addresses = await Promise.all(["sw-116", "sw-212"].map((namespace) => addressesOf(world, namespace)));
      must(addresses.join("") === "", `the switches of racks have addresses: ${addresses.join(" ")}`);
      return coupled(world, [{ client, vid: 20, resource: "210.4" }], () => ownStackKept(world, client));
    },
  }),
  second({
    id: "claim 44",
    title: "By the API: the octets under our tags are those that the client sent",
    async prove(world) {
      const [client] = await acrossSites(world);
      return coupled(world, [{ client, vid: 20, resource: "210.4" }], () => ownTagsKept(world, client, "sw-116"));
    },
  }),
];

function kindsOf(clients: readonly MethodClient[]): string {
  must(
    clients.every(({ kind }) => kind === "physical"),
    clients.map(({ kind }) => kind).join(", "),
  );
  return clients.map(({ rack, kind }) => `${rack} ${kind}`).join(", ");
}

async function overlapOf({ api, rack }: MethodClient): Promise<string> {
  const row = (await api.overlaps.list.query()).find((one) => one.rackName === rack && one.vid === 10);
  must(row !== undefined && row.sameVid > 0 && row.sameRange > 0, `${rack}: ${JSON.stringify(row ?? "not listed")}`);
  return `VLAN 10 of ${rack}: ${row.sameVid} other tenants with the id, ${row.sameRange} with the range`;
}

function frameOf(payload: string): WireFrame {
  return { to: SHARED.resource, from: SHARED.rack, vlan: 20, etherType: BIRCHS, payload };
}

/** On the trunk there are our two tags, and under them just what left the rack. */
async function ownTagsKept(world: ProvingWorld, { namespace, rack }: MethodClient, onWay: string): Promise<string> {
  const frame = frameOf("own tag of the client");
  const ears = [
    { namespace: onWay, device: "p-31" },
    { namespace, device: "eth0" },
  ];
  const [onTrunk, sent] = await caught(world, ears, frame.payload, () => sendFrom(world, namespace, frame));
  must(onTrunk !== undefined && sent !== undefined, "not captured");
  const under = Buffer.concat([onTrunk.bytes.subarray(0, 12), onTrunk.bytes.subarray(20)]);
  must(under.equals(sent.bytes), `${rack} sent ${sent.bytes.toString("hex")}, under our tags ${under.toString("hex")}`);
  return `on the trunk ${tagsOf(onTrunk).join(" ")}; under our two the ${sent.bytes.length} octets that ${rack} sent`;
}

/** A frame with three tags of the client's own, at the far resource as it was sent. */
async function ownStackKept(world: ProvingWorld, { namespace, rack }: MethodClient): Promise<string> {
  // Under VLAN 20: a service tag, a customer tag, then the client's protocol.
  const payload = "\x00\x64\x81\x00\x00\x0a\x88\xb6a stack of the client's own";
  const frame: WireFrame = { ...frameOf(payload), etherType: 0x88a8 };
  const ears = [namespace, "210.4"].map((one) => ({ namespace: one, device: "eth0" }));
  const [sent, got] = await caught(world, ears, "a stack of the client", () => sendFrom(world, namespace, frame));
  must(sent !== undefined && got !== undefined && sent.bytes.equals(got.bytes), "the octets differ");
  return `${rack} to 210.4: ${tagsOf(got).join(" ")} and the ${got.bytes.length} octets are those sent`;
}

async function stackOnTrunk(world: ProvingWorld, { namespace }: MethodClient): Promise<string> {
  const frame = frameOf("between the sites");
  const filter = ["ether", "src", SHARED.rack];
  const ears = [{ namespace: "sw-116", device: "p-31" }];
  const [onTrunk = []] = await heard(world, ears, filter, () => sendFrom(world, namespace, frame, 20), 20);
  const stacks = new Set(onTrunk.map((packet) => tagsOf(packet).join(" ")));
  must(stacks.size === 1 && onTrunk.length === 20, `${onTrunk.length} frames with ${[...stacks].join("; ")}`);
  return `${onTrunk.length} frames on the trunk each carry ${[...stacks].join()}`;
}

/** The client drops its own pings to one address by a rule, and has them again without it. */
async function rulesWork(world: ProvingWorld, { api, id, namespace }: MethodClient): Promise<string> {
  const vlan = (await api.vlans.list.query({ rackId: id })).find(({ vid }) => vid === 20);
  must(vlan !== undefined, "VLAN 20 is not declared");
  const match = { etherType: 0x0800, destinationIp: "192.168.0.43/32" };
  const rule = { name: "silence one", match, action: { kind: "drop" as const } };
  await pinged(world, namespace, "192.168.0.43");
  await api.rules.replace.mutate({ vlanId: vlan.id, rules: [rule] });
  await untilAnswers(world, namespace, "192.168.0.43", false);
  const other = await pinged(world, namespace, "192.168.0.49");
  await api.rules.replace.mutate({ vlanId: vlan.id, rules: [] });
  await untilAnswers(world, namespace, "192.168.0.43", true);
  return `a rule of its own silenced 192.168.0.43 and nothing else (${other}), until it was taken back`;
}
