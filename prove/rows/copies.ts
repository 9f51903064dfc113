import { until } from "@/run/until";
import { declared, extensionOf, inState, ordered, released, resourceNamed } from "../order";
import type { ProvingWorld } from "../proving-world";
import { must, type Row } from "../row";
import { type Ear, frameHex, heard, pinged, sendFrom } from "../wire";

/** From 102A to 110A in VLAN 10 (seed FIG. 6). Not 0x88b5: probes have that EtherType. */
const FRAME = {
  ...{ to: "28:08:80:52:17:20", from: "56:89:6f:88:9d:c7", vlan: 10, etherType: 0x9000 },
  payload: "copied to another datacenter",
};
const COUNT = 20;
/** The switches on the way to 210.3, behind the rack's. */
const ON_THE_WAY = ["124", "220", "212"];
/** Agents follow and report each second; a row waits for far more, in ms. */
const REPORTED_WITHIN_MS = 15_000;

const ear = (namespace: string): Ear => ({ namespace, device: "eth0" });
const TARGET = "210.3";
/** Other tenants' machines on both switches, a rack and a resource each. */
const STRANGERS = ["102B", "110B", "202", "210.2"];

export const COPIES: readonly Row[] = [
  {
    id: "copy across",
    title:
      "A client's rule copies its frames to a resource of its own in another datacenter, and nobody else hears one",
    async prove(world) {
      const vlanId = await declared(world.aspen, "102A", 10);
      const far = await ordered(world, world.aspen, "102A", 30, TARGET);
      const resourceId = await resourceNamed(world.aspen, TARGET);
      const action = { kind: "mirror", resourceId } as const;
      const begun = Date.now();
      await world.aspen.rules.replace.mutate({
        vlanId,
        rules: [{ name: "watch", match: { etherType: FRAME.etherType }, action }],
      });
      try {
        const pair = await held(world);
        await inState(world.aspen, (await extensionOf(world.aspen, "102A", 10, "110A")).id, ["configured", "live"]);
        const after = Date.now() - begun;
        const ears = [TARGET, "110A", ...STRANGERS].map(ear);
        const send = () => sendFrom(world, "102A", FRAME, COUNT);
        const filter = ["vlan", "and", "ether", "proto", "0x9000"];
        const [copies = [], originals = [], ...others] = await heard(world, ears, filter, send, COUNT);
        const isAs = (vlan: number) => (packet: { bytes: Uint8Array }) =>
          Buffer.from(packet.bytes).toString("hex") === frameHex({ ...FRAME, vlan });
        must(copies.length === COUNT && copies.every(isAs(30)), `${copies.length} of ${COUNT} copies came, or others`);
        must(originals.length === COUNT && originals.every(isAs(10)), `${originals.length} of ${COUNT} frames came`);
        const strange = others.reduce((sum, packets) => sum + packets.length, 0);
        must(strange === 0, `${strange} copies at machines of other tenants`);
        const hits = await counted(world, vlanId);
        return (
          `in force on ${ON_THE_WAY.join(", ")} after ${after} ms under ${pair}; ${COUNT} of ${COUNT} copies octet for octet at ` +
          `${TARGET} as VLAN 30, ${COUNT} frames at 110A, 0 elsewhere; ${hits} hits; meanwhile ${await pinged(world, "102B", "10.20.30.40")}`
        );
      } finally {
        await world.aspen.rules.replace.mutate({ vlanId, rules: [] });
        await inState(world.aspen, (await extensionOf(world.aspen, "102A", 10, "110A")).id, ["configured", "live"]);
        await released(world.aspen, far);
      }
    },
  },
];

/** Once every kernel on the way has read its entry back: the pair, the same on each. */
function held(world: ProvingWorld): Promise<string> {
  return until("the copies' entries to be in the kernels", REPORTED_WITHIN_MS, async () => {
    const maps = await Promise.all(ON_THE_WAY.map((code) => world.operator.switches.tagMap.query({ code })));
    const rows = maps.flatMap((map) => map.rows.filter(({ areCopies }) => areCopies));
    const pairs = new Set(rows.map(({ hostTag, customerTag }) => `${hostTag}.${customerTag}`));
    const isHeld = rows.length === ON_THE_WAY.length && rows.every(({ kernel }) => kernel === "present");
    return isHeld && pairs.size === 1 ? ([...pairs][0] ?? null) : null;
  });
}

function counted(world: ProvingWorld, vlanId: string): Promise<number> {
  return until("the rule's hits", REPORTED_WITHIN_MS, async () => {
    const [rule] = await world.aspen.rules.list.query({ vlanId });
    return rule?.hits === COUNT ? rule.hits : null;
  });
}
