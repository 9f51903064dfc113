import type { TagAction } from "./frame-path";
import type { StackTag } from "./tag-stack";
import type { Journey } from "./walk-journey";

/** Where the frame enters the fabric: the segment's own VLAN id, the customer tag, then the host tag over it (seed block 410). */
export function pushPair({ first, customer, host, inner }: Journey): TagAction[] {
  const { port } = first;
  return [
    ...ownTag(first.stack[0], inner[0], port),
    { kind: "push", tag: customer, port },
    { kind: "push", tag: host, port },
  ];
}

/** Where it leaves the fabric: the pair comes off, and the machine gets the frame under its own VLAN id. */
export function popPair({ last, customer, host, inner }: Journey): TagAction[] {
  const { port } = last;
  return [
    { kind: "pop", tag: host, port },
    { kind: "pop", tag: customer, port },
    ...ownTag(inner[0], last.stack[0], port),
  ];
}

/** The two ends may know the VLAN by different ids, or one of them untagged. */
function ownTag(from: StackTag | undefined, to: StackTag | undefined, port: TagAction["port"]): TagAction[] {
  if (from?.value === to?.value) return [];
  if (from === undefined) return to === undefined ? [] : [{ kind: "push", tag: to, port }];
  return to === undefined ? [{ kind: "pop", tag: from, port }] : [{ kind: "rewrite", from, tag: to, port }];
}
