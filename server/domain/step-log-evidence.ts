import { wireOf } from "@/agent/encapsulation/registry";
import type { ClientVlan } from "@/agent/protocol";
import type { Evidence } from "./step-log-block";
import type { CloudFact, CountFact, OrderFacts, PlaceFact, RackFact, VlanFact } from "./step-log-facts";
import { placeName } from "./step-log-outcome";
import type { WayFact, WayLinkFact } from "./step-log-proof";
import type { StackTag } from "./tag-stack";

/** One fact in a line. */
export function row(
  name: string,
  value: string,
  { tags = [], at = null }: { tags?: readonly StackTag[]; at?: number | null } = {},
): Evidence {
  return { name, value, tags, at };
}

/** S: who (seed blocks 412, 512, 518). */
export function hostTagOf(value: number): StackTag {
  return { kind: "host", value, format: 0x88a8 };
}

/** C: which of its VLANs (seed blocks 414, 514, 520). */
export function customerTagOf(value: number): StackTag {
  return { kind: "customer", value, format: 0x8100 };
}

/** What the client itself sends; nothing of it is ours. */
export function ownTags(vlan: ClientVlan): StackTag[] {
  return vlan === "untagged" ? [] : [{ kind: "client", value: vlan, format: 0x8100 }];
}

/** The pair over the client's own tag, outermost first. */
export function pairOver({ hostTag, customerTag, vlan }: VlanFact): StackTag[] {
  return [hostTagOf(hostTag), customerTagOf(customerTag), ...ownTags(vlan)];
}

/** Tags 3 and 4 as a link has them, outermost first. */
export function linkTags({ encapsulation, longHaul }: WayLinkFact, tag: WayFact["tagToFar"]): StackTag[] {
  return wireOf(encapsulation)
    .tags(tag, longHaul)
    .map((one) => ({ ...one }));
}

/** "VLAN 10 (plant floor)"; its number alone where that is all the name says. */
export function vlanName({ vlan, name }: VlanFact): string {
  const number = vlanNumber(vlan);
  return name === number ? number : `${number} (${name})`;
}

/** "VLAN 10", "untagged frames". */
export function vlanNumber(vlan: ClientVlan): string {
  return vlan === "untagged" ? "untagged frames" : `VLAN ${vlan}`;
}

/** The cloud of the far end, where it is in one. */
export function farCloudRows({ resource }: OrderFacts): Evidence[] {
  return resource.cloud === null ? [] : [cloudRow(resource.cloud)];
}

/** "cloud 108, DC1"; its datacenter alone where it is a rack. */
export function farHome({ resource: { cloud, datacenter } }: OrderFacts): string {
  return cloud === null ? datacenter : `cloud ${cloud.code}, ${datacenter}`;
}

export function cloudRow({ code, datacenter, establishedAt }: CloudFact): Evidence {
  return row("Cloud", `${code} in ${datacenter}`, { at: establishedAt });
}

export function rackRow({ name, series, datacenter, switchCode, port, hostTag, registeredAt }: RackFact): Evidence {
  const where = `${datacenter}, at ${placeName({ switchCode, port })}`;
  return row("Client system", `${name}, series ${series}, in ${where}`, {
    tags: [hostTagOf(hostTag)],
    at: registeredAt,
  });
}

export function resourceRow({ resource }: OrderFacts): Evidence {
  const { name, kind, cloud, datacenter } = resource;
  if (cloud === null) return row("Far rack", `${name}, ${kind}, in ${datacenter}, at ${placeName(resource)}`);
  return row("Resource", `${name}, ${kind}, in cloud ${cloud.code}, ${datacenter}, at ${placeName(resource)}`);
}

/** Map rows, each as its kernel was read back. */
export function placeRows(places: readonly PlaceFact[]): Evidence[] {
  return places.map((place) => {
    const segment = place.segment === null ? "" : `, segment ${place.segment}`;
    const change = place.change === null ? "" : `, by change ${place.change}`;
    const value = `${place.key} ${kernelWords(place)}${segment}${change}`;
    return row(capital(placeName(place)), value, { at: place.reportedAt });
  });
}

function kernelWords({ kernel }: PlaceFact): string {
  if (kernel === null) return "not reported";
  return kernel.state === "present" ? "present" : `${kernel.state} (${kernel.detail})`;
}

/** What the rules counted, in the order of the way. */
export function countRows(counts: readonly CountFact[]): Evidence[] {
  return counts.map(({ frames, direction, ...place }) => {
    const counted = frames === null ? "nothing reported" : `${frames} ${frames === 1 ? "frame" : "frames"}`;
    return row(`${capital(placeName(place))}, ${direction}`, counted);
  });
}

/** What was counted when frames proved the way: kept with the transition. */
export function proofRows({ proof, life }: OrderFacts): Evidence[] {
  if (proof === null || life.proved === null || proof.counts.length === 0) return [];
  const counted = proof.counts.map(({ switchCode, counter, frames }) => `switch ${switchCode} ${counter}: ${frames}`);
  const { round } = proof;
  const probes =
    round === null ? [] : [row("Probes", `${round.returned} of ${round.sent} came back`, { at: round.at })];
  return [...probes, row("Proved by", counted.join(", "), { at: life.proved.at })];
}

/** The links of the path in use, each with what carries the frames. */
export function wayRows({ crossing }: OrderFacts): Evidence[] {
  if (crossing === null || crossing.way === null) return [row("Path", "none in service")];
  const { way, wayBy } = crossing;
  const said = {
    report: "in use, as the agent says",
    only: "the only one",
    record: "as recorded when it was proved",
    choice: "the best; no agent has said which is in use",
  }[wayBy];
  return [
    row("Path", said),
    ...way.links.map((link) => row(linkName(link), linkWay(link), { tags: linkTags(link, way.tagToFar) })),
  ];
}

/** "Line 224", "Provider link 306". */
export function linkName({ medium, code }: WayLinkFact): string {
  return `${medium === "line" ? "Line" : "Provider link"} ${code}`;
}

function linkWay({ near, far, encapsulation }: WayLinkFact): string {
  return `${placeName(near)} to ${placeName(far)}, ${wireOf(encapsulation).name}`;
}

export function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
