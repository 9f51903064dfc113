import { until } from "@/run/until";
import { declared, extensionOf, inState, released, resourceNamed } from "../order";
import type { ProvingWorld } from "../proving-world";
import { must, type Row } from "../row";
import { pinged, withAddress } from "../wire";

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
];

function ping(world: ProvingWorld, namespace: string, count: number) {
  const argv = ["ping", "-q", "-c", String(count), "-i", "0.1", "-W", "1", "10.20.30.40"];
  return world.lab.run(argv, { namespace });
}
