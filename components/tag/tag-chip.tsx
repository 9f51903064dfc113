"use client";

import type { StackTag } from "@/server/domain/tag-stack";
import { classNames } from "../ui/class-names";
import { Tooltip } from "../ui/tooltip";
import { formatText, TAG_KINDS, tagText } from "./tag-kind";

interface TagChipProps {
  readonly tag: StackTag;
  /** "+" where it is pushed, "−" where it is popped. */
  readonly sign?: "+" | "−";
  readonly className?: string;
}

const SHAPE =
  "number inline-flex items-center gap-1 rounded-sm border px-1 text-xs leading-[1.125rem] font-medium whitespace-nowrap";

/** One tag as its letter and number; says on hover and focus what it is and who puts it on and takes it off. */
export function TagChip({ tag, sign, className }: TagChipProps) {
  const kind = TAG_KINDS[tag.kind];
  return (
    <Tooltip
      content={
        <>
          <span className="block font-medium">
            {tagText(tag)}: {kind.name}
          </span>
          <span className="number block">{formatText(tag.format)}</span>
          <span className="block text-ink-2">{kind.life}</span>
        </>
      }
    >
      <button type="button" className={classNames(SHAPE, kind.soft, "cursor-help", className)}>
        {sign ? <span aria-hidden>{sign}</span> : null}
        {sign ? <span className="sr-only">{sign === "+" ? "pushed" : "popped"} </span> : null}
        {kind.letter}&nbsp;{tag.value}
      </button>
    </Tooltip>
  );
}

/** The same, where it stands inside something that can itself be pressed: no tooltip, no focus of its own. */
export function TagLabel({ tag, className }: { tag: StackTag; className?: string }) {
  const kind = TAG_KINDS[tag.kind];
  return (
    <span className={classNames(SHAPE, kind.soft, className)}>
      {kind.letter}&nbsp;{tag.value}
    </span>
  );
}
