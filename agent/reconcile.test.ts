import { describe, expect, test } from "vitest";
import { HANDED_OVER } from "./arbitrary-states";
import type { Executor } from "./executor";
import { KernelReader } from "./kernel-reader";
import { plan } from "./plan";
import { desiredHash, desiredLink, desiredPort, portNumber } from "./protocol";
import { Reconciler } from "./reconcile";
import { simulate } from "./simulate";
import { SwitchView } from "./switch-view";

const PSEUDOWIRE = portNumber.parse(5001);
const paths = [
  { link: 31, tagOut: 1201, tagIn: 1102 },
  { link: 33, tagOut: 1203, tagIn: 1104 },
];
const ports = [desiredPort.parse({ kind: "pseudowire", number: PSEUDOWIRE, paths })];
const ends = { local: "203.0.113.1", remote: "203.0.113.5", longHaul: 7001, mtu: 9200 };
const links = [
  desiredLink.parse({ medium: "line", number: 31, send: "q", accept: ["q"], farMac: null }),
  desiredLink.parse({ medium: "provider", number: 33, send: "vxlan", accept: ["vxlan"], ...ends }),
];
const parts = { ports, links, transits: [], entries: [] };
const desired = { number: 1, hash: desiredHash(parts), ...parts };

/** A reconciler that has read its switch once, and the batches that it runs from then on. */
function settled() {
  const batches: string[] = [];
  const executor: Executor = {
    kernel: "a kernel for tests",
    async run(argv, options) {
      batches.push(`${argv.join(" ")}\n${options?.stdin ?? ""}`);
      return { status: 0, stdout: "", stderr: "" };
    },
    stream: () => Promise.reject(new Error("Nothing is streamed here.")),
  };
  const view = new SwitchView();
  view.readWhole(desired, { actual: simulate(HANDED_OVER, plan(desired, HANDED_OVER)), learned: [] }, 0);
  const clock = { now: () => 0, sleep: () => Promise.resolve() };
  const silent = { looked: () => undefined, note: () => undefined, applied: () => undefined };
  const reconciler = new Reconciler(executor, new KernelReader(executor, null), clock, view, silent);
  reconciler.desire(desired);
  return { reconciler, view, batches };
}

describe("a switch-over", () => {
  test("is one batch with one rule replaced, and no look at the kernel comes before it", async () => {
    const { reconciler, batches } = settled();
    await reconciler.choose(new Map([[PSEUDOWIRE, 1]]));
    expect(batches).toHaveLength(1);
    expect(batches[0]).toMatch(
      /^tc -batch -\nfilter replace dev w-5001 ingress prio 10 protocol all handle 1 flower action vlan push id 1203 .* dev x-33 cookie \S+\n$/,
    );
  });

  test("to what is sent by already does nothing", async () => {
    const { reconciler, batches } = settled();
    await reconciler.choose(new Map([[PSEUDOWIRE, 0]]));
    expect(batches).toEqual([]);
  });

  test("of two that follow each other closely leaves the newest in place", async () => {
    const { reconciler, batches } = settled();
    const both = [1, 0].map((index) => reconciler.choose(new Map([[PSEUDOWIRE, index]])));
    await Promise.all(both);
    expect(batches.at(-1)).toContain("redirect dev l-31 ");
  });

  test("is what the switch is compared with from then on", async () => {
    const { reconciler, view } = settled();
    expect(view.compare(desired)?.differences).toEqual([]);
    await reconciler.choose(new Map([[PSEUDOWIRE, 1]]));
    expect(view.compare(desired)?.differences.map(({ detail }) => detail)).toEqual([
      "the rule at w-5001 prio 10 handle 1 is another",
    ]);
  });
});
