import Link from "next/link";
import { linkWords } from "@/server/domain/map-words";
import type { OfferedPath, OfferedWays } from "@/server/services/topology/offered-ways";
import { Button } from "../ui/button";
import { Panel } from "../ui/panel";
import { type OrderChoice, orderAddress } from "./order-steps";
import { fits, type LinkWish, wishOf, withWish } from "./order-way";
import { PathOffers } from "./path-offers";

interface ChooseWayProps {
  readonly choice: OrderChoice;
  /** Links of the path that the recap shows, in order from the rack; empty while it is not known, and inside a datacenter. */
  readonly shown: readonly string[];
  /** Null while it is not known, and inside a datacenter. */
  readonly ways: OfferedWays | null;
}

/** The way between datacenters: the best path, one over certain links, or one without them. The address keeps the choice. */
export function ChooseWay({ choice, shown, ways }: ChooseWayProps) {
  const { via, avoid } = choice;
  const links = [...new Set([...(ways?.links ?? []), ...via, ...avoid])].sort();
  if (links.length === 0) return null;
  return (
    <Panel title="Way between the datacenters" note={wayText(shown, choice)}>
      <ul className="flex flex-wrap gap-x-6 gap-y-2 px-3 py-2" aria-label="Links">
        {links.map((code) => (
          <li key={code} className="flex items-center gap-2">
            <span className="font-medium">{code}</span>
            <Wishes choice={choice} code={code} />
          </li>
        ))}
      </ul>
      {ways === null ? null : <PathOffers paths={ways.paths.map((path) => offer(path, choice))} />}
    </Panel>
  );
}

function offer(path: OfferedPath, choice: OrderChoice) {
  return { ...path, fits: fits(choice, path.linkCodes) };
}

const WISHES: readonly { readonly wish: LinkWish; readonly word: string }[] = [
  { wish: "any", word: "any" },
  { wish: "via", word: "use" },
  { wish: "avoid", word: "avoid" },
];

function Wishes({ choice, code }: { choice: OrderChoice; code: string }) {
  const chosen = wishOf(choice, code);
  return (
    <span className="flex gap-1">
      {WISHES.map(({ wish, word }) => (
        <Button key={wish} asChild size="small" look={wish === chosen ? "primary" : undefined}>
          <Link
            href={orderAddress(withWish(choice, code, wish))}
            scroll={false}
            aria-current={wish === chosen ? "true" : undefined}
            aria-label={`${word} link ${code}`}
          >
            {word}
          </Link>
        </Button>
      ))}
    </span>
  );
}

function wayText(shown: readonly string[], { via, avoid }: OrderChoice): string {
  const goes = shown.length === 0 ? "no path yet" : `over ${linkWords(shown)}`;
  if (via.length + avoid.length === 0) return `${goes}, the best path`;
  const asked = [
    via.length > 0 ? `over ${linkWords(via)}` : "",
    avoid.length > 0 ? `not over ${linkWords(avoid)}` : "",
  ];
  return `${goes}; you asked: ${asked.filter((one) => one !== "").join(", ")}`;
}
