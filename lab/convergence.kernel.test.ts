import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type MapEntry, portNumber } from "@/agent/protocol";
import {
  type AgentUnderTest,
  attachment,
  kernelText,
  pings,
  rulesText,
  type Stage,
  startStage,
} from "./agents-under-test";
import { capture } from "./capture";
import { sendFrames } from "./frames";

let stage: Stage;
let agent: AgentUnderTest;

beforeAll(async () => {
  stage = await startStage();
  agent = stage.agent("901");
});
afterAll(() => stage?.stop());

/** Tenants a and b: equal VLAN, IP and MAC at client and resource. */
const TENANT_A = [attachment(1, 10, "100.200", 11), attachment(11, 10, "100.200", 11)];
const TENANT_B = [attachment(2, 10, "101.200", 12), attachment(12, 10, "101.200", 12)];
const UNTAGGED_A = [attachment(1, "untagged", "100.201", 13), attachment(11, "untagged", "100.201", 13)];

/** Makes these entries, and no others, the switch's map. */
async function desire(entries: readonly MapEntry[]) {
  const gone = agent.portal.desired.entries.map(({ key }) => key);
  const keys = entries.map(({ key }) => key);
  agent.portal.change(
    entries,
    gone.filter((key) => !keys.includes(key)),
  );
  return agent.portal.settled();
}

/** Frames that arrive at a machine's interface while `act` runs. */
async function arrivals(machine: string, act: () => Promise<unknown>) {
  const watch = await capture(stage.lab.executor(machine), { device: "eth0", direction: "in" });
  await act();
  const { packets } = await watch.stop();
  return packets.map(({ bytes }) => bytes.toString("hex"));
}

/** Unplugs a machine, or plugs it in again. */
const setLink = (machine: string, state: "up" | "down") =>
  stage.lab.executor(machine).run(["ip", "link", "set", "dev", "eth0", state]);

const TO_RESOURCE = "020000000050020000000001";
const PAYLOAD = `88b5${"ab".repeat(50)}`;

describe("an agent in the lab's kernel", () => {
  beforeEach(() => desire([]));

  test("an order becomes a segment that carries frames, and a release ends it", async () => {
    expect(await pings(stage.lab, "ca", "192.168.0.50")).toBe(0);
    await desire(TENANT_A);
    expect(await pings(stage.lab, "ca", "192.168.0.50")).toBe(5);
    expect(await pings(stage.lab, "ca", "192.168.0.50", 1472)).toBe(5);
    await desire([]);
    expect(await pings(stage.lab, "ca", "192.168.0.50")).toBe(0);
  });

  test("a release leaves the switch equal to before, rule by rule", async () => {
    await desire(TENANT_B);
    const before = await kernelText(agent.kernel);
    await desire([...TENANT_B, ...TENANT_A]);
    expect(await kernelText(agent.kernel)).not.toBe(before);
    await desire(TENANT_B);
    expect(await kernelText(agent.kernel)).toBe(before);
  });

  test("two tenants with equal VLAN, IP and MAC talk at once", async () => {
    await desire([...TENANT_A, ...TENANT_B]);
    const received = await Promise.all(["ca", "cb"].map((client) => pings(stage.lab, client, "192.168.0.50")));
    expect(received).toEqual([5, 5]);
  });

  test.each([
    ["ca", "cb", "rb"],
    ["cb", "ca", "ra"],
  ])("no frame of %s reaches the other tenant's resource", async (speaker, silent, other) => {
    await desire([...TENANT_A, ...TENANT_B]);
    // With its own client silent, whatever comes to the other resource would be the speaker's: nothing else tells them apart.
    await setLink(silent, "down");
    const seen = await arrivals(other, async () => expect(await pings(stage.lab, speaker, "192.168.0.50")).toBe(5));
    await setLink(silent, "up");
    expect(seen).toEqual([]);
  });

  test("the client's own tag and what is under it arrive as they were sent", async () => {
    await desire(TENANT_A);
    const frame = `${TO_RESOURCE}8100600a8100002a${PAYLOAD}`;
    const seen = await arrivals("ra", () => sendFrames(stage.lab.executor("ca"), { device: "eth0", frameHex: frame }));
    expect(seen).toEqual([frame]);
  });

  test("an untagged and a tagged VLAN live on one port, and undeclared tags reach neither", async () => {
    await desire([...TENANT_A, ...UNTAGGED_A]);
    expect(await pings(stage.lab, "ca", "198.18.0.50")).toBe(5);
    expect(await pings(stage.lab, "ca", "192.168.0.50")).toBe(5);
    const undeclared = ["81000014", "81000000", "8100e000", "88a8000a", "88a80000"];
    const seen = await arrivals("ra", async () => {
      for (const tag of undeclared) {
        const frameHex = `${TO_RESOURCE}${tag}${PAYLOAD}`;
        await sendFrames(stage.lab.executor("ca"), { device: "eth0", frameHex });
      }
    });
    expect(seen).toEqual([]);
  });

  test("a client's own 0x88a8 frames die at its port, even with the pair of another tenant", async () => {
    await desire([...TENANT_A, ...TENANT_B]);
    const frameHex = `${TO_RESOURCE}88a8006481000 0c88100000a${PAYLOAD}`.replace(" ", "");
    const before = agent.portal.reports.at(-1)?.drops.find(({ port }) => port === 2)?.frames ?? 0;
    const seen = await arrivals("ra", () =>
      sendFrames(stage.lab.executor("cb"), { device: "eth0", frameHex, count: 3 }),
    );
    expect(seen).toEqual([]);
    const dropped = (report: { drops: { port: number; frames: number }[] }) =>
      report.drops.find(({ port }) => port === 2)?.frames === before + 3;
    await agent.portal.reported(dropped);
  });
});

describe("drift", () => {
  test("a rule deleted by hand comes back, and no other rule is rewritten", async () => {
    await desire([...TENANT_A, ...TENANT_B]);
    const others = async () =>
      Promise.all(["a-1", "a-2", "p-2", "p-11", "a-11"].map((it) => rulesText(agent.kernel, it)));
    const before = await others();
    const ownDrop = /pref 65000[\s\S]*/.exec(await rulesText(agent.kernel, "p-1"))?.[0];
    const argv = ["tc", "filter", "del", "dev", "p-1", "ingress", "prio", "10", "protocol", "802.1Q", "handle", "10"];
    await agent.kernel.run([...argv, "flower"]);
    const report = await agent.portal.reported(({ notes }) => notes.length > 0, 5_000);
    expect(report.notes).toEqual(["Repaired: add rule p-1 prio 10: VLAN 10 -> push 200, push s100, push s11, to a-1"]);
    await agent.portal.settled();
    expect(await others()).toEqual(before);
    expect(/pref 65000[\s\S]*/.exec(await rulesText(agent.kernel, "p-1"))?.[0]).toBe(ownDrop);
    expect(await pings(stage.lab, "ca", "192.168.0.50")).toBe(5);
  });

  test("a rule altered by hand, a copy of one, and a lost membership are put right", async () => {
    await desire(TENANT_A);
    const change = "filter replace dev p-1 ingress prio 10 protocol 802.1Q handle 10 flower vlan_id 10 action drop";
    const copy = "filter add dev p-2 ingress prio 10 protocol 802.1Q flower vlan_id 10 action drop cookie d07e00";
    await agent.kernel.run(["tc", "-batch", "-"], { stdin: `${change}\n${copy}\n` });
    await agent.kernel.run(["bridge", "vlan", "del", "dev", "b-11", "vid", "11"]);
    await agent.kernel.run(["ip", "link", "set", "dev", "a-11", "down"]);
    await agent.portal.reported(({ entries }) => entries.some(({ state }) => state !== "present"), 5_000);
    const { strays } = await agent.portal.settled();
    expect(strays).toEqual([]);
    expect(await rulesText(agent.kernel, "p-2")).not.toContain("d07e00 ");
    expect(await pings(stage.lab, "ca", "192.168.0.50")).toBe(5);
  });

  test("what others made stays as it is, through order, repair and release", async () => {
    await desire([]);
    const foreign = [
      "filter add dev p-1 ingress prio 5 protocol ip flower dst_ip 203.0.113.9 action drop",
      "filter add dev p-1 egress prio 5 protocol ip flower dst_ip 203.0.113.9 action pass",
      "filter add dev a-1 ingress prio 7 protocol arp matchall action continue",
    ];
    await agent.kernel.run(["tc", "-batch", "-"], { stdin: `${foreign.join("\n")}\n` });
    await agent.kernel.run(["ip", "link", "add", "operators", "type", "bridge", "vlan_filtering", "1"]);
    const before = await kernelText(agent.kernel);
    await desire([...TENANT_A, ...TENANT_B]);
    await agent.kernel.run(["bridge", "vlan", "del", "dev", "b-1", "vid", "11"]);
    await agent.portal.reported(({ notes }) => notes.some((note) => note.includes("segment 11")), 5_000);
    await desire([]);
    expect(await kernelText(agent.kernel)).toBe(before);
    await agent.kernel.run(["ip", "link", "delete", "operators"]);
  });
});

describe("without its portal", () => {
  test("a portal that is away changes nothing, and a restarted agent carries on from its cache", async () => {
    await desire(TENANT_A);
    const before = await kernelText(agent.kernel);
    await agent.portal.close();
    await agent.stop();
    agent.start();
    await agent.kernel.run(["bridge", "vlan", "del", "dev", "b-1", "vid", "11"]);
    await expect.poll(() => pings(stage.lab, "ca", "192.168.0.50"), { timeout: 15_000 }).toBe(5);
    expect(await kernelText(agent.kernel)).toBe(before);
    await agent.portal.open();
    await agent.portal.settled();
    expect(await kernelText(agent.kernel)).toBe(before);
  });

  test("an agent whose state does not fit the hash asks for the whole state", async () => {
    const wholes = agent.portal.wholeStates;
    agent.portal.change(TENANT_B);
    agent.portal.misreport();
    await agent.portal.settled();
    expect(agent.portal.wholeStates).toBe(wholes + 1);
    expect(await pings(stage.lab, "cb", "192.168.0.50")).toBe(5);
  });
});

/** A port as the protocol has it. */
const port = (number: number) => portNumber.parse(number);

describe("a watched port", () => {
  test("a sent frame is seen going in at the rack and out at the resource, and only while somebody looks", async () => {
    await desire(TENANT_A);
    agent.portal.watch({ ports: [port(1), port(11)], forMs: 60_000 });
    await agent.portal.reported(({ capturing }) => capturing.length === 2);
    const frame = `${TO_RESOURCE}8100000a${PAYLOAD}`;
    const seen = agent.portal.marked(2);
    agent.portal.send({ kind: "send", id: "t1", port: port(1), frame });
    expect((await seen).map(({ port, direction, bytes }) => ({ port, direction, bytes }))).toEqual(
      expect.arrayContaining([
        { port: 1, direction: "in", bytes: frame },
        { port: 11, direction: "out", bytes: frame },
      ]),
    );
    await agent.portal.until(
      () => agent.portal.reports.flatMap(({ tasks }) => tasks).find(({ id, error }) => id === "t1" && error === null),
      5_000,
      () => "no result",
    );
    agent.portal.watch({ ports: [], forMs: 0 });
    await agent.portal.reported(({ capturing }) => capturing.length === 0);
  });

  test("a frame cannot be sent from a machine that is not in our hands", async () => {
    agent.portal.send({ kind: "send", id: "t2", port: port(77), frame: `${TO_RESOURCE}${PAYLOAD}` });
    const report = await agent.portal.reported(({ tasks }) => tasks.some(({ id }) => id === "t2"));
    expect(report.tasks[0]?.error).toContain("not in our hands");
  });
});
