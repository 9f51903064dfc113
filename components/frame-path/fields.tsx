"use client";

import type { FrameField } from "@/server/domain/frame-field";
import { classNames } from "../ui/class-names";
import { layersOf } from "./hex";
import { layerLook } from "./layer-look";

interface FieldsProps {
  readonly fields: readonly FrameField[];
  readonly lit: FrameField | null;
  readonly onLight: (field: FrameField | null) => void;
}

/** The frame taken apart, layer by layer. */
export function Fields({ fields, lit, onLight }: FieldsProps) {
  return (
    <div className="min-w-0 p-1">
      {layersOf(fields).map(({ layer, fields: own }) => (
        <div key={`${layer}-${own[0]?.from}`} className="mb-1">
          <p className="px-2 pt-1 text-xs font-medium text-ink-3">{layer}</p>
          <ul>
            {own.map((field) => (
              <li key={`${field.from}-${field.name}`}>
                <button
                  type="button"
                  onPointerEnter={() => onLight(field)}
                  onPointerLeave={() => onLight(null)}
                  onFocus={() => onLight(field)}
                  onBlur={() => onLight(null)}
                  className={classNames(
                    "grid w-full grid-cols-[minmax(7rem,9rem)_minmax(0,1fr)_auto] gap-2 rounded-sm px-2 py-0.5 text-left text-table",
                    overlaps(field, lit) && layerLook(field).solid,
                  )}
                >
                  <span className={overlaps(field, lit) ? "" : "text-ink-2"}>{field.name}</span>
                  <span className="number min-w-0 break-all">{field.value}</span>
                  <span className={classNames("number text-xs", overlaps(field, lit) ? "" : "text-ink-3")}>
                    {field.from}–{field.to - 1}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function overlaps(field: FrameField, lit: FrameField | null): boolean {
  return lit !== null && field.from === lit.from && field.to === lit.to;
}
