import { addressesOf, nonIp } from "../conversations";
import { declared, inState, ordered, released, resourceNamed } from "../order";
import type { ProvingWorld } from "../proving-world";
import { must, type Row } from "../row";
import { pinged, type WireFrame } from "../wire";
import { changedTo, DOPEY, LINE_224, LINK_306, LINK_308, overProvider, stackOn } from "./links";

/** Tag 4 of link 308: more than a VLAN id, 16 bits or an MPLS label can say. */
const SEGMENT_ID = 16_000_001;

export const TAGS: readonly Row[] = [
  {
    id: "tag segment-id",
    title:
      "Link 308 has a Segment ID of 24 bits: its frames pass, a capture decodes it, and a label of 20 bits is refused",
    async prove(world) {
      const stack = await segmentId(world);
      const refusal = await refused(() =>
        world.operator.links.changeEncapsulation.mutate({ code: "308", to: "mpls-gre" }),
      );
      return `${stack}; as MPLS label: ${refusal}`;
    },
  },
  {
    id: "Global VLAN",
    title: "Each datacenter has one VLAN id for the whole federation, the first of its tag range; two cannot share one",
    async prove(world) {
      const input = {
        ...{ code: "DCX", name: "Not to be", place: "Nowhere" },
        ...{ hostTags: { first: 1, last: 2 }, datacenterTags: { first: 1104, last: 1104 } },
      };
      const refusal = await refused(() => world.operator.datacenters.create.mutate(input));
      must(refusal.includes("DC1 (1104 to 1199)"), refusal);
      return `a datacenter with DC1's 1104: ${refusal}`;
    },
  },
  {
    id: "claim 5",
    title: "Q, QinQ, VXLAN, NVGRE, Segment ID and VLAN: each passes frames, and a capture decodes it",
    prove: (world) => eachTagType(world),
  },
  {
    id: "claim 16",
    title: "Claim 5 by API alone: services and encapsulations are ordered and changed by it",
    prove: (world) => eachTagType(world),
  },
  {
    id: "claim 31",
    title: "Each tag type of claim 5 on the link between two datacenters",
    prove: (world) => betweenDatacenters(world),
  },
  {
    id: "claim 42",
    title: "The tag types in the method for two datacenters: coupled, ordered and approved by API",
    prove: (world) => betweenDatacenters(world),
  },
  {
    id: "claim 20",
    title: "Claim 9 with services made by API: no IP on the switches, and frames that are no IP arrive unchanged",
    async prove(world) {
      const near = await ordered(world, world.aspen, "102A", 30, "110A.3");
      const far = await ordered(world, world.cedar, "202", 30, "110D.3");
      try {
        const held = await Promise.all(["sw-116", "sw-117", "sw-212"].map((code) => addressesOf(world, code)));
        must(
          held.every((text) => text === ""),
          held.join(" "),
        );
        const frames = [
          await nonIp(world, { rack: "102A", vlan: 30, resource: "110A.3", mac: "28:08:80:52:17:22" }),
          await nonIp(world, { rack: "202", vlan: 30, resource: "110D.3", mac: "08:19:20:07:05:03" }),
        ];
        return `no address on 116, 117 and 212; EtherType 0x88b6 unchanged ${frames.join(" and ")}, the second over line 224`;
      } finally {
        await released(world.aspen, near);
        await released(world.cedar, far);
      }
    },
  },
];

/** The sentence by which something is refused. */
async function refused(act: () => Promise<unknown>): Promise<string> {
  const answer = await act().then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  must(answer !== null, "it was not refused");
  return answer;
}

/** A client's own VLAN, our two tags over it, and the tunnels of a provider link. */
async function eachTagType(world: ProvingWorld): Promise<string> {
  const own = await stackOn(world, { namespace: "sw-212", device: "p-1" }, "202", DOPEY);
  must(own === "Q 10", own);
  const pair = await stackOn(world, { namespace: "sw-212", device: "p-31" }, "202", DOPEY);
  must(/^S \d+ · C \d+ · Q 10$/.test(pair), pair);
  return `VLAN: ${own}; QinQ: ${pair}; ${await betweenDatacenters(world)}`;
}

const runs = new WeakMap<ProvingWorld, Promise<string>>();

/** One run a world: four claims say the same of systems and of methods, and all of it goes through the API. */
function betweenDatacenters(world: ProvingWorld): Promise<string> {
  const run = runs.get(world) ?? changedOneByOne(world);
  runs.set(world, run);
  return run;
}

async function changedOneByOne(world: ProvingWorld): Promise<string> {
  const before = (await world.operator.links.get.query({ code: "224" })).encapsulation.kind;
  await changedTo(world, "224", "q");
  const q = await stackOn(world, LINE_224, "202", DOPEY);
  must(/^D 11\d\d · S 2000 · C 200 · Q 10$/.test(q), q);
  await changedTo(world, "224", before);
  const tunnels = await overProvider(world, async (frame) => {
    const seen = [];
    for (const kind of ["nvgre", "vxlan"] as const) {
      await changedTo(world, "306", kind);
      const stack = await stackOn(world, LINK_306, "102A", frame);
      must(/^P 7001 · D 12\d\d · S 100 · C \d+ · Q 30$/.test(stack), `${kind}: ${stack}`);
      seen.push(`${kind}: ${stack}`);
    }
    return seen.join("; ");
  });
  return `Q, with QinQ and VLAN under it: ${q}; ${tunnels}; Segment ID: ${await segmentId(world)}`;
}

/** From 252 in DC3 to 210.5 in DC2 over link 308. */
async function segmentId(world: ProvingWorld): Promise<string> {
  const vlanId = await declared(world.birch, "252", 30);
  const resourceId = await resourceNamed(world.birch, "210.5");
  const way = { via: ["308"], avoid: ["226", "228"] };
  const placed = await world.birch.extensions.request.mutate({ vlanId, resourceId, way });
  await world.operator.requests.approve.mutate({ id: placed.request?.id ?? "" });
  const extension = await inState(world.birch, placed.id, ["configured", "live"]);
  try {
    const answer = await pinged(world, "252", "172.16.0.54");
    const addresses = { to: "02:21:00:00:00:05", from: "02:25:20:00:00:01" };
    const frame: WireFrame = { ...addresses, vlan: 30, etherType: 0x88b6, payload: "Bashful" };
    const stack = await stackOn(world, LINK_308, "252", frame);
    must(new RegExp(`^P ${SEGMENT_ID} · D 12\\d\\d · S \\d+ · C \\d+ · Q 30$`).test(stack), stack);
    return `${answer}; on link 308 ${stack}`;
  } finally {
    await released(world.birch, extension);
  }
}
