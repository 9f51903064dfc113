import { exitChain } from "@/agent/chains";
import { clientVlan } from "@/agent/protocol";
import type { Api } from "@/run/api";
import { decodeFrame } from "@/server/domain/decode-frame";
import { stackText } from "@/server/domain/tag-stack";
import type { ExtensionView } from "@/server/services/extension/view";
import { declared, inState, ordered, released, resourceNamed } from "../order";
import type { ProvingWorld } from "../proving-world";
import { must, type Row } from "../row";
import { blocksText, type Expected, logWith, stacksIn } from "../step-log";
import { caught, type Ear, pinged, sendFrom, type WireFrame } from "../wire";

/** From rack 102A, whose own addresses the lab gives it; EtherType of an experiment, so that no IP stack answers. */
const FROM_102A = { from: "56:89:6f:88:9d:c7", vlan: 30, etherType: 0x88b6 } as const;

/** What a live order inside one datacenter comes to in method 400. */
const NEAR_400: Expected = {
  ...{ 402: "done", 404: "done", 406: "done", 408: "no > 410", 410: "done", 412: "done", 414: "done", 416: "done" },
  ...{ 418: "not_needed", 420: "not_needed", 422: "not_needed", 424: "yes > 416", 426: "done" },
};
const FAR_400: Expected = {
  ...NEAR_400,
  ...{ 408: "yes > 418", 418: "done", 420: "done" },
};
/** In method 500, after its VLANs. */
const NEAR_500: Expected = {
  ...{ 502: "done", 504: "not_needed", 506: "not_needed", 526: "yes > 528", 528: "done", 530: "done" },
  ...{ 532: "not_needed", 534: "not_needed", 536: "not_needed", 538: "not_needed", 540: "yes > 542", 542: "pending" },
};
const FAR_500: Expected = {
  ...NEAR_500,
  ...{ 504: "done", 506: "done", 526: "no > 532", 532: "done", 534: "done" },
};
const LONG_HAUL: Expected = { 422: "done", 536: "done", 538: "done" };
const SEVERAL_VLANS: Expected = {
  ...{ 508: "yes > 516", 510: "not_needed", 512: "not_needed", 514: "not_needed" },
  ...{ 516: "done", 518: "done", 520: "done", 522: "no > 526", 524: "done" },
};
const ONE_VLAN: Expected = {
  ...{ 508: "no > 510", 510: "done", 512: "done", 514: "done" },
  ...{ 516: "not_needed", 518: "not_needed", 520: "not_needed", 522: "not_needed", 524: "not_needed" },
};

export const METHODS: readonly Row[] = [
  {
    id: "F4",
    title:
      "Method 400 of an order inside one datacenter: each block with its outcome, its tags as the kernel pushes them",
    prove: (world) =>
      withOrder(world, "110A.3", {}, async (extension) => {
        const answer = await pinged(world, "102A", "172.16.0.43");
        const log = await logWith(world.aspen, extension.id, NEAR_400);
        const named = stacksIn(log, 410).join();
        const pushed = await pushedInKernel(world, 30);
        must(named === `${pushed} · Q 30`, `block 410 names ${named}, the kernel pushes ${pushed}`);
        const foreign = await world.birch.extensions.steps.query({ id: extension.id }).catch((error) => String(error));
        must(typeof foreign === "string" && foreign.includes("no extension"), "another tenant reads the log");
        const taken = blocksText(log, [408, 416, 424, 426, 428]);
        return `${answer}; ${taken}; ${named}, and tc at p-1 of switch 116 pushes ${pushed}; another tenant: not found`;
      }),
  },
  {
    id: "F4 loop",
    title: "Decision 424 goes on while the order is in service, and ends it with its release",
    async prove(world) {
      const extension = await ordered(world, world.aspen, "102A", 30, "110A.3");
      await pinged(world, "102A", "172.16.0.43");
      const going = await logWith(world.aspen, extension.id, { 424: "yes > 416", 540: "yes > 542" });
      await released(world.aspen, extension);
      const over = await logWith(world.aspen, extension.id, { 416: "done", 424: "no > end", 540: "no > end" });
      return `in service: ${blocksText(going, [424, 540])}; released: ${blocksText(over, [416, 424, 540, 542])}`;
    },
  },
  {
    id: "F4 second cloud",
    title: "Method 400 across datacenters: second cloud, coupled after approval, over a line without a long haul",
    prove: (world) =>
      withOrder(world, "210.4", { way: { via: ["224"] } }, async (extension) => {
        const answer = await pinged(world, "102A", "172.16.0.49");
        const log = await logWith(world.aspen, extension.id, FAR_400);
        return `${answer}; ${blocksText(log, [408, 418, 420, 422, 416])}`;
      }),
  },
  {
    id: "F5",
    title: "Method 500 of an order inside one datacenter: the resource gets the frame in the form it expects",
    prove: (world) =>
      withOrder(world, "110A.3", {}, async (extension) => {
        const answer = await pinged(world, "102A", "172.16.0.43");
        const log = await logWith(world.aspen, extension.id, { ...NEAR_500, ...SEVERAL_VLANS });
        const arrived = await stackAt(world, { namespace: "110A.3", device: "eth0" }, "28:08:80:52:17:22");
        const expected = stacksIn(log, 530).join();
        must(arrived === expected, `block 530 names ${expected}, at 110A.3 the frame had ${arrived}`);
        return `${answer}; ${blocksText(log, [508, 522, 526, 528, 530, 540, 542])}; at 110A.3 the frame has ${arrived}`;
      }),
  },
  {
    id: "F5 VLANs",
    title:
      "Decisions 508 and 522: one VLAN gets one stack; three declared together get three pairs, one after the other",
    async prove(world) {
      const one = await world.aspen.racks.register.mutate(await rackInFirst(world, "method one"));
      const three = await world.aspen.racks.register.mutate(await rackInFirst(world, "method three"));
      try {
        const single = await vlanLog(world.aspen, one.id, "61", "110A.3", ONE_VLAN);
        const several = await vlanLog(world.aspen, three.id, "61-63", "110A.3", SEVERAL_VLANS);
        const pairs = stacksIn(several.log, 520);
        must(pairs.length === 3 && new Set(pairs).size === 3, pairs.join(", "));
        const text = `${blocksText(single.log, [508, 510, 516])}; ${blocksText(several.log, [508, 510, 516, 522])}`;
        return `${text}; pairs ${pairs.join(", ")}`;
      } finally {
        await emptied(world.aspen, one.id);
        await emptied(world.aspen, three.id);
      }
    },
  },
  {
    id: "F5 line",
    title: "Blocks 526 to 534 across datacenters: tag 3 as the log names it is on the line, and off behind it",
    prove: (world) =>
      withOrder(world, "210.4", { way: { via: ["224"] } }, async (extension) => {
        const answer = await pinged(world, "102A", "172.16.0.49");
        const log = await logWith(world.aspen, extension.id, { ...FAR_500, 536: "not_needed", 538: "not_needed" });
        const named = [...stacksIn(log, 532), ...stacksIn(log, 510), ...stacksIn(log, 516)];
        const wire = await stackAt(world, { namespace: "sw-124", device: "l-31" }, "02:21:00:00:00:04");
        const behind = await stackAt(world, { namespace: "210.4", device: "eth0" }, "02:21:00:00:00:04");
        must(wire.startsWith(`${named[0]} · S 100 · C ${extension.pair.customerTag} · `), `${wire}, named ${named[0]}`);
        must(behind === stacksIn(log, 530).join(), `at 210.4 the frame had ${behind}`);
        return `${answer}; ${blocksText(log, [526, 528, 532, 534, 536])}; on line 224 ${wire}, at 210.4 ${behind}`;
      }),
  },
  {
    id: "F5 long haul",
    title:
      "Blocks 536 and 538 over a provider link: tag 4 as the log names it is between the routers, and nowhere else",
    prove: (world) =>
      withOrder(world, "210.4", { way: { via: ["306"], avoid: ["224", "226"] } }, async (extension) => {
        const answer = await pinged(world, "102A", "172.16.0.49");
        const log = await logWith(world.aspen, extension.id, { ...FAR_400, ...FAR_500, ...LONG_HAUL });
        const [longHaul = ""] = stacksIn(log, 536);
        const [datacenter = ""] = stacksIn(log, 532);
        const wire = await stackAt(world, { namespace: "sw-124", device: "l-33" }, "02:21:00:00:00:04");
        const behind = await stackAt(world, { namespace: "sw-220", device: "p-1" }, "02:21:00:00:00:04");
        must(wire.startsWith(`${longHaul} · ${datacenter} · S 100 · `), `${wire}, named ${longHaul} and ${datacenter}`);
        must(behind === `S 100 · C ${extension.pair.customerTag} · Q 30`, `behind the far router ${behind}`);
        return `${answer}; ${blocksText(log, [422, 532, 536, 538, 528])}; between the routers ${wire}, behind ${behind}`;
      }),
  },
];

/** An extension of 102A's VLAN 30, approved where it crosses, for as long as `use` takes. */
async function withOrder(
  world: ProvingWorld,
  resource: string,
  { way }: { readonly way?: { via?: string[]; avoid?: string[] } },
  use: (extension: ExtensionView) => Promise<string>,
): Promise<string> {
  const vlanId = await declared(world.aspen, "102A", 30);
  const resourceId = await resourceNamed(world.aspen, resource);
  const placed = await world.aspen.extensions.request.mutate({ vlanId, resourceId, way });
  if (placed.request !== null) await world.operator.requests.approve.mutate({ id: placed.request.id });
  const extension = await inState(world.aspen, placed.id, ["configured", "live"]);
  try {
    return await use(extension);
  } finally {
    await released(world.aspen, extension);
  }
}

/** What switch 116's kernel pushes on frames of a VLAN at port 1, read by tc and not by our agent: "S 100 · C 202". */
async function pushedInKernel(world: ProvingWorld, vid: number): Promise<string> {
  const { stdout } = await world.lab.run(["tc", "filter", "show", "dev", "p-1", "ingress"], { namespace: "sw-116" });
  const pair = /push id (\d+) protocol 802\.1Q[\s\S]*?push id (\d+) protocol 802\.1ad/;
  // With a profile the VLAN's rule leads into chains of its own, and the last of them pushes.
  const ofVlan = new RegExp(`vlan_id ${vid}\\b|chain ${exitChain({ clientVlan: clientVlan.parse(vid) })}\\b`);
  const rules = stdout.split(/^filter /m).filter((one) => ofVlan.test(one));
  const [, customer, host] = rules.find((one) => pair.test(one))?.match(pair) ?? [];
  return `S ${host} · C ${customer}`;
}

/** The tags of a frame of 102A as it is at an ear. */
async function stackAt(world: ProvingWorld, ear: Ear, to: string): Promise<string> {
  const frame: WireFrame = { ...FROM_102A, to, payload: `block at ${ear.namespace}` };
  const [own] = await caught(world, [ear], frame.payload, () => sendFrom(world, "102A", frame));
  must(own !== undefined, `no frame at ${ear.namespace} ${ear.device}`);
  return stackText(decodeFrame(own.bytes.toString("hex"), ear.device.startsWith("l-") ? "link" : "port").stack);
}

async function rackInFirst({ aspen }: ProvingWorld, name: string) {
  const home = (await aspen.datacenters.list.query()).find(({ code }) => code === "DC1");
  must(home !== undefined, "there is no DC1");
  return { name, datacenterId: home.id, kind: "physical" as const };
}

/** Declares VLANs on a rack, orders an extension of the first, and reads its log before it is released. */
async function vlanLog(api: Api, rackId: string, vids: string, resource: string, expected: Expected) {
  const [first] = await api.vlans.declare.mutate({ rackId, vids, name: "method 500" });
  must(first !== undefined, `VLANs ${vids} were not declared`);
  const resourceId = await resourceNamed(api, resource);
  const extension = await api.extensions.request.mutate({ vlanId: first.id, resourceId });
  await inState(api, extension.id, ["configured", "live"]);
  const log = await logWith(api, extension.id, expected);
  await released(api, extension, true);
  return { log };
}

/** Releases a rack with its VLANs. */
async function emptied(api: Api, rackId: string): Promise<void> {
  for (const { id } of await api.vlans.list.query({ rackId })) await api.vlans.release.mutate({ id });
  await api.racks.release.mutate({ id: rackId });
}
