import type { StackTag } from "@/server/domain/tag-stack";
import { TagChip, TagLabel } from "./tag-chip";

/** A whole stack, outermost first. `plain` inside something that can be pressed. */
export function Stack({ tags, plain }: { tags: readonly StackTag[]; plain?: boolean }) {
  if (tags.length === 0) return <span className="text-ink-3">no tag</span>;
  const Chip = plain ? TagLabel : TagChip;
  return (
    <span className="inline-flex flex-wrap gap-1">
      {tags.map((tag) => (
        <Chip key={`${tag.kind}-${tag.value}`} tag={tag} />
      ))}
    </span>
  );
}
