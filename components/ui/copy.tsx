"use client";

import { toast } from "sonner";
import { classNames } from "./class-names";

/** A MAC, tag, id or hash in mono: one click copies it. */
export function Copy({ value, shown, className }: { value: string; shown?: string; className?: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      toast(`Copied ${value}`);
    } catch {
      toast.error("The browser did not allow copying. Select the text and copy it by keyboard.");
    }
  };
  return (
    <button
      type="button"
      onClick={copy}
      title={`Copy ${value}`}
      className={classNames("number rounded-sm px-0.5 text-left break-all hover:bg-hover", className)}
    >
      {shown ?? value}
    </button>
  );
}
