"use client";

import { useId } from "react";
import type { EncapsulationView, LinkView } from "@/server/services/link/view";
import { roomUnder } from "./room-under";

interface EncapsulationChoiceProps {
  readonly link: LinkView;
  readonly chosen: EncapsulationView["kind"];
  readonly disabled: boolean;
  readonly onChoose: (kind: EncapsulationView["kind"]) => void;
}

const ROW = "grid grid-cols-[1rem_minmax(0,1fr)_5.5rem_5.5rem] items-center gap-x-3 px-2";

/** Those that a link of its kind can carry, as the browser's own radio buttons. */
export function EncapsulationChoice({ link, chosen, disabled, onChoose }: EncapsulationChoiceProps) {
  const name = useId();
  return (
    <fieldset disabled={disabled} className="min-w-0 text-table disabled:opacity-60">
      <legend className="sr-only">Encapsulation of link {link.code}</legend>
      <div aria-hidden className={`${ROW} pb-1 text-xs text-ink-3`}>
        <span />
        <span />
        <span className="text-right">Overhead</span>
        <span className="text-right">Room</span>
      </div>
      {[link.encapsulation, ...link.others].toSorted(byName).map((option) => (
        <label key={option.kind} className={`${ROW} min-h-8 rounded-md hover:bg-hover max-md:min-h-10`}>
          <input
            type="radio"
            name={name}
            className="accent-accent"
            checked={option.kind === chosen}
            onChange={() => onChoose(option.kind)}
          />
          <span className="min-w-0">
            {option.name}
            {option.kind === link.encapsulation.kind ? <span className="text-ink-3"> in use</span> : null}
          </span>
          <span className="number text-right">
            {option.overhead}
            <span className="sr-only"> octets of overhead</span>
          </span>
          <span className="number text-right">
            {roomUnder(link, option)}
            <span className="sr-only"> octets left for a client</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** The same order whichever is in use. */
function byName(one: EncapsulationView, other: EncapsulationView): number {
  return one.name < other.name ? -1 : 1;
}
