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
  /** Tag 3: by which paths frames to it are named; `held` by paths that are ready in the kernels. */
  readonly datacenterTags: { readonly first: number; readonly last: number; readonly held: number };
  /** Client ports with a cable and no rack registered. */
  readonly freeClientPorts: number;
}
