import type { FrameField } from "@/server/domain/frame-field";
import type { TagKind } from "@/server/domain/tag-stack";
import { TAG_KINDS } from "../tag/tag-kind";

interface LayerLook {
  readonly text: string;
  readonly solid: string;
}

const PLAIN: LayerLook = { text: "text-ink-2", solid: "bg-accent text-on-accent" };

const TAG_LAYERS: Readonly<Record<string, TagKind>> = {
  "Tag Q": "client",
  "Tag C": "customer",
  "Tag S": "host",
  "Tag D": "datacenter",
  "Tag P": "long-haul",
};

const TEXT: Record<TagKind, string> = {
  client: "text-tag-q-ink",
  customer: "text-tag-c-ink",
  host: "text-tag-s-ink",
  datacenter: "text-tag-d-ink",
  "long-haul": "text-ink",
};

/** How octets of a field look: a tag's in the tag's colour, any other's plain. */
export function layerLook(field: FrameField | null): LayerLook {
  const kind = field === null ? undefined : TAG_LAYERS[field.layer];
  return kind === undefined ? PLAIN : { text: TEXT[kind], solid: TAG_KINDS[kind].solid };
}
