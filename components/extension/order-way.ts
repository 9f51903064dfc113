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
export function wayOfChoice({ via, avoid }: WayChoice): { way?: { via: string[]; avoid: string[] } } {
  return via.length + avoid.length === 0 ? {} : { way: { via: [...via], avoid: [...avoid] } };
}

type WayChoice = Pick<OrderChoice, "via" | "avoid">;

/** How a link stands in a choice: it must be used, it must not, or the best path decides. */
export type LinkWish = "any" | "via" | "avoid";

export function wishOf({ via, avoid }: WayChoice, code: string): LinkWish {
  if (via.includes(code)) return "via";
  return avoid.includes(code) ? "avoid" : "any";
}

/** The choice with another wish for one link. */
export function withWish<Chosen extends WayChoice>(choice: Chosen, code: string, wish: LinkWish): Chosen {
  const others = (codes: readonly string[]) => codes.filter((other) => other !== code);
  return {
    ...choice,
    via: wish === "via" ? [...others(choice.via), code] : others(choice.via),
    avoid: wish === "avoid" ? [...others(choice.avoid), code] : others(choice.avoid),
  };
}

/** Whether a path does what was asked. */
export function fits({ via, avoid }: WayChoice, linkCodes: readonly string[]): boolean {
  return via.every((code) => linkCodes.includes(code)) && !avoid.some((code) => linkCodes.includes(code));
}
