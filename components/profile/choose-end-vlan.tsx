"use client";

import { type FormEvent, useId, useState } from "react";
import { Button } from "../ui/button";
import { Choice } from "../ui/choice";
import { Input } from "../ui/input";

type EndVlan = number | "untagged" | null;

interface ChooseEndVlanProps {
  /** The rack's own id; null is untagged, absent while it is not known. */
  readonly vid: number | null | undefined;
  /** Null is the rack's own. */
  readonly chosen: EndVlan;
  readonly fault: string | null;
  readonly onChoose: (endVlan: EndVlan) => void;
}

/** The VLAN id under which the resource sends and gets the frames: the rack's own, none, or another. */
export function ChooseEndVlan({ vid, chosen, fault, onChoose }: ChooseEndVlanProps) {
  const id = useId();
  const [kind, setKind] = useState(kindOf(chosen));
  const [typed, setTyped] = useState(typeof chosen === "number" ? String(chosen) : "");
  const [problem, setProblem] = useState<string | null>(null);
  const choose = (next: Kind) => {
    setKind(next);
    setProblem(null);
    if (next === "same") onChoose(null);
    if (next === "untagged") onChoose("untagged");
  };
  const use = (event: FormEvent) => {
    event.preventDefault();
    const wrong = problemOf(typed);
    setProblem(wrong);
    if (wrong === null) onChoose(Number(typed) === vid ? null : Number(typed));
  };
  const shown = problem ?? fault;
  return (
    <form onSubmit={use} noValidate className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-3 py-2">
      <div className="min-w-0">
        <p id={`${id}-what`}>
          <span className="text-ink-3">VLAN id at the resource: </span>
          {endText(chosen, vid)}.
        </p>
        {shown === null ? null : (
          <p id={`${id}-error`} role="alert" className="text-table text-danger">
            {shown}
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Choice label="VLAN id at the resource" value={kind} onChange={choose} options={optionsFor(vid)} />
        {kind === "other" ? (
          <>
            <Input
              aria-label="Other VLAN id"
              aria-invalid={shown === null ? undefined : true}
              aria-describedby={shown === null ? `${id}-what` : `${id}-error`}
              className="number w-24"
              inputMode="numeric"
              autoComplete="off"
              placeholder="1 to 4094"
              value={typed}
              onChange={(event) => {
                setProblem(null);
                setTyped(event.target.value);
              }}
            />
            <Button type="submit" size="small">
              Use
            </Button>
          </>
        ) : null}
      </div>
    </form>
  );
}

type Kind = "same" | "untagged" | "other";

function kindOf(chosen: EndVlan): Kind {
  if (chosen === null) return "same";
  return chosen === "untagged" ? "untagged" : "other";
}

function optionsFor(vid: number | null | undefined) {
  const all: { readonly value: Kind; readonly label: string }[] = [
    { value: "same", label: "The same" },
    { value: "untagged", label: "Untagged" },
    { value: "other", label: "Another" },
  ];
  return vid === null ? all.filter(({ value }) => value !== "untagged") : all;
}

function endText(chosen: EndVlan, vid: number | null | undefined): string {
  if (chosen !== null) return `${chosen}; the resource's port changes it, both ways`;
  if (vid === undefined) return "the same as the rack's";
  return vid === null ? "untagged, as at the rack" : `${vid}, the same as at the rack`;
}

function problemOf(typed: string): string | null {
  const plain = typed.trim();
  if (/^\d{1,4}$/.test(plain) && Number(plain) >= 1 && Number(plain) <= 4094) return null;
  return "A VLAN id is a whole number from 1 to 4094.";
}
