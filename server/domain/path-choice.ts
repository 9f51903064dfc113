import { CLIENT_PAYLOAD_OCTETS } from "./frame-path";

/** A link in service, as an edge between two switches. */
export interface LinkEdge {
  readonly id: string;
  readonly code: string;
  readonly aSwitchId: string;
  readonly bSwitchId: string;
  /** What the operator says that it costs; any unit, the same for all links. */
  readonly cost: number;
  readonly latencyMicros: number;
  /** Octets of payload that it leaves for a client that tags its frames, as it is sent now. */
  readonly room: number;
}

/** What a tenant or an operator asks of a path: links that it must use, and such that it must not, by code. */
export interface Way {
  readonly via: readonly string[];
  readonly avoid: readonly string[];
}
export const ANY_WAY: Way = { via: [], avoid: [] };

/** Links in the order of travel, with what they add up to. */
export interface LinkPath {
  readonly links: readonly LinkEdge[];
  readonly cost: number;
  readonly latencyMicros: number;
}

/** More links than this in one path are not tried: each transit adds a hop that can fail. */
const MOST_LINKS = 4;
/** So many paths of a pseudowire are kept ready in the kernels. */
export const PATHS_KEPT = 3;

/**
 * The best paths between two switches over these links, best first: by cost, then latency, then number of links, then
 * codes, so that the same links always give the same answer. No path passes a switch twice. One that cannot carry a
 * client's full frame is left out where another can: after a failover it would lose the large ones without a word.
 *
 * @param most how many are wanted
 */
export function choosePaths(
  links: readonly LinkEdge[],
  ends: { readonly from: string; readonly to: string },
  way: Way = ANY_WAY,
  most = PATHS_KEPT,
): LinkPath[] {
  const usable = links.filter((link) => !way.avoid.includes(link.code));
  const found = pathsFrom(usable, ends.from, ends.to, [ends.from]).map(sized);
  const asked = found.filter((path) => way.via.every((code) => path.links.some((link) => link.code === code)));
  const wide = asked.filter(({ links }) => links.every(({ room }) => room >= CLIENT_PAYLOAD_OCTETS));
  return (wide.length > 0 ? wide : asked).sort(byRank).slice(0, most);
}

function pathsFrom(
  links: readonly LinkEdge[],
  at: string,
  to: string,
  passed: readonly string[],
): (readonly LinkEdge[])[] {
  if (at === to) return [[]];
  if (passed.length > MOST_LINKS) return [];
  return links.flatMap((link) => {
    const next = otherEnd(link, at);
    if (next === null || passed.includes(next)) return [];
    return pathsFrom(links, next, to, [...passed, next]).map((rest) => [link, ...rest]);
  });
}

/** The switch at the other end of a link; null when it does not end here. */
export function otherEnd(link: Pick<LinkEdge, "aSwitchId" | "bSwitchId">, at: string): string | null {
  if (link.aSwitchId === at) return link.bSwitchId;
  return link.bSwitchId === at ? link.aSwitchId : null;
}

function sized(links: readonly LinkEdge[]): LinkPath {
  const sum = (of: (link: LinkEdge) => number) => links.reduce((total, link) => total + of(link), 0);
  return { links, cost: sum((link) => link.cost), latencyMicros: sum((link) => link.latencyMicros) };
}

function byRank(a: LinkPath, b: LinkPath): number {
  const numbers = a.cost - b.cost || a.latencyMicros - b.latencyMicros || a.links.length - b.links.length;
  return numbers || (codesOf(a) < codesOf(b) ? -1 : 1);
}

function codesOf({ links }: LinkPath): string {
  return links.map((link) => link.code).join(" ");
}

/** A way as one word of a row: equal ways have equal keys; empty for any way. */
export function wayKey({ via, avoid }: Way): string {
  const sorted = (codes: readonly string[]) => [...new Set(codes)].sort().join(",");
  const parts = [via.length > 0 ? `via ${sorted(via)}` : "", avoid.length > 0 ? `avoid ${sorted(avoid)}` : ""];
  return parts.filter((part) => part !== "").join("; ");
}

/** The way that a key stands for. */
export function wayOf(key: string): Way {
  const listed = (word: string) => {
    const part = key.split("; ").find((one) => one.startsWith(`${word} `));
    return part === undefined ? [] : part.slice(word.length + 1).split(",");
  };
  return { via: listed("via"), avoid: listed("avoid") };
}
