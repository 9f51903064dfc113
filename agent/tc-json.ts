/** What `tc -s -j filter show` prints, as rules. Fields that say nothing of what a rule does are let through unread. */
import { z } from "zod";
import type { ActualFilter } from "./actual";
import type { Filter, FilterAction, FilterMatch } from "./filter";
import { COOKIE_MARK } from "./names";

const action = z.looseObject({
  kind: z.string(),
  control_action: z.looseObject({ type: z.string() }).optional(),
  cookie: z.string().optional(),
  stats: z.looseObject({ bytes: z.number(), packets: z.number() }).optional(),
});
type TcAction = z.infer<typeof action>;

const rule = z.looseObject({
  protocol: z.union([z.string(), z.number()]).transform((text) => protocolName(String(text))),
  pref: z.number(),
  kind: z.string(),
  chain: z.number().default(0),
  /** Absent in the head record that stands before the rules of a priority. */
  options: z
    .looseObject({
      handle: z.union([z.number(), z.string()]).optional(),
      keys: z.record(z.string(), z.unknown()).optional(),
      actions: z.array(action).default([]),
    })
    .optional(),
});
type TcRule = z.infer<typeof rule>;
type TcOptions = NonNullable<TcRule["options"]>;

/** An EtherType that tc has no word for stands as "[34997]"; we write it as "0x88b5". */
function protocolName(text: string): string {
  const number = /^\[(\d+)\]$/.exec(text)?.[1];
  return number === undefined ? text : `0x${Number(number).toString(16)}`;
}

/** One `filter show` in JSON. */
export const filterList = z.array(rule);

/** One `qdisc show` in JSON. */
export const qdiscList = z.array(z.looseObject({ kind: z.string(), dev: z.string() }));

/** The rules on the ingress of a device, in the kernel's order; chains other than the first one are somebody else's. */
export function rulesOf(device: string, list: z.infer<typeof filterList>): ActualFilter[] {
  return list
    .filter(({ chain }) => chain === 0)
    .flatMap((item) => (item.options === undefined ? [] : [ruleOf(device, item, item.options)]));
}

function ruleOf(device: string, item: TcRule, options: TcOptions): ActualFilter {
  const filter: Filter = {
    device,
    priority: item.pref,
    protocol: item.protocol,
    handle: handleNumber(options.handle),
    match: matchOf(item, options),
    actions: options.actions.map(actionOf),
  };
  const stats = options.actions[0]?.stats;
  return {
    filter,
    ours: options.actions.some((item) => item.cookie?.startsWith(COOKIE_MARK) ?? false),
    frames: stats?.packets ?? 0,
    octets: stats?.bytes ?? 0,
  };
}

/** Classifiers of other kinds print handles such as "800::800"; those rules are never ours, and 0 is never given. */
function handleNumber(handle: number | string | undefined): number {
  const number = Number(handle ?? 0);
  return Number.isInteger(number) ? number : 0;
}

function matchOf(item: TcRule, options: TcOptions): FilterMatch {
  const keys = options.keys ?? {};
  const text = `${item.kind} ${JSON.stringify(keys)}`;
  const other: FilterMatch = { kind: "other", classifier: item.kind, text };
  const flags = options.skip_hw === true || options.skip_sw === true || options.classid !== undefined;
  if (flags) return other;
  if (item.kind === "matchall") return { kind: "every" };
  if (item.kind !== "flower") return other;
  return flowerMatches.map((shape) => shape(keys)).find((match) => match !== null) ?? other;
}

const vlanId = z.number().int();
const vlanKeys = z.strictObject({ vlan_id: vlanId });
const pairKeys = z.strictObject({ vlan_id: vlanId, vlan_ethtype: z.literal("802.1Q"), cvlan_id: vlanId });
const destinationKeys = z.strictObject({ dst_mac: z.string(), eth_type: z.string() });
/** No key at all, or the one that the rule's protocol says already. */
const anyKeys = z.strictObject({ eth_type: z.string().optional() });
const entryOf = <Depth extends number>(depth: Depth) =>
  z.strictObject({ depth: z.literal(depth), label: z.number().int() });
const labelPairKeys = z.strictObject({ eth_type: z.literal("8847"), mpls: z.tuple([entryOf(1), entryOf(2)]) });
const labelKeys = z.strictObject({ eth_type: z.literal("8847"), mpls_label: z.number().int() });

const flowerMatches: ((keys: unknown) => FilterMatch | null)[] = [
  (keys) => {
    const found = vlanKeys.safeParse(keys).data;
    return found === undefined ? null : { kind: "vlan", vlan: found.vlan_id };
  },
  (keys) => {
    const found = pairKeys.safeParse(keys).data;
    return found === undefined ? null : { kind: "pair", outer: found.vlan_id, inner: found.cvlan_id };
  },
  (keys) => {
    const found = labelKeys.safeParse(keys).data;
    return found === undefined ? null : { kind: "label", label: found.mpls_label };
  },
  (keys) => {
    const [outer, inner] = labelPairKeys.safeParse(keys).data?.mpls ?? [];
    return outer === undefined || inner === undefined
      ? null
      : { kind: "label-pair", outer: outer.label, inner: inner.label };
  },
  (keys) => {
    const found = destinationKeys.safeParse(keys).data;
    return found === undefined ? null : { kind: "destination", mac: found.dst_mac };
  },
  (keys) => (anyKeys.safeParse(keys).success ? { kind: "any" } : null),
];

const tagProtocol = z.enum(["802.1Q", "802.1ad"]);
const pipe = z.looseObject({ type: z.literal("pipe") });
const known = z.union([
  z
    .looseObject({
      kind: z.literal("vlan"),
      vlan_action: z.literal("push"),
      id: z.number(),
      protocol: tagProtocol,
      priority: z.literal(0).optional(),
      control_action: pipe,
    })
    .transform(({ id, protocol }): FilterAction => ({ kind: "push", id, protocol })),
  z
    .looseObject({
      kind: z.literal("vlan"),
      vlan_action: z.literal("modify"),
      id: z.number(),
      protocol: z.literal("802.1Q"),
      priority: z.never().optional(),
      control_action: pipe,
    })
    .transform(({ id }): FilterAction => ({ kind: "retag", id })),
  z
    .looseObject({ kind: z.literal("vlan"), vlan_action: z.literal("pop"), control_action: pipe })
    .transform((): FilterAction => ({ kind: "pop" })),
  z
    .looseObject({ kind: z.literal("vlan"), vlan_action: z.literal("pop_eth"), control_action: pipe })
    .transform((): FilterAction => ({ kind: "pop-ethernet" })),
  z
    .looseObject({
      kind: z.literal("vlan"),
      vlan_action: z.literal("push_eth"),
      dst_mac: z.string(),
      src_mac: z.string(),
      control_action: pipe,
    })
    .transform((it): FilterAction => ({ kind: "push-ethernet", destination: it.dst_mac, source: it.src_mac })),
  z
    .looseObject({
      kind: z.literal("mpls"),
      mpls_action: z.literal("mac_push"),
      protocol: z.literal("mpls_uc"),
      label: z.number(),
      ttl: z.number(),
      control_action: pipe,
    })
    .transform(({ label, ttl }): FilterAction => ({ kind: "push-label", label, ttl })),
  z
    .looseObject({
      kind: z.literal("mpls"),
      mpls_action: z.literal("pop"),
      protocol: z.literal("teb"),
      control_action: pipe,
    })
    .transform((): FilterAction => ({ kind: "pop-label" })),
  z
    .looseObject({
      kind: z.literal("mpls"),
      mpls_action: z.literal("push"),
      protocol: z.literal("mpls_uc"),
      label: z.number(),
      ttl: z.number(),
      control_action: pipe,
    })
    .transform(({ label, ttl }): FilterAction => ({ kind: "push-outer-label", label, ttl })),
  z
    .looseObject({
      kind: z.literal("mpls"),
      mpls_action: z.literal("pop"),
      protocol: z.literal("mpls_uc"),
      control_action: pipe,
    })
    .transform((): FilterAction => ({ kind: "pop-outer-label" })),
  z
    .looseObject({
      kind: z.literal("mirred"),
      mirred_action: z.literal("redirect"),
      direction: z.literal("egress"),
      to_dev: z.string(),
    })
    .transform(({ to_dev }): FilterAction => ({ kind: "redirect", device: to_dev })),
  z
    .looseObject({
      kind: z.literal("gact"),
      control_action: z.looseObject({ type: z.literal("drop") }),
      prob: z.looseObject({ random_type: z.literal("none") }).optional(),
    })
    .transform((): FilterAction => ({ kind: "drop" })),
]);

function actionOf(item: TcAction): FilterAction {
  return known.safeParse(item).data ?? { kind: "other", text: actionSummary(item) };
}

const STATISTICS = new Set([
  "order",
  "index",
  "ref",
  "bind",
  "installed",
  "last_used",
  "first_used",
  "stats",
  "cookie",
]);

function actionSummary(item: TcAction): string {
  return JSON.stringify(Object.fromEntries(Object.entries(item).filter(([name]) => !STATISTICS.has(name))));
}
