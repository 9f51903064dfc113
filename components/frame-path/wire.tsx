import { classNames } from "../ui/class-names";
import type { LegReading } from "./reading";

interface WireProps {
  readonly status: LegReading["status"];
  readonly way: "right" | "down";
  /** Changes with each frame that was seen here; a dot runs along the wire for it. */
  readonly frameId: string | null;
  /** The sent frame is on this stretch now. */
  readonly carrying?: boolean;
}

/** A stretch of cable or line: dashed while predicted, solid once observed. */
export function Wire({ status, way, frameId, carrying }: WireProps) {
  const observed = status === "flowing" || status === "seen";
  return (
    <div
      aria-hidden="true"
      className={classNames("relative", way === "right" ? "h-2 w-full" : "w-2 shrink-0 self-stretch")}
    >
      <div
        className={classNames(
          "absolute",
          way === "right" ? "inset-x-0 top-[3px] border-t-2" : "inset-y-0 left-[3px] border-l-2",
          observed ? "border-solid border-ink" : "border-dashed border-line-strong",
        )}
      />
      {carrying ? (
        <span className="moves-carried absolute -left-0.5 size-3 rounded-full bg-state-live ring-4 ring-state-live/25" />
      ) : null}
      {frameId === null ? null : (
        <span
          key={frameId}
          className={classNames(
            "absolute size-2 rounded-full bg-state-live",
            way === "right" ? "moves-right top-0" : "moves-down left-0",
          )}
        />
      )}
    </div>
  );
}
