import { Route, Undo2 } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { linkWords } from "@/server/domain/map-words";
import { Button } from "../ui/button";
import { type OrderChoice, orderAddress } from "./order-steps";

interface ChooseWayProps {
  readonly choice: OrderChoice;
  /** Links of the path that the recap shows, in order from the rack; empty while it is not known, and inside a datacenter. */
  readonly shown: readonly string[];
}

/** The way between datacenters: the best path, or another one that leaves out links of it. The address keeps the choice. */
export function ChooseWay({ choice, shown }: ChooseWayProps) {
  const { avoid } = choice;
  if (shown.length === 0 && avoid.length === 0) return null;
  return (
    <section aria-label="Way" className="panel flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-3 py-2">
      <p className="min-w-0">{wayText(shown, avoid)}</p>
      <div className="flex flex-wrap gap-2">
        {avoid.map((code) => (
          <Turn key={`back-${code}`} choice={{ ...choice, avoid: avoid.filter((other) => other !== code) }}>
            <Undo2 aria-hidden /> Allow link {code} again
          </Turn>
        ))}
        {shown.map((code) => (
          <Turn key={`avoid-${code}`} choice={{ ...choice, avoid: [...avoid, code] }}>
            <Route aria-hidden /> Take another path than over {code}
          </Turn>
        ))}
      </div>
    </section>
  );
}

function Turn({ choice, children }: { choice: OrderChoice; children: ReactNode }) {
  return (
    <Button asChild size="small">
      <Link href={orderAddress(choice)} scroll={false}>
        {children}
      </Link>
    </Button>
  );
}

function wayText(shown: readonly string[], avoid: readonly string[]): string {
  const goes = shown.length === 0 ? "" : `Over ${linkWords(shown)}`;
  if (avoid.length === 0) return `${goes}, the best path.`;
  const not = `not over ${linkWords(avoid)}`;
  return goes === "" ? `You asked: ${not}.` : `${goes}; you asked: ${not}.`;
}
