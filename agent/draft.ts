/** A switch's state while operations are done to it, one after the other: links by name, and long lists copied once. */
import type { Actual, ActualFilter, ActualLink, ActualSegmentPort, ActualVlan } from "./actual";
import { ChangedList } from "./changed-list";
import { type Filter, filterPlace } from "./filter";

export class Draft {
  private readonly links: Map<string, ActualLink>;
  private ingress: readonly string[];
  private overfull: Actual["overfull"];
  private readonly vlans: ChangedList<ActualSegmentPort, ActualVlan>;
  private readonly filters: ChangedList<{ readonly filter: Filter }, ActualFilter>;

  constructor(private readonly before: Actual) {
    this.links = new Map(before.links.map((link) => [link.name, link]));
    this.ingress = before.ingress;
    this.overfull = before.overfull;
    this.vlans = new ChangedList(
      before.vlans,
      ({ vid }) => vid,
      ({ device, vid }) => `${device} ${vid}`,
    );
    this.filters = new ChangedList(
      before.filters,
      ({ filter }) => filter.handle,
      ({ filter }) => filterPlace(filter),
    );
  }

  /** The state after all that was done. */
  get actual(): Actual {
    return {
      ...this.before,
      links: [...this.links.values()],
      ingress: this.ingress,
      vlans: this.vlans.list,
      filters: this.filters.list,
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
    this.ingress = [...this.ingress, device];
  }

  addVlan(vlan: ActualVlan): void {
    this.vlans.remove(vlan);
    this.vlans.add(vlan);
  }

  removeVlan(vlan: ActualSegmentPort): void {
    this.vlans.remove(vlan);
  }

  /** A port that changes its bridge loses its memberships. */
  removeVlansOf(isGone: (device: string) => boolean): void {
    this.vlans.become((vlans) => vlans.filter(({ device }) => !isGone(device)));
  }

  keepOverfull(isKept: (port: Actual["overfull"][number]) => boolean): void {
    this.overfull = this.overfull.filter(isKept);
  }

  addFilter(held: ActualFilter): void {
    this.filters.add(held);
  }

  /** Removes whatever stands in the place of this one. */
  removeFilter(filter: Filter): void {
    this.filters.remove({ filter });
  }

  /** The links with those names, and with them their rules, memberships and what hung on them; `aimed` tells what becomes of rules that sent there. */
  removeLinks(isGone: (device: string) => boolean, aimed: (held: ActualFilter) => ActualFilter): void {
    for (const link of [...this.links.values()]) {
      if (isGone(link.name)) this.links.delete(link.name);
      else if (link.master !== null && isGone(link.master)) this.setLink(link.name, { master: null });
    }
    this.ingress = this.ingress.filter((device) => !isGone(device));
    this.removeVlansOf(isGone);
    this.keepOverfull(({ device }) => !isGone(device));
    this.filters.become((filters) => filters.filter(({ filter }) => !isGone(filter.device)).map(aimed));
  }
}
