import { z } from "zod";
import type { Executor } from "@/agent/executor";
import { describeLab, socketExecutor } from "@/agent/executor-socket";
import { labPaths, stateDirectory } from "./state";
import { switchNamespace, WORLD, type World, type WorldSwitch } from "./world";

const links = z.array(z.object({ ifname: z.string(), operstate: z.string(), flags: z.array(z.string()) }));
type Link = z.infer<typeof links>[number];

/** `status`: which kernel and why, and each switch with its ports. */
export async function statusCommand(): Promise<number> {
  const { socket } = labPaths(stateDirectory());
  const about = await describeLab(socket);
  print(`kernel   ${about.kernel}`);
  print(`why      ${about.why}`);
  print(`socket   ${socket} (process ${about.pid})`);
  for (const one of WORLD.switches) await printSwitch(one, await socketExecutor(socket, switchNamespace(one.code)));
  return 0;
}

async function printSwitch(one: WorldSwitch, executor: Executor): Promise<void> {
  const listed = await executor.run(["ip", "-j", "link", "show"]);
  if (listed.status !== 0) throw new Error(`The lab does not show switch ${one.code}: ${listed.stderr.trim()}`);
  const found = new Map(links.parse(JSON.parse(listed.stdout)).map((link) => [link.ifname, link]));
  print(`\nswitch ${one.code} in ${one.datacenter}, namespace ${switchNamespace(one.code)}`);
  for (const { number, kind, machine } of one.ports) {
    print(row(`p-${number}`, stateOf(found.get(`p-${number}`)), `${kind} ${machine.name}`));
  }
  for (const { name, behind } of joints(one.code)) print(row(name, stateOf(found.get(name)), behind));
  const made = [...found.keys()].filter((name) => /^(fab(-\d+)?|[abwxng]-\d+(\.\d+)?)$/.test(name)).length;
  print(`  ${made} devices made by the agent`);
}

/** What joins a switch to others, by the device at its end. */
function joints(code: string): { name: string; behind: string }[] {
  const world: World = WORLD;
  const kinds = [
    { prefix: "p", what: "trunk", of: world.trunks },
    { prefix: "l", what: "line", of: world.lines },
    { prefix: "l", what: "provider link", of: world.providerLinks },
  ];
  return kinds.flatMap(({ prefix, what, of }) =>
    of
      .flatMap((one) => [
        { code: one.code, near: one.a, far: one.b },
        { code: one.code, near: one.b, far: one.a },
      ])
      .filter(({ near }) => near.switch === code)
      .map((end) => ({
        name: `${prefix}-${end.near.port}`,
        behind: `${what} ${end.code} to switch ${end.far.switch}`,
      })),
  );
}

/** "off" until the agent brings the port up; then what the kernel says of the link. */
function stateOf(link: Link | undefined): string {
  if (link === undefined) return "missing";
  if (!link.flags.includes("UP")) return "off";
  return link.operstate.toLowerCase();
}

function row(name: string, state: string, behind: string): string {
  return `  ${name.padEnd(6)} ${state.padEnd(16)} ${behind}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
