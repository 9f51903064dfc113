export interface VlanView {
  readonly id: string;
  /** The client's own id; null is untagged. */
  readonly vid: number | null;
  readonly name: string;
  readonly cidr: string | null;
  readonly hostTag: number;
  readonly customerTag: number;
  /** S * 4096 + C: the pair as one 24-bit segment id. */
  readonly segmentId: number;
  readonly rack: {
    readonly id: string;
    readonly name: string;
    readonly series: string;
    readonly datacenterCode: string;
  };
  /** How many other tenants use the same VLAN id, or an IP range that overlaps. Their names are not for us. */
  readonly overlap: { readonly sameVid: number; readonly sameRange: number };
  readonly extensionCount: number;
  readonly createdAt: number;
}

/** What one VLAN of `10,20,100-105` would become; computed by the same code that declares. */
export interface VlanPreviewRow {
  readonly vid: number | null;
  readonly hostTag: number;
  /** The customer tag it would get if it were declared now; null where it can't be. */
  readonly customerTag: number | null;
  /** A sentence when this VLAN can't be declared, with the next free one. */
  readonly conflict: string | null;
}
