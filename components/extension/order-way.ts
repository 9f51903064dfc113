import type { FramePath } from "@/server/domain/frame-path";
import type { OrderChoice } from "./order-steps";

/** Codes of the links between datacenters that a path crosses, in order; none inside one. */
export function linkCodesOf({ legs, hops }: Pick<FramePath, "legs" | "hops">): string[] {
  const codes = legs.flatMap(({ kind, name, to }) => {
    if (kind === "line") return [name.replace(/^line /, "")];
    const provider = hops.find((hop) => hop.id === to);
    return kind === "provider" && provider?.kind === "provider" ? [provider.code] : [];
  });
  return [...new Set(codes)];
}

/** What an order says of its way; nothing where the best path is wanted, whatever it uses. */
export function wayOfChoice({ avoid }: Pick<OrderChoice, "avoid">): { way?: { via: string[]; avoid: string[] } } {
  return avoid.length === 0 ? {} : { way: { via: [], avoid: [...avoid] } };
}
