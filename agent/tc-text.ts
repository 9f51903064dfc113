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
  const flower = words.slice(words.indexOf("flower") + 1, start);
  const keys = kind === "flower" ? { keys: keysOf(flower, after("protocol")) } : { rule_hit: 7 };
  return {
    protocol: printedProtocol(after("protocol")),
    pref: Number(after("prio")),
    kind,
    chain: 0,
    options: { handle, ...keys, not_in_hw: true, actions },
  };
}

function printedProtocol(protocol: string): string {
  return protocol.startsWith("0x") ? `[${Number(protocol)}]` : protocol;
}

function keysOf(words: readonly string[], protocol: string): object {
  const type = protocol.startsWith("0x") ? { eth_type: protocol.slice(2) } : {};
  if (words[0] === "mpls") {
    const labels = words.flatMap((word, index) => (word === "label" ? [Number(words[index + 1])] : []));
    return { eth_type: "8847", mpls: labels.map((label, index) => ({ depth: index + 1, label })) };
  }
  const pairs = Array.from({ length: words.length / 2 }, (_, index) => [words[2 * index], words[2 * index + 1]]);
  const numbers = pairs.map(([key, value]) => [key, Number.isNaN(Number(value)) ? value : Number(value)]);
  const label = pairs.some(([key]) => key === "mpls_label") ? { eth_type: "8847" } : {};
  return { ...type, ...label, ...Object.fromEntries(numbers) };
}

function action(words: readonly string[]): object {
  const after = (word: string) => words[words.indexOf(word) + 1];
  const cookie = after("cookie");
  const pipe = { control_action: { type: "pipe" }, cookie };
  const what = words.slice(0, 2).join(" ");
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
    case "mirred egress": {
      const redirect = { mirred_action: "redirect", direction: "egress", to_dev: after("dev") };
      return { kind: "mirred", ...redirect, control_action: { type: "stolen" }, cookie };
    }
    default:
      return drop(cookie);
  }
}

function drop(cookie: string | undefined): object {
  const prob = { random_type: "none", control_action: { type: "pass" }, val: 0 };
  return { kind: "gact", control_action: { type: "drop" }, prob, cookie };
}

function statistics(): object {
  const stats = { bytes: 700, packets: 7, drops: 0, overlimits: 0, requeues: 0, backlog: 0, qlen: 0 };
  return { index: 1, ref: 1, bind: 1, installed: 0, last_used: 0, stats };
}
