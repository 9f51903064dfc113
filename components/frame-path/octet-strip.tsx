import type { StackTag } from "@/server/domain/tag-stack";
import { formatText, TAG_KINDS, tagText } from "../tag/tag-kind";
import { classNames } from "../ui/class-names";
import { type Block, linesOfStrip } from "./strip";

interface OctetStripProps {
  readonly blocks: readonly Block[];
  /** Pixels of one octet. */
  readonly scale: number;
  /** Drawn solid when frames were observed here, dashed while it is predicted. */
  readonly observed: boolean;
  /** The sent frame has come by here. */
  readonly lit: boolean;
  /** Tags that the leg before did not carry: they grow out of the strip. */
  readonly pushed: readonly StackTag[];
}

/** The frame as it is on one leg, to scale, from destination MAC to payload; inside a tunnel it stands under its headers. */
export function OctetStrip({ blocks, scale, observed, lit, pushed }: OctetStripProps) {
  const lines = linesOfStrip(blocks);
  return (
    <div aria-hidden="true" className="flex w-fit flex-col gap-px">
      {lines.map((line) => (
        <div
          key={line[0]?.from}
          className={classNames(
            "flex w-fit overflow-hidden rounded-sm border",
            lines.length > 1 ? "h-[34px]" : "h-[42px]",
            observed ? "border-solid border-ink-2" : "border-dashed border-ink-3",
            lit && "moves-flash border-state-live",
          )}
        >
          {line.map((block) => (
            <StripBlock
              key={`${block.from}-${block.label}`}
              block={block}
              width={block.octets * scale}
              grows={block.tag !== null && pushed.includes(block.tag)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function StripBlock({ block, width, grows }: { block: Block; width: number; grows: boolean }) {
  return (
    <div
      title={titleOf(block)}
      style={{ width: `${width}px` }}
      className={classNames(
        "number flex h-full shrink-0 flex-col items-center justify-center overflow-hidden text-center text-[10px] leading-3 not-first:border-l not-first:border-surface/70",
        lookOf(block),
        grows && "moves-grow",
      )}
    >
      {block.tag ? <span className="font-semibold">{TAG_KINDS[block.tag.kind].letter}</span> : null}
      <span className={tightness(block, width)}>{labelOf(block, width)}</span>
    </div>
  );
}

function lookOf(block: Block): string {
  if (block.tag !== null) return TAG_KINDS[block.tag.kind].solid;
  if (block.kind === "address") return "bg-octets-address text-octets-ink";
  if (block.kind === "type" || block.kind === "header") return "bg-octets-type text-octets-ink";
  return "bg-octets-payload text-octets-ink";
}

/** Pixels of a character of the strip's font. */
const CHARACTER = 6;
/** The same in its tight form. */
const TIGHT_CHARACTER = 4.6;

/** A number that does not fit stands on the chip above; here it would be cut. */
function labelOf(block: Block, width: number): string {
  if (block.kind === "tag") return block.label.length * TIGHT_CHARACTER <= width ? block.label : "";
  return block.label.length * CHARACTER <= width - 1 ? block.label : "";
}

function tightness(block: Block, width: number): string {
  return block.label.length * CHARACTER > width - 1 ? "text-[8px] tracking-tighter" : "";
}

function titleOf(block: Block): string {
  const place = `octets ${block.from} to ${block.from + block.octets - 1}`;
  if (block.tag !== null)
    return `${tagText(block.tag)}: ${TAG_KINDS[block.tag.kind].name}, ${formatText(block.tag.format)}, ${place}`;
  return block.kind === "payload" ? `payload, from octet ${block.from}` : `${block.name}, ${place}`;
}
