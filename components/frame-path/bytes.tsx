"use client";

import { type KeyboardEvent, useState } from "react";
import type { FrameField } from "@/server/domain/frame-field";
import { classNames } from "../ui/class-names";
import { fieldAt, octetsOf, printable, ROW_OCTETS, rowsOf } from "./hex";
import { layerLook } from "./layer-look";

interface BytesProps {
  readonly hex: string;
  readonly fields: readonly FrameField[];
  readonly lit: FrameField | null;
  readonly onLight: (field: FrameField | null) => void;
}

/** The frame in hexadecimal. One stop for the keyboard; arrow keys move by octet and by row. */
export function Bytes({ hex, fields, lit, onLight }: BytesProps) {
  const [cursor, setCursor] = useState(0);
  const octets = octetsOf(hex);
  const move = (event: KeyboardEvent<HTMLFieldSetElement>) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(octets.length - 1, Math.max(0, cursor + step));
    setCursor(next);
    onLight(fieldAt(fields, next));
    event.currentTarget.querySelector<HTMLElement>(`[data-octet="${next}"]`)?.focus();
  };
  return (
    <fieldset
      className="number m-0 min-w-0 overflow-x-auto border-0 p-3 text-xs leading-5"
      aria-label="Bytes in hexadecimal"
      onKeyDown={move}
    >
      {rowsOf(octets).map((row) => (
        <div key={row.offset} className="flex w-fit gap-4 whitespace-pre max-sm:gap-2">
          <span className="text-ink-3 select-none">{row.offset.toString(16).padStart(4, "0")}</span>
          <span className="flex">
            {row.octets.map((octet, index) => {
              const at = row.offset + index;
              return (
                <Octet
                  key={at}
                  at={at}
                  octet={octet}
                  field={fieldAt(fields, at)}
                  lit={lit}
                  focusable={at === cursor}
                  onLight={onLight}
                  onFocus={() => setCursor(at)}
                />
              );
            })}
          </span>
          <span aria-hidden="true" className="text-ink-2 select-none max-sm:hidden">
            {row.octets.map(printable).join("").padEnd(ROW_OCTETS)}
          </span>
        </div>
      ))}
    </fieldset>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  ArrowDown: ROW_OCTETS,
  ArrowUp: -ROW_OCTETS,
};

interface OctetProps {
  readonly at: number;
  readonly octet: number;
  readonly field: FrameField | null;
  readonly lit: FrameField | null;
  readonly focusable: boolean;
  readonly onLight: (field: FrameField | null) => void;
  readonly onFocus: () => void;
}

function Octet({ at, octet, field, lit, focusable, onLight, onFocus }: OctetProps) {
  const bright = lit !== null && lit.from <= at && at < lit.to;
  const text = octet.toString(16).padStart(2, "0");
  return (
    <button
      type="button"
      data-octet={at}
      tabIndex={focusable ? 0 : -1}
      aria-label={`octet ${at}: ${text}, ${field?.name ?? "padding"}`}
      onPointerEnter={() => onLight(field)}
      onPointerLeave={() => onLight(null)}
      onFocus={() => {
        onFocus();
        onLight(field);
      }}
      onBlur={() => onLight(null)}
      className={classNames(
        "px-[0.2em] max-sm:px-px",
        at % ROW_OCTETS === 8 && "ml-2 max-sm:ml-1",
        layerLook(field).text,
        bright && layerLook(field).solid,
      )}
    >
      {text}
    </button>
  );
}
