import { afterAll, beforeAll, expect, test } from "vitest";
import { mapEntry } from "@/agent/protocol";
import { attachment, pings, type Stage, startStage } from "./agents-under-test";
import { capture } from "./capture";
import { sendFrames } from "./frames";
import { IP, SERVED_WORLD } from "./served-world";

let stage: Stage;

beforeAll(async () => {
  stage = await startStage(SERVED_WORLD);
  const { portal } = stage.agent("905");
  const as = (port: number, vlan: number | "untagged") =>
    mapEntry.parse({ ...attachment(port, vlan, "100.200", 11), innerVlan: 10 });
  portal.change([attachment(1, 10, "100.200", 11), as(2, 20), as(3, "untagged")]);
  await portal.settled();
});
afterAll(() => stage?.stop());

const PAIRS = [
  ["tagged", "other"],
  ["tagged", "plain"],
  ["other", "plain"],
] as const;

test.each(PAIRS)("machines %s and %s of one segment reach each other under their own VLAN ids", async (from, to) => {
  expect(await pings(stage.lab, from, IP[to], 1472)).toBe(5);
  expect(await pings(stage.lab, to, IP[from], 1472)).toBe(5);
});

test("only the number of the tag is another at each machine: priority and frame stay", async () => {
  const body = `88b5${"cd".repeat(60)}`;
  const [atOther, atPlain] = await Promise.all(
    ["other", "plain"].map((name) =>
      capture(stage.lab.executor(name), {
        device: "eth0",
        direction: "in",
        filter: ["ether", "dst", "ff:ff:ff:ff:ff:ff"],
      }),
    ),
  );
  await sendFrames(stage.lab.executor("tagged"), {
    device: "eth0",
    frameHex: `ffffffffffff020000000001${"8100a00a"}${body}`,
  });
  const hexOf = async (seen: typeof atOther) => (await seen?.wait(1, 5_000))?.map(({ bytes }) => bytes.toString("hex"));
  expect(await hexOf(atOther)).toEqual([`ffffffffffff020000000001${"8100a014"}${body}`]);
  expect(await hexOf(atPlain)).toEqual([`ffffffffffff020000000001${body}`]);
  await Promise.all([atOther?.stop(), atPlain?.stop()]);
});

test("octets are counted as they are on each port's wire", async () => {
  const { portal } = stage.agent("905");
  // The machines' own ARP would come between the counted frames.
  const quiet = [
    ["tagged", "v10"],
    ["other", "v20"],
    ["plain", "eth0"],
  ] as const;
  for (const [name, device] of quiet) await stage.lab.executor(name).run(["ip", "link", "set", device, "arp", "off"]);
  const octets = (report: (typeof portal.reports)[number], key: string) =>
    report.counters.find((one) => one.key === key && one.direction === "out");
  const asked = Date.now();
  const before = await portal.reported(({ readBackAgeMs }) => readBackAgeMs < Date.now() - asked);
  const frameHex = `ffffffffffff0200000000018100000a88b5${"cd".repeat(60)}`;
  await sendFrames(stage.lab.executor("tagged"), { device: "eth0", frameHex, count: 10 });
  const frames = octets(before, "3/untagged")?.frames ?? 0;
  const after = await portal.reported((report) => (octets(report, "3/untagged")?.frames ?? 0) >= frames + 10);
  const grown = (key: string) => (octets(after, key)?.bytes ?? 0) - (octets(before, key)?.bytes ?? 0);
  expect([grown("2/20"), grown("3/untagged")]).toEqual([10 * 78, 10 * 74]);
});
