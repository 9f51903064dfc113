/** Kernel modules that the fabric and its tests use, with their options. */
const WANTED: readonly string[] = [
  "veth",
  "dummy",
  "8021q",
  "bridge",
  "sch_ingress",
  "cls_flower",
  "cls_matchall",
  "cls_bpf",
  "cls_fw",
  "cls_u32",
  "act_vlan",
  "act_mirred",
  "act_mpls",
  "act_gact",
  "act_pedit",
  "act_police",
  "act_skbedit",
  "act_tunnel_key",
  "sch_netem",
  "vxlan",
  "ip_gre",
  "mpls_router",
];

/**
 * IPv6 stays off on every device until somebody turns it on there: on a quiet wire a test sees its own frames only.
 * The bridge needs the module itself.
 */
const OPTIONS: Readonly<Record<string, string>> = { ipv6: "disable_ipv6=1" };

/**
 * The modules in the order in which they must be loaded, one a line as the guest reads it: path, tab, options.
 * `dependencies` is the text of modules.dep; modules that it does not know are built in, or not there at all.
 */
export function moduleList(modulesFolder: string, dependencies: string, wanted: readonly string[] = WANTED): string {
  const needs = new Map(dependencies.split("\n").filter(Boolean).map(parseDependency));
  const byName = new Map([...needs.keys()].map((path) => [moduleName(path), path]));
  const ordered = new Set<string>();
  const visit = (path: string): void => {
    if (ordered.has(path)) return;
    for (const needed of needs.get(path) ?? []) visit(needed);
    ordered.add(path);
  };
  for (const path of wanted.flatMap((name) => byName.get(name) ?? [])) visit(path);
  return [...ordered].map((path) => `${modulesFolder}/${path}\t${OPTIONS[moduleName(path)] ?? ""}\n`).join("");
}

function parseDependency(line: string): [string, string[]] {
  const [path = "", rest = ""] = line.split(":");
  return [path, rest.split(" ").filter(Boolean)];
}

function moduleName(path: string): string {
  return (path.split("/").at(-1) ?? "").replace(/\.ko$/, "");
}
