import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "@/agent/clock";
import { heartbeatAddress } from "@/agent/heartbeat-address";
import { KernelReader } from "@/agent/kernel-reader";
import { datacenterTag, portNumber } from "@/agent/protocol";
import { Reconciler } from "@/agent/reconcile";
import { SwitchView } from "@/agent/switch-view";
import { attachment, linkEnd, pings, pseudowire, RING_WORLD, type Stage, startStage, trunk } from "./agents-under-test";
import { capture } from "./capture";
import { flood } from "./flood";
import { sendFrames } from "./frames";

let stage: Stage;

const WIRE = portNumber.parse(5001);
/** Link, tag 3 towards 902, tag 3 towards 901: a line with a label, then a provider link. */
const PATHS = [
  [31, 1201, 1102],
  [33, 1203, 1104],
] as const;
const ENCAPSULATIONS = { 31: "vpls", 33: "vxlan" } as const;

async function prepare(code: string, isNear: boolean) {
  const { portal } = stage.agent(code);
  const paths = PATHS.map(([link, far, near]): [number, number, number] =>
    isNear ? [link, far, near] : [link, near, far],
  );
  const links = [];
  for (const [link] of PATHS) links.push(await linkEnd(stage, code, link, [ENCAPSULATIONS[link]]));
  const entries = [attachment(isNear ? 1 : 11, 10, "100.200", 11), trunk(WIRE, "100.200", 11)];
  portal.alter({ ports: [pseudowire(WIRE, ...paths)], links, entries });
  await portal.settled();
}

/** 901's reconciler in our hands: its agent has done its work and is stopped. */
let reconciler: Reconciler;
const end = new AbortController();
let running: Promise<void>;

beforeAll(async () => {
  stage = await startStage(RING_WORLD);
  await prepare("901", true);
  await prepare("902", false);
  await Promise.all(["901", "902"].map((code) => stage.agent(code).stop()));
  const { kernel, portal } = stage.agent("901");
  let hasLooked: () => void = () => undefined;
  const looked = new Promise<void>((resolve) => {
    hasLooked = resolve;
  });
  const events = { looked: () => hasLooked(), note: () => undefined, applied: () => undefined };
  reconciler = new Reconciler(kernel, new KernelReader(kernel, null), systemClock, new SwitchView(), events);
  reconciler.desire(portal.desired);
  running = reconciler.run(end.signal);
  await looked;
});
afterAll(async () => {
  end.abort();
  await running;
  await stage?.stop();
});

const choose = (index: number) => reconciler.choose(new Map([[WIRE, index]]));
const TO_ALL = "ffffffffffff020000000001";

/** The links by which a tenant's broadcast leaves 901. */
async function leavesBy(): Promise<string[]> {
  const devices = ["l-31", "l-33"];
  const { kernel } = stage.agent("901");
  const watches = await Promise.all(
    devices.map((device) => capture(kernel, { device, direction: "out", filter: ["greater", "200"] })),
  );
  const arrived = await capture(stage.lab.executor("rc"), {
    device: "eth0",
    direction: "in",
    filter: ["greater", "200"],
  });
  const frameHex = `${TO_ALL}8100000a88b5${"cd".repeat(300)}`;
  await sendFrames(stage.lab.executor("ca"), { device: "eth0", frameHex });
  const { length } = await arrived.wait(1, 5_000);
  await arrived.stop();
  expect(length).toBe(1);
  const seen = await Promise.all(watches.map((watch) => watch.stop()));
  return devices.filter((_, index) => (seen[index]?.packets.length ?? 0) > 0);
}

describe("a pseudowire with two paths", () => {
  test("sends by the chosen one alone, and takes frames in from both", async () => {
    await choose(1);
    expect(await leavesBy()).toEqual(["l-33"]);
    expect(await pings(stage.lab, "ca", "192.168.0.50", 1472)).toBe(5);
    await choose(0);
    expect(await leavesBy()).toEqual(["l-31"]);
    expect(await pings(stage.lab, "ca", "192.168.0.50", 1472)).toBe(5);
  });

  test("loses no frame of a flood when it is switched over to and fro", async () => {
    const seen = await flood(stage.lab, "ca", "192.168.0.50", 6, async () => {
      for (const index of [1, 0, 1, 0, 1, 0]) await choose(index);
    });
    expect(seen).toEqual({ sent: expect.any(Number), lost: 0, outlasted: true });
  });

  test.each(PATHS)(
    "a heartbeat for the path over link %i takes that path, and ends where the far agent hears it",
    async (link, tag) => {
      const [near, far] = [stage.agent("901").kernel, stage.agent("902").kernel];
      const filter = ["ether", "dst", heartbeatAddress(datacenterTag.parse(tag))];
      const heard = await capture(far, { device: `p-${WIRE}`, direction: "in", filter });
      const wire = await capture(near, { device: `l-${link}`, direction: "out", snapOctets: 200 });
      const frameHex = `${heartbeatAddress(datacenterTag.parse(tag)).replaceAll(":", "")}02000000000188b5${"00".repeat(46)}`;
      await sendFrames(near, { device: `p-${WIRE}`, frameHex });
      const [packet] = await heard.wait(1, 5_000);
      expect(packet?.bytes.toString("hex")).toBe(frameHex);
      await heard.stop();
      const { packets } = await wire.stop();
      expect(packets.filter(({ bytes }) => bytes.includes(Buffer.from(frameHex.slice(24), "hex")))).toHaveLength(1);
      const { stdout } = await far.run([
        "tc",
        "-s",
        "-j",
        "filter",
        "show",
        "dev",
        `p-${WIRE}`,
        "ingress",
        "prio",
        "65000",
      ]);
      expect(stdout).toMatch(/"packets":0,/);
    },
  );
});
