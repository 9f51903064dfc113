import type { z } from "zod";
import { port } from "@/db/schema/switch";
import { createLiveStore } from "../../live/create-live-store";
import { tokenHash } from "../../secret";
import { openTestWorld, tagsFrom } from "../../test-world";
import { type AgentPortal, answerAgent, type Door } from "../agent/door";
import { addResource } from "../cloud/add-resource";
import { addCloudSystem } from "../cloud/add-system";
import { createCloud } from "../cloud/create";
import { createDatacenter } from "../datacenter/create";
import { installSwitch } from "../datacenter/install-switch";
import { layLink } from "../link/lay-link";

/** Ports of each switch of the fabric: racks at 1 to 6, cloud systems at 11 to 14, the line at 31, its pseudowire at 5001. */
const RACK_PORTS = [1, 2, 3, 4, 5, 6];
const CLOUD_PORTS = [11, 12, 13, 14];
const LINE_PORT = 31;

export type TestFabric = Awaited<ReturnType<typeof openTestFabric>>;

/** A datacenter with one switch, and a cloud with one system. */
export interface Site {
  readonly id: string;
  readonly code: string;
  readonly switchId: string;
  readonly switchCode: string;
  readonly resources: readonly string[];
  readonly cloudId: string;
}

/**
 * Two datacenters as in FIG. 2: DC1 with switch 116 and cloud 108, DC2 with switch 212 and cloud 208, line 224 between
 * them, and in each cloud one system with the resources <cloud>.1 to <cloud>.4 and room for two machines.
 */
export async function openTestFabric() {
  const world = openTestWorld();
  const ctx = world.system;

  async function site(code: string, switchCode: string, cloudCode: string, tag: number, first: number): Promise<Site> {
    const hostTags = { first, last: first + 99 };
    const input = { code, name: `Datacenter ${code}`, place: "Here", hostTags, datacenterTags: tagsFrom(tag) };
    const { id } = await createDatacenter({ ctx, input });
    const ports = [
      ...RACK_PORTS.map((number) => ({ number, kind: "client" as const })),
      ...CLOUD_PORTS.map((number) => ({ number, kind: "cloud" as const })),
      { number: LINE_PORT, kind: "link" as const },
    ];
    const plan = { datacenterId: id, code: switchCode, name: `Switch ${switchCode}`, ports };
    const { id: switchId } = await installSwitch({
      ctx,
      input: { ...plan, tokenHash: tokenHash(tokenOf(switchCode)) },
    });
    const { id: cloudId } = await createCloud({ ctx, input: { datacenterId: id, code: cloudCode, name: cloudCode } });
    const system = { cloudId, name: `${cloudCode}A`, parent: null, machineCapacity: 2 };
    const { id: cloudSystemId } = await addCloudSystem({ ctx, input: system });
    const resources: string[] = [];
    for (const port of CLOUD_PORTS) {
      const name = `${cloudCode}.${port - 10}`;
      const mac = `02:00:00:00:0${cloudCode.slice(0, 1)}:${port}`;
      const added = await addResource({ ctx, input: { cloudSystemId, name, switchCode, port, mac } });
      resources.push(added.id);
    }
    return { id, code, switchId, switchCode, resources, cloudId };
  }

  const dc1 = await site("DC1", "116", "108", 1104, 100);
  const dc2 = await site("DC2", "212", "208", 1204, 2000);
  const ends = { a: { switchCode: "116", port: LINE_PORT }, b: { switchCode: "212", port: LINE_PORT } };
  await layLink({ ctx, input: { medium: "line", code: "224", ...ends, mtu: 9100 } });

  let live = world.live;
  const portal: AgentPortal = {
    db: world.db,
    contextFor: (actor) => ({ ...ctx, live, actor }),
    noteFailure(error) {
      throw error;
    },
  };

  return {
    ...world,
    dc1,
    dc2,
    /** One more datacenter like these two. */
    site,
    /** One more line between two of them, at ports with the number of its code. */
    async layLine(code: string, a: Site, b: Site, { mtu = 9100, cost = 10 } = {}): Promise<void> {
      const [number, end] = [Number(code), ({ switchCode }: Site) => ({ switchCode, port: Number(code) })];
      for (const { switchId } of [a, b]) {
        await world.db.transact((tx) =>
          tx.insert(port).values({ id: ctx.newId("port"), switchId, number, kind: "link" }),
        );
      }
      await layLink({ ctx, input: { medium: "line", code, a: end(a), b: end(b), mtu, cost } });
    },
    /** The agents meet a new process from now on, which knows no report yet. */
    restartPortal(): void {
      live = createLiveStore();
    },
    /** An agent's call through its HTTP door. */
    callDoor<Schema extends z.ZodType>(
      door: Door<Schema, unknown>,
      body: unknown,
      { token, signal }: { token: string; signal?: AbortSignal },
    ): Promise<Response> {
      const headers = { authorization: `Bearer ${token}` };
      const text = typeof body === "string" ? body : JSON.stringify(body);
      return answerAgent(
        new Request("http://portal/api/agent", { method: "POST", headers, body: text, signal }),
        portal,
        door,
      );
    },
    /** A tenant with one rack in a datacenter and these VLANs on it. */
    async tenantWith({
      site: { id: datacenterId },
      vids = "10",
      name,
    }: {
      site: { id: string };
      vids?: string;
      name?: string;
    }) {
      const member = await world.member(name);
      const rack = await member.api.racks.register({ name: "rack", datacenterId, kind: "physical" });
      const vlans = await member.api.vlans.declare({ rackId: rack.id, vids });
      return { ...member, rack, vlans, vlanId: vlans[0]?.id ?? "" };
    },
  };
}

/** The token of a switch's agent in the fabric. */
export function tokenOf(switchCode: string): string {
  return `token of switch ${switchCode}`.replaceAll(" ", "-");
}
