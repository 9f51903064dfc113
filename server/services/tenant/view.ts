/** The signed-in person. */
export interface MeView {
  readonly user: { readonly id: string; readonly name: string; readonly email: string };
  /** Sees all tenants and decides on requests across datacenters. */
  readonly operator: boolean;
  /** Whose member the person is; null for people of the operator. */
  readonly tenant: { readonly id: string; readonly name: string; readonly slug: string } | null;
}
