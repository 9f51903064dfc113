/** What `tc -s -j filter show` prints, as rules. Fields that say nothing of what a rule does are let through unread. */
import { z } from "zod";
import type { ActualFilter } from "./actual";
import { type Filter, type FilterAction, type FilterMatch, type FrameKeys, ONLY_HANDLE } from "./filter";
import { typeText } from "./frame-match";
import { COOKIE_MARK } from "./names";
import { NO_POLICES, type Polices } from "./police-text";
import { PROBE_ADDRESSES } from "./protocol";

const action = z.looseObject({
  kind: z.string(),
  control_action: z.looseObject({ type: z.string() }).optional(),
  cookie: z.string().optional(),
  index: z.number().optional(),
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
      /** Of u32's own tables, which are no rules. */
      ht_divisor: z.number().optional(),
      handle: z.union([z.number(), z.string()]).optional(),
      keys: z.record(z.string(), z.unknown()).optional(),
      actions: z.array(action).default([]),
    })
    .optional(),
});
export type TcRule = z.infer<typeof rule>;
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

/** Whether one of the rules keeps a rate: how high it is stands elsewhere. */
export function hasPolice(list: z.infer<typeof filterList>): boolean {
  return list.some(({ options }) => options?.actions.some(({ kind }) => kind === "police"));
}

/** Places of matchall rules that a listing names without telling the rule. */
export function untoldPlaces(list: readonly TcRule[]): TcRule[] {
  const placeOf = ({ chain, pref }: TcRule) => `${chain} ${pref}`;
  const told = new Set(list.filter(({ options }) => options !== undefined).map(placeOf));
  return list.filter((one) => one.kind === "matchall" && one.options === undefined && !told.has(placeOf(one)));
}

/** The rules on the ingress of a device, in the kernel's order. */
export function rulesOf(
  device: string,
  list: z.infer<typeof filterList>,
  polices: Polices = NO_POLICES,
): ActualFilter[] {
  return list.flatMap((item) =>
    item.options === undefined || item.options.ht_divisor !== undefined
      ? []
      : [ruleOf(device, item, item.options, polices)],
  );
}

function ruleOf(device: string, item: TcRule, options: TcOptions, polices: Polices): ActualFilter {
  const filter: Filter = {
    device,
    ...(item.chain === 0 ? {} : { chain: item.chain }),
    priority: item.pref,
    protocol: item.chain === 0 ? item.protocol : protocolInChain(item, options),
    handle: item.kind === "u32" ? ONLY_HANDLE : handleNumber(options.handle),
    match: matchOf(item, options),
    actions: options.actions.map((action) => actionOf(action, polices)),
  };
  const passed = options.actions.at(-1)?.stats;
  return {
    filter,
    ours: options.actions.some((item) => item.cookie?.startsWith(COOKIE_MARK) ?? false),
    met: options.actions[0]?.stats?.packets ?? 0,
    frames: passed?.packets ?? 0,
    octets: passed?.bytes ?? 0,
  };
}

/** In chains a tenant's rules match any EtherType, for which tc may have a word; the fields of the match say its number. */
function protocolInChain({ protocol }: TcRule, { keys = {} }: TcOptions): string {
  const isUnderTag = ["vlan_id", "vlan_prio", "vlan_ethtype"].some((key) => key in keys);
  const type = isUnderTag ? undefined : etherType.safeParse(keys.eth_type).data;
  return type === undefined ? protocol : typeText(type);
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
  if (item.kind === "u32") return forgedMatch(options) ?? { ...other, text: `u32 ${u32Text(options)}` };
  if (item.kind !== "flower") return other;
  return flowerMatches.map((shape) => shape(keys)).find((match) => match !== null) ?? other;
}

const forged = z.looseObject({
  fwmark_value: z.literal("0"),
  fwmark_mask: z.literal("0xffffffff"),
  match: z.looseObject({ value: z.string(), mask: z.string(), off: z.number() }),
});
/** The first two octets of an address in the four that u32 looks at. */
const PROBE_DIGITS = PROBE_ADDRESSES.replace(":", "").replace(/^0/, "");
const FORGED_TEXTS = new Map([
  [`${PROBE_DIGITS}/ffff@-16`, "destination"],
  [`${PROBE_DIGITS}0000/ffff0000@-8`, "source"],
] as const);

function forgedMatch(options: TcOptions): FilterMatch | null {
  const { value, mask, off } = forged.safeParse(options).data?.match ?? {};
  const address = [...FORGED_TEXTS].find(([text]) => text === `${value}/${mask}@${off}`)?.[1];
  return address === undefined ? null : { kind: "forged", address };
}

function u32Text({ match, fwmark_value, fwmark_mask }: TcOptions): string {
  return JSON.stringify({ match, fwmark_value, fwmark_mask });
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

/** As tc's flower tells the EtherType of what it looks at: a word for some, else four hexadecimal digits. */
const TYPE_WORDS = new Map([
  ["ipv4", 0x0800],
  ["arp", 0x0806],
  ["ipv6", 0x86dd],
  ["802.1Q", 0x8100],
  ["802.1AD", 0x88a8],
]);
const etherType = z
  .string()
  .transform((text) => TYPE_WORDS.get(text) ?? Number.parseInt(text, 16))
  .pipe(z.number());

const frameKeys = z
  .strictObject({
    vlan_id: vlanId.optional(),
    vlan_prio: z.number().optional(),
    vlan_ethtype: z.string().optional(),
    eth_type: etherType.optional(),
    dst_mac: z.string().optional(),
    src_mac: z.string().optional(),
    ip_proto: z.enum(["icmp", "tcp", "udp"]).optional(),
    src_ip: z.string().optional(),
    dst_ip: z.string().optional(),
    src_port: z.number().optional(),
    dst_port: z.number().optional(),
  })
  .transform(
    (keys): FrameKeys => ({
      vlan: keys.vlan_id,
      vlanPriority: keys.vlan_prio,
      innerType: keys.vlan_ethtype === undefined ? undefined : (keys.eth_type ?? TYPE_WORDS.get(keys.vlan_ethtype)),
      destination: keys.dst_mac,
      source: keys.src_mac,
      ipProtocol: keys.ip_proto,
      sourceIp: keys.src_ip,
      destinationIp: keys.dst_ip,
      sourcePort: keys.src_port,
      destinationPort: keys.dst_port,
    }),
  );

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
  (keys) => (anyKeys.safeParse(keys).success ? ANY : null),
  (keys) => {
    const found = frameKeys.safeParse(keys).data;
    return found === undefined ? null : { kind: "frame", keys: found };
  },
];

const tagProtocol = z.enum(["802.1Q", "802.1ad"]);
const pipe = z.looseObject({ type: z.literal("pipe") });
const certain = z.looseObject({ random_type: z.literal("none") }).optional();

/** A new destination is written in two parts: its first four octets, then two in front of the source's first two. */
const partOfAddress = (offset: number, mask: string) =>
  z.strictObject({
    htype: z.literal("eth"),
    offset: z.literal(offset),
    cmd: z.literal("set"),
    val: z.string().regex(/^[0-9a-f]{1,8}$/),
    mask: z.literal(mask),
  });
const addressStart = partOfAddress(0, "0").transform(({ val }) => val.padStart(8, "0"));
const addressEnd = partOfAddress(4, "ffff").transform(({ val }) => val.padStart(8, "0").slice(0, 4));
const macOf = (digits: string): string => (digits.match(/../g) ?? []).join(":");

/** Tens of thousands of rules do the same few things: they share what says so. */
const POP: FilterAction = { kind: "pop" };
const CONTINUE: FilterAction = { kind: "continue" };
const DROP: FilterAction = { kind: "drop" };
const ANY: FilterMatch = { kind: "any" };
const redirects = new Map<string, FilterAction>();

function redirectTo(device: string): FilterAction {
  const action = redirects.get(device) ?? { kind: "redirect", device };
  redirects.set(device, action);
  return action;
}

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
  z.looseObject({ kind: z.literal("vlan"), vlan_action: z.literal("pop"), control_action: pipe }).transform(() => POP),
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
    .transform(({ to_dev }) => redirectTo(to_dev)),
  z
    .looseObject({
      kind: z.literal("mirred"),
      mirred_action: z.literal("redirect"),
      direction: z.literal("ingress"),
      to_dev: z.string(),
    })
    .transform(({ to_dev }): FilterAction => ({ kind: "enter", device: to_dev })),
  z
    .looseObject({ kind: z.literal("skbedit"), mark: z.number(), control_action: pipe })
    .transform(({ mark }): FilterAction => ({ kind: "mark", mark })),
  z
    .looseObject({
      kind: z.literal("mirred"),
      mirred_action: z.literal("mirror"),
      direction: z.literal("egress"),
      to_dev: z.string(),
      control_action: pipe,
    })
    .transform(({ to_dev }): FilterAction => ({ kind: "copy", device: to_dev })),
  z
    .looseObject({
      kind: z.literal("gact"),
      control_action: z.looseObject({ type: z.literal("goto"), chain: z.number() }),
      prob: certain,
    })
    .transform(({ control_action }): FilterAction => ({ kind: "goto", chain: control_action.chain })),
  z
    .looseObject({
      kind: z.literal("gact"),
      control_action: z.looseObject({ type: z.literal("continue") }),
      prob: certain,
    })
    .transform(() => CONTINUE),
  z
    .looseObject({ kind: z.literal("pedit"), control_action: pipe, keys: z.tuple([addressStart, addressEnd]) })
    .transform(({ keys: [start, end] }): FilterAction => ({ kind: "readdress", destination: macOf(start + end) })),
  z
    .looseObject({
      kind: z.literal("gact"),
      control_action: z.looseObject({ type: z.literal("drop") }),
      prob: certain,
    })
    .transform(() => DROP),
]);

function actionOf(item: TcAction, polices: Polices): FilterAction {
  const police = item.kind === "police" ? polices.get(item.index ?? -1) : undefined;
  if (police !== undefined) return police;
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
