import type { LaneProps } from "./lane-props";
import { LaneRow } from "./lane-row";

/** The path from left to right, in as many rows as it takes, as a line of writing goes on in the next. */
export function Lane(props: LaneProps) {
  return (
    <div className="flex flex-col gap-3">
      {props.layout.rows.map((row) => (
        <LaneRow key={row.legs[0]?.leg.id} {...props} row={row} />
      ))}
    </div>
  );
}
