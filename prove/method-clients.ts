import type { Api } from "@/run/api";
import type { RackView } from "@/server/services/rack/view";
import type { Client } from "./conversations";
import type { ProvingWorld } from "./proving-world";
import { must } from "./row";

/** What all clients of a method have in common: two VLANs, their ranges, and one MAC in the second. */
const PLAN = [
  { vids: "10", cidr: "10.20.30.0/24" },
  { vids: "20", cidr: "192.168.0.0/24" },
] as const;

export interface MethodClient extends Client {
  readonly id: string;
  readonly api: Api;
  readonly kind: RackView["kind"];
}

/** Clients that the steps of a method claim place by the API alone; each is registered once and serves all rows. */
export class MethodClients {
  private readonly placed = new Map<string, Promise<MethodClient>>();

  /** @param name of the claims that they are placed for */
  constructor(private readonly name: string) {}

  /** A rack of the tenant's in a datacenter, registered with its plan of VLANs. */
  in(api: Api, tenant: string, datacenter: string): Promise<MethodClient> {
    const name = `${this.name} ${tenant} ${datacenter}`;
    const placed = this.placed.get(name) ?? register(api, name, datacenter);
    this.placed.set(name, placed);
    return placed;
  }

  /** Gives all of them back. */
  async release(_world: ProvingWorld): Promise<void> {
    for (const placed of this.placed.values()) await released(await placed);
    this.placed.clear();
  }
}

async function register(api: Api, name: string, code: string): Promise<MethodClient> {
  const home = (await api.datacenters.list.query()).find((one) => one.code === code);
  must(home !== undefined, `there is no datacenter ${code}`);
  const rack = await api.racks.register.mutate({ name, datacenterId: home.id, kind: "physical" });
  must(rack.port !== null, `${name} waits for a cable: ${code} has no free port`);
  for (const { vids, cidr } of PLAN) await api.vlans.declare.mutate({ rackId: rack.id, vids, name: "method", cidr });
  const namespace = `rack-${rack.port.switchCode}-${rack.port.number}`;
  return { id: rack.id, rack: name, namespace, api, kind: rack.kind };
}

async function released({ api, id }: MethodClient): Promise<void> {
  for (const vlan of await api.vlans.list.query({ rackId: id })) await api.vlans.release.mutate({ id: vlan.id });
  await api.racks.release.mutate({ id });
}
