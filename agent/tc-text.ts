/** For tests: what tc makes of an added rule, as iproute2 6.1 prints it in JSON (taken down from a real kernel). */

/** The JSON record of a `filter add` line. */
export function printedBy(line: string): object {
  const words = line.split(" ");
  const after = (word: string) => words[words.indexOf(word) + 1] ?? "";
  const start = words.indexOf("action");
  const kind = words.slice(0, start).includes("flower") ? "flower" : "matchall";
  const handle = words.slice(0, start).includes("handle") ? Number(after("handle")) : 1;
  const actions = line
    .split(" action ")
    .slice(1)
    .map((text, index) => ({ order: index + 1, ...action(text.split(" ")), ...statistics() }));
  if (words.slice(0, start).includes("u32")) return printedForged(words, actions);
  const flower = words.slice(words.indexOf("flower") + 1, start);
  const keys = kind === "flower" ? { keys: keysOf(flower, after("protocol")) } : { rule_hit: 7 };
  return {
    protocol: printedProtocol(after("protocol")),
    pref: Number(after("prio")),
    kind,
    chain: words.slice(0, start).includes("chain") ? Number(after("chain")) : 0,
    options: { handle, ...keys, not_in_hw: true, actions },
  };
}

/** u32 looks at four octets from a multiple of four on. */
function printedForged(words: readonly string[], actions: readonly object[]): object {
  const isDestination = words.includes("-14");
  const match = isDestination
    ? { value: "2d1", mask: "ffff", offmask: "", off: -16 }
    : { value: "2d10000", mask: "ffff0000", offmask: "", off: -8 };
  const mark = { fwmark_value: "0", fwmark_mask: "0xffffffff", fwmark_success: 3 };
  const options = { fh: "800::800", order: 2048, key_ht: "800", bkt: "0", ...mark, match, actions };
  return { protocol: "all", pref: Number(words[words.indexOf("prio") + 1]), kind: "u32", chain: 0, options };
}

function printedProtocol(protocol: string): string {
  return protocol.startsWith("0x") ? `[${Number(protocol)}]` : protocol;
}

function keysOf(words: readonly string[], protocol: string): object {
  if (words[0] === "mpls") {
    const labels = words.flatMap((word, index) => (word === "label" ? [Number(words[index + 1])] : []));
    return { eth_type: "8847", mpls: labels.map((label, index) => ({ depth: index + 1, label })) };
  }
  const pairs = Array.from({ length: words.length / 2 }, (_, index) => [words[2 * index], words[2 * index + 1]]);
  const asked = Object.fromEntries(
    pairs.map(([key, value]) => [key, Number.isNaN(Number(value)) ? value : Number(value)]),
  );
  const label = "mpls_label" in asked ? { eth_type: "8847" } : {};
  return { ...typeKeys(protocol, pairs.find(([key]) => key === "vlan_ethtype")?.[1]), ...label, ...without(asked) };
}

/** EtherTypes for which flower has a word of its own. */
const TYPE_WORDS: Readonly<Record<number, string>> = { 2048: "ipv4", 2054: "arp", 34525: "ipv6" };
/** Those that are told as the type under a tag alone. */
const TAG_WORDS: Readonly<Record<number, string>> = { 33024: "802.1Q", 34984: "802.1AD" };

/** What is told of the type of a frame, or of what is under its tag: a number, unless a rule of ours asks for "802.1Q". */
function typeKeys(protocol: string, inner: string | undefined): object {
  if (inner === undefined) return protocol.startsWith("0x") ? { eth_type: typeWord(Number(protocol)) } : {};
  const type = Number(inner);
  if (Number.isNaN(type)) return { vlan_ethtype: inner };
  const tag = TAG_WORDS[type];
  return tag === undefined ? { vlan_ethtype: `[${type}]`, eth_type: typeWord(type) } : { vlan_ethtype: tag };
}

function typeWord(type: number): string {
  return TYPE_WORDS[type] ?? type.toString(16).padStart(4, "0");
}

function without({ vlan_ethtype: _, ...keys }: Record<string, unknown>): object {
  return keys;
}

function action(words: readonly string[]): object {
  const after = (word: string) => words[words.indexOf(word) + 1];
  const cookie = after("cookie");
  const pipe = { control_action: { type: "pipe" }, cookie };
  const what = words.includes("mirror") ? "mirred egress_mirror" : words.slice(0, 2).join(" ");
  switch (what) {
    case "vlan push":
      return {
        kind: "vlan",
        vlan_action: "push",
        id: Number(after("id")),
        protocol: after("protocol"),
        priority: 0,
        ...pipe,
      };
    case "vlan modify":
      return { kind: "vlan", vlan_action: "modify", id: Number(after("id")), protocol: after("protocol"), ...pipe };
    case "vlan pop":
    case "vlan pop_eth":
      return { kind: "vlan", vlan_action: words[1], ...pipe };
    case "vlan push_eth":
      return { kind: "vlan", vlan_action: "push_eth", dst_mac: after("dst_mac"), src_mac: after("src_mac"), ...pipe };
    case "mpls push":
    case "mpls mac_push": {
      const [label, ttl] = [Number(after("label")), Number(after("ttl"))];
      return { kind: "mpls", mpls_action: words[1], protocol: "mpls_uc", label, ttl, ...pipe };
    }
    case "mpls pop":
      return { kind: "mpls", mpls_action: "pop", protocol: after("protocol"), ...pipe };
    case "skbedit mark":
      return { kind: "skbedit", mark: Number(after("mark")), ...pipe };
    case "mirred ingress": {
      const redirect = { mirred_action: "redirect", direction: "ingress", to_dev: after("dev") };
      return { kind: "mirred", ...redirect, control_action: { type: "stolen" }, cookie };
    }
    case "mirred egress": {
      const redirect = { mirred_action: "redirect", direction: "egress", to_dev: after("dev") };
      return { kind: "mirred", ...redirect, control_action: { type: "stolen" }, cookie };
    }
    case "mirred egress_mirror":
      return {
        ...{ kind: "mirred", mirred_action: "mirror", direction: "egress", to_dev: after("dev") },
        ...pipe,
      };
    case "pedit ex":
      return { kind: "pedit", nkeys: 2, keys: addressKeys(String(after("set"))), ...pipe };
    default:
      return words[0] === "police" ? police(after("overhead"), cookie) : verdict(words, cookie);
  }
}

function verdict([type, , chain]: readonly string[], cookie: string | undefined): object {
  const prob = { random_type: "none", control_action: { type: "pass" }, val: 0 };
  const goto = type === "goto" ? { chain: Number(chain) } : {};
  return { kind: "gact", control_action: { type, ...goto }, prob, cookie };
}

/** Of its two verdicts the second stands last in the JSON; rate and burst are not in it. */
function police(overhead: string | undefined, cookie: string | undefined): object {
  return { kind: "police", control_action: { type: "pipe" }, overhead: Number(overhead), cookie };
}

/** What `tc actions list action police` prints of the police in an added line; its index is 1. */
export function printedPolice(line: string): string {
  const [, rate, burst, mtu, overhead, over] =
    /police rate (\d+)bit burst (\d+) mtu (\d+) overhead (\d+) conform-exceed (\w+)/.exec(line) ?? [];
  const [value, unit] = shownRate(Number(rate));
  const sizes = `burst ${shownSize(Number(burst))} mtu ${shownSize(Number(mtu))}`;
  const text = `police 0x1 rate ${value}${unit}bit ${sizes} action ${over}/pipe overhead ${overhead}b `;
  return `total acts 1\n\n\taction order 0:  ${text}\n\tref 1 bind 1 \n\tcookie d07e01\n\tnot_in_hw\n`;
}

function shownRate(rate: number): [number, string] {
  const units = ["", "K", "M", "G", "T"];
  let [left, at] = [rate, 0];
  while (at < units.length - 1 && left >= 1000 && (left % 1000 === 0 || left >= 1_000_000)) {
    [left, at] = [Math.floor(left / 1000), at + 1];
  }
  return [left, units[at] ?? ""];
}

function shownSize(octets: number): string {
  const [kilo, mega] = [1024, 1024 ** 2];
  const rounded = (unit: number) => Math.round(octets / unit);
  if (octets >= mega && Math.abs(mega * rounded(mega) - octets) < kilo) return `${rounded(mega)}Mb`;
  if (octets >= kilo && Math.abs(kilo * rounded(kilo) - octets) < 16) return `${rounded(kilo)}Kb`;
  return `${octets}b`;
}

function addressKeys(mac: string): object[] {
  const digits = mac.replaceAll(":", "");
  const value = (hex: string) => Number.parseInt(hex, 16).toString(16);
  return [
    { htype: "eth", offset: 0, cmd: "set", val: value(digits.slice(0, 8)), mask: "0" },
    { htype: "eth", offset: 4, cmd: "set", val: value(`${digits.slice(8)}0000`), mask: "ffff" },
  ];
}

function statistics(): object {
  const stats = { bytes: 700, packets: 7, drops: 0, overlimits: 0, requeues: 0, backlog: 0, qlen: 0 };
  return { index: 1, ref: 1, bind: 1, installed: 0, last_used: 0, stats };
}
