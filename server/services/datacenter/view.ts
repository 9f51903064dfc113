export interface DatacenterView {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly place: string;
  readonly hostTags: {
    readonly first: number;
    readonly last: number;
    readonly held: number;
    readonly quarantined: number;
    readonly free: number;
  };
  readonly label: number;
  /** Client ports with a cable and no rack registered. */
  readonly freeClientPorts: number;
}
