/** Where the switches have learned the addresses of one VLAN. */
export interface MacTableView {
  /** Machines' ports first, then by datacenter, switch, port and address. */
  readonly rows: readonly MacRowView[];
  /** Every switch that the VLAN is on. */
  readonly switches: readonly MacSwitchView[];
}

export interface MacRowView {
  readonly mac: string;
  readonly datacenter: { readonly code: string; readonly place: string };
  readonly switchCode: string;
  readonly port: number;
  /** At "client" and "cloud" ports the machine hangs itself; at the others it is further on. */
  readonly portKind: "client" | "cloud" | "trunk" | "pseudowire";
  /** What hangs on the port, in words: "rack 102A", "110A", "switch 124"; null when nothing is known. */
  readonly far: string | null;
  /** ms since 1970; null when it was there already at the first report that this portal got. */
  readonly since: number | null;
  /** Where on this switch it was before, in words, and when it left there; null when it was seen nowhere else. */
  readonly moved: { readonly from: string; readonly port: number; readonly at: number } | null;
}

/** A switch with the age of what it said, in ms; null when it never reported. */
export interface MacSwitchView {
  readonly code: string;
  readonly datacenterCode: string;
  readonly ageMs: number | null;
}
