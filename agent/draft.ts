/** A switch's state while operations are done to it, one after the other: lists are copied once, and places are found by name. */
import type { Actual, ActualFilter, ActualLink, ActualVlan } from "./actual";
import { filterPlace } from "./filter";

export class Draft {
  private readonly links: Map<string, ActualLink>;
  private ingress: string[] | null = null;
  private overfull: Actual["overfull"];
  private vlans: Map<string, ActualVlan> | null = null;
  /** A rule that went leaves a gap, so that the others keep their index. */
  private filters: (ActualFilter | null)[] | null = null;
  private filtersAt: Map<string, number[]> | null = null;

  constructor(private readonly before: Actual) {
    this.links = new Map(before.links.map((link) => [link.name, link]));
    this.overfull = before.overfull;
  }

  /** The state after all that was done. */
  get actual(): Actual {
    return {
      ...this.before,
      links: [...this.links.values()],
      ingress: this.ingress ?? this.before.ingress,
      vlans: this.vlans === null ? this.before.vlans : [...this.vlans.values()],
      filters: this.filters === null ? this.before.filters : this.filters.filter((held) => held !== null),
      overfull: this.overfull,
    };
  }

  get allLinks(): Iterable<ActualLink> {
    return this.links.values();
  }

  link(name: string): ActualLink | undefined {
    return this.links.get(name);
  }

  addLink(link: ActualLink): void {
    this.links.set(link.name, link);
  }

  /** Nothing happens to a link that is not there. */
  setLink(name: string, change: Partial<ActualLink>): void {
    const link = this.links.get(name);
    if (link !== undefined) this.links.set(name, { ...link, ...change });
  }

  addIngress(device: string): void {
    this.ingress = [...(this.ingress ?? this.before.ingress), device];
  }

  addVlan(vlan: ActualVlan): void {
    this.heldVlans().set(vlanName(vlan), vlan);
  }

  removeVlan(vlan: Pick<ActualVlan, "device" | "vid">): void {
    this.heldVlans().delete(vlanName(vlan));
  }

  /** A port that changes its bridge loses its memberships. */
  removeVlansOf(isGone: (device: string) => boolean): void {
    const held = this.heldVlans();
    for (const [name, { device }] of held) if (isGone(device)) held.delete(name);
  }

  keepOverfull(isKept: (port: Actual["overfull"][number]) => boolean): void {
    this.overfull = this.overfull.filter(isKept);
  }

  addFilter(held: ActualFilter): void {
    const filters = this.heldFilters();
    if (this.filtersAt !== null) noted(this.filtersAt, filterPlace(held.filter), filters.length);
    filters.push(held);
  }

  removeFilter(place: string): void {
    const filters = this.heldFilters();
    this.filtersAt ??= placesOf(filters);
    for (const index of this.filtersAt.get(place) ?? []) filters[index] = null;
    this.filtersAt.delete(place);
  }

  /** The links with those names, and with them their rules, memberships and what hung on them; `aimed` tells what becomes of rules that sent there. */
  removeLinks(isGone: (device: string) => boolean, aimed: (held: ActualFilter) => ActualFilter): void {
    for (const link of [...this.links.values()]) {
      if (isGone(link.name)) this.links.delete(link.name);
      else if (link.master !== null && isGone(link.master)) this.setLink(link.name, { master: null });
    }
    this.ingress = (this.ingress ?? this.before.ingress).filter((device) => !isGone(device));
    this.removeVlansOf(isGone);
    this.keepOverfull(({ device }) => !isGone(device));
    this.filters = this.heldFilters().map((held) => (held === null || isGone(held.filter.device) ? null : aimed(held)));
    this.filtersAt = null;
  }

  private heldVlans(): Map<string, ActualVlan> {
    this.vlans ??= new Map(this.before.vlans.map((vlan) => [vlanName(vlan), vlan]));
    return this.vlans;
  }

  private heldFilters(): (ActualFilter | null)[] {
    this.filters ??= [...this.before.filters];
    return this.filters;
  }
}

const vlanName = ({ device, vid }: Pick<ActualVlan, "device" | "vid">): string => `${device} ${vid}`;

function placesOf(filters: readonly (ActualFilter | null)[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [index, held] of filters.entries()) if (held !== null) noted(places, filterPlace(held.filter), index);
  return places;
}

function noted(places: Map<string, number[]>, place: string, index: number): void {
  const there = places.get(place);
  if (there === undefined) places.set(place, [index]);
  else there.push(index);
}
