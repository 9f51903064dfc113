import { describe, expect, test } from "vitest";
import type { Executor } from "./executor";
import { RuleReader } from "./rule-reader";

interface HeldRule {
  readonly handle: number;
  digest: string;
  vlan: number;
  frames: number;
}

/** A kernel with rules on p-1 that can be altered between two commands. */
class Kernel {
  readonly kernel = "a kernel for tests";
  readonly asked: string[] = [];
  readonly rules: HeldRule[] = [1, 2].map((handle) => ({ handle, digest: `d${handle}`, vlan: handle, frames: 5 }));
  /** What happens right after a command has been answered. */
  after: (command: string) => void = () => undefined;
  isTallyBroken = false;

  stream: Executor["stream"] = () => Promise.reject(new Error("Nothing is streamed here."));

  run: Executor["run"] = async ([program = "", ...words], { stdin = "" } = {}) => {
    const command = program === "/tally" ? "tally" : stdin === "" ? words.slice(-2).join(" ") : stdin.trim();
    this.asked.push(command);
    const answer = this.answer(command);
    this.after(command);
    return { status: command === "tally" && this.isTallyBroken ? 3 : 0, stdout: answer, stderr: "" };
  };

  private answer(command: string): string {
    if (command === "tally") return this.rules.map(tallied).join("");
    if (command === "qdisc show") return JSON.stringify([{ kind: "clsact", dev: "p-1" }]);
    if (!command.startsWith("filter get")) return JSON.stringify(this.rules.map(listed));
    const handles = command.split("\n").map((line) => Number(/handle (\d+)/.exec(line)?.[1]));
    return this.rules
      .flatMap((rule) => (handles.includes(rule.handle) ? [JSON.stringify([listed(rule)])] : []))
      .join("\n");
  }
}

const tallied = ({ handle, digest, frames }: HeldRule) =>
  `p-1 0 10 8100 ${handle} flower ${digest} ${frames} ${frames} ${frames * 50}\n`;
const listed = ({ handle, vlan, frames }: HeldRule) => ({
  ...{ protocol: "802.1Q", pref: 10, kind: "flower" },
  options: {
    handle,
    keys: { vlan_id: vlan },
    actions: [
      {
        ...{ kind: "gact", control_action: { type: "drop" }, cookie: "d07e" },
        stats: { packets: frames, bytes: frames * 50 },
      },
    ],
  },
});

async function begun(): Promise<{ kernel: Kernel; reader: RuleReader }> {
  const kernel = new Kernel();
  const reader = new RuleReader(kernel, "/tally");
  await reader.read(["p-1"], true);
  kernel.asked.length = 0;
  return { kernel, reader };
}

const rule = (index: number, kernel: Kernel): HeldRule => {
  const found = kernel.rules[index];
  if (found === undefined) throw new Error(`no rule ${index}`);
  return found;
};

describe("rules that are read over and over", () => {
  test("are the same objects with new counts, from the tally alone", async () => {
    const { kernel, reader } = await begun();
    const before = await reader.read(["p-1"], false);
    rule(0, kernel).frames = 8;
    const { filters, ingress } = await reader.read(["p-1"], false);
    expect(filters.map(({ filter }) => filter)).toEqual(before.filters.map(({ filter }) => filter));
    expect(filters[0]?.filter).toBe(before.filters[0]?.filter);
    expect(filters).toMatchObject([{ met: 8, frames: 8, octets: 400, ours: true }, { frames: 5 }]);
    expect(ingress).toEqual(["p-1"]);
    expect(kernel.asked).toEqual(["tally", "tally"]);
  });

  test("are asked for again, alone, when they do something else", async () => {
    const { kernel, reader } = await begun();
    Object.assign(rule(1, kernel), { digest: "other", vlan: 77 });
    const { filters } = await reader.read(["p-1"], false);
    expect(filters.map(({ filter: { match } }) => match)).toEqual([
      { kind: "vlan", vlan: 1 },
      { kind: "vlan", vlan: 77 },
    ]);
    const asked = "filter get dev p-1 ingress protocol 0x8100 pref 10 chain 0 handle 2 flower";
    expect(kernel.asked).toEqual(["tally", asked, "tally"]);
  });

  test("that change while they are asked for are listed, never taken for what they were", async () => {
    const { kernel, reader } = await begun();
    Object.assign(rule(1, kernel), { digest: "other", vlan: 77 });
    kernel.after = (command) => {
      if (command.startsWith("filter get")) Object.assign(rule(1, kernel), { digest: "third", vlan: 78 });
    };
    const { filters } = await reader.read(["p-1"], false);
    expect(filters[1]?.filter.match).toEqual({ kind: "vlan", vlan: 78 });
    expect(kernel.asked).toContain("filter show dev p-1 ingress");
  });

  test("are gone from the reading when they are gone", async () => {
    const { kernel, reader } = await begun();
    kernel.rules.pop();
    expect((await reader.read(["p-1"], false)).filters).toHaveLength(1);
    expect(kernel.asked).toEqual(["tally"]);
  });

  test("are listed through tc where the program fails or there is none", async () => {
    const { kernel, reader } = await begun();
    kernel.isTallyBroken = true;
    expect((await reader.read(["p-1"], false)).filters).toHaveLength(2);
    expect(kernel.asked).toEqual(["tally", "filter show dev p-1 ingress", "qdisc show"]);
    const plain = new Kernel();
    expect((await new RuleReader(plain, null).read(["p-1"], false)).filters).toHaveLength(2);
    expect(plain.asked).toEqual(["filter show dev p-1 ingress", "qdisc show"]);
  });

  test("that share a place with another are listed", async () => {
    const { kernel, reader } = await begun();
    kernel.rules.push({ ...rule(1, kernel), digest: "twin" });
    expect((await reader.read(["p-1"], false)).filters).toHaveLength(3);
    expect(kernel.asked).toContain("filter show dev p-1 ingress");
  });
});
