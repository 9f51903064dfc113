import type { LinkView, PathEndView, PseudowireView } from "@/server/services/link/view";

type Ends = readonly [switchCode: string, datacenterCode: string];

/** Three datacenters with an edge switch each, as in FIG. 2. */
export const EDGES = { near: ["124", "DC1"], far: ["220", "DC2"], third: ["222", "DC3"] } as const;

/** A dedicated line of cost 10 with VPLS labels. */
export function someLine(code: string, a: Ends, b: Ends, change: Partial<LinkView> = {}): LinkView {
  const end = ([switchCode, datacenterCode]: Ends) => ({ switchCode, datacenterCode, port: 31, address: null });
  return {
    ...{ id: `link_${code}`, code, medium: "line", state: "in_service", a: end(a), b: end(b) },
    encapsulation: { kind: "vpls", name: "VPLS label", overhead: 18, longHaul: null },
    others: [{ kind: "q", name: "third Q tag", overhead: 4, longHaul: null }],
    ...{ longHaul: null, mtu: 9100, room: 9070, cost: 10, latencyMicros: 9_000 },
    problems: [],
    ...{ health: "up", healthSince: 1_000, change: null },
    ...change,
  };
}

/** The lines 224, 226 and 228, each between two of the three. */
export function triangle(change: Partial<LinkView> = {}): LinkView[] {
  return [
    someLine("224", EDGES.near, EDGES.far, change),
    someLine("226", EDGES.near, EDGES.third),
    someLine("228", EDGES.far, EDGES.third),
  ];
}

const HEARD: PathEndView = { state: "up", active: false, since: 1_000 };

/** A pseudowire between 124 and 220 whose paths are these links; the first is in use at both ends. */
export function somePseudowire(paths: readonly (readonly string[])[], change: Partial<PseudowireView> = {}) {
  const view: PseudowireView = {
    id: "pw_1",
    a: { switchCode: "124", datacenterCode: "DC1", port: 5001 },
    b: { switchCode: "220", datacenterCode: "DC2", port: 5001 },
    way: "",
    segments: 3,
    paths: paths.map((linkCodes, rank) => ({
      ...{ id: `path_${rank}`, linkCodes, via: [], cost: 10 * linkCodes.length, latencyMicros: 9_000 },
      ...{ tagToA: 1104 + rank, tagToB: 1204 + rank },
      atA: { ...HEARD, active: rank === 0 },
      atB: { ...HEARD, active: rank === 0 },
    })),
    ...change,
  };
  return view;
}
