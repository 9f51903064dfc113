import type { Filter } from "./filter";

/** Names of the chains to which rules of the first chain lead, at whatever distance. */
export function chainsInUse(first: readonly Filter[], all: readonly Filter[]): ReadonlySet<string> {
  const onward = new Map<string, Filter[]>();
  for (const filter of all) {
    if (filter.chain === undefined || !leads(filter)) continue;
    const name = chainName(filter.device, filter.chain);
    onward.set(name, [...(onward.get(name) ?? []), filter]);
  }
  const found = new Set<string>();
  const follow = (filter: Filter): void => {
    for (const action of filter.actions) {
      if (action.kind !== "goto") continue;
      const name = chainName(filter.device, action.chain);
      if (found.has(name)) continue;
      found.add(name);
      for (const next of onward.get(name) ?? []) follow(next);
    }
  };
  for (const filter of first) if (filter.chain === undefined) follow(filter);
  return found;
}

export function chainName(device: string, chain: number): string {
  return `${device} ${chain}`;
}

function leads({ actions }: Filter): boolean {
  return actions.some(({ kind }) => kind === "goto");
}
