import type { NicView } from "@/server/services/health/view";
import { Mark } from "../state/state-mark";
import { Disclosure } from "../ui/disclosure";
import { sizeText } from "./words";

/** How many network devices are up, and on request what each carried since it was made. */
export function NicList({ nics }: { nics: readonly NicView[] }) {
  if (nics.length === 0) return <span className="text-ink-3">none</span>;
  const up = nics.filter(({ isUp }) => isUp).length;
  return (
    <Disclosure
      summary={
        <span className="number whitespace-nowrap">
          {up} of {nics.length} up
        </span>
      }
    >
      <ul className="flex flex-col gap-0.5 text-xs">
        {nics.map((nic) => (
          <li key={nic.name} className="flex flex-wrap items-baseline gap-x-2">
            <Mark shape={nic.isUp ? "configured" : "released"}>
              <span className="number">{nic.name}</span> {nic.isUp ? "up" : "down"}
            </Mark>
            <span className="text-ink-3">
              in <span className="number">{sizeText(nic.received)}</span>, out{" "}
              <span className="number">{sizeText(nic.sent)}</span>
            </span>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
