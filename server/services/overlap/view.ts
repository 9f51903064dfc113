/** Where a tenant's numbers meet those of others, and why nothing collides (seed claims 2, 3). */
export interface OverlapView {
  readonly vlanId: string;
  readonly vid: number | null;
  readonly cidr: string | null;
  readonly rackName: string;
  readonly pair: { readonly hostTag: number; readonly customerTag: number };
  /** Other tenants that use the same VLAN id. */
  readonly sameVid: number;
  /** Other tenants whose IP range for some VLAN overlaps. */
  readonly sameRange: number;
  readonly why: string;
}
