import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clientVlan, customerTag, hostTag, mplsLabel, portNumber, segmentNumber } from "@/agent/protocol";
import type { PathEnd, PathInput } from "./frame-path";
import { stackOctets, stackText } from "./tag-stack";
import { walk } from "./walk";

const rack: PathEnd = end("102A", "116", "DC1", 1, 7);

function end(name: string, switchCode: string, datacenter: string, port: number, segment: number): PathEnd {
  return { name, switchCode, datacenter, port: portNumber.parse(port), segment: segmentNumber.parse(segment) };
}

function input(over: Partial<PathInput> = {}): PathInput {
  return {
    pair: { hostTag: hostTag.parse(100), customerTag: customerTag.parse(200) },
    clientVlan: clientVlan.parse(10),
    rack,
    resource: end("110A", "116", "DC1", 11, 7),
    line: null,
    ...over,
  };
}

const crossing = input({
  resource: end("210", "212", "DC2", 11, 3),
  line: {
    code: "224",
    mtu: 9100,
    rackSide: { port: portNumber.parse(31), label: mplsLabel.parse(1104) },
    resourceSide: { port: portNumber.parse(31), label: mplsLabel.parse(1204) },
  },
});

describe("the predicted path inside one datacenter", () => {
  const path = walk(input(), "to_resource");

  test("goes rack, switch, resource", () => {
    expect(path.hops.map((hop) => (hop.kind === "switch" ? hop.code : hop.name))).toEqual(["102A", "116", "110A"]);
  });

  test("carries the pair only inside the switch and leaves the client's own tag alone", () => {
    expect(path.legs.map((leg) => stackText(leg.stack))).toEqual(["Q 10", "S 100 · C 200 · Q 10", "Q 10"]);
  });

  test("pushes the customer tag, then the host tag, and pops them at the resource's port", () => {
    const [, hop] = path.hops;
    expect(hop?.kind === "switch" && hop.actions.map((one) => `${one.kind} ${one.tag.kind} ${one.port}`)).toEqual([
      "push customer 1",
      "push host 1",
      "pop host 11",
      "pop customer 11",
    ]);
  });

  test("is observed where it enters and where it leaves", () => {
    const points = path.legs.flatMap((leg) => leg.points.map((point) => `${point.id} ${point.entryKey}`));
    expect(points).toEqual(["116:1:in 1/10", "116:11:out 11/10"]);
  });
});

describe("the predicted path across datacenters", () => {
  test("carries the far datacenter's label on the line, and the near one's on the way back", () => {
    const labels = (["to_resource", "to_rack"] as const).map((direction) =>
      walk(crossing, direction).legs.find((leg) => leg.kind === "line"),
    );
    expect(labels.map((leg) => stackText(leg?.stack ?? []))).toEqual([
      "D 1204 · S 100 · C 200 · Q 10",
      "D 1104 · S 100 · C 200 · Q 10",
    ]);
  });

  test("is observed at both ends of the line by the pair", () => {
    const line = walk(crossing, "to_resource").legs.find((leg) => leg.kind === "line");
    expect(line?.points.map((point) => `${point.id} ${point.entryKey}`)).toEqual([
      "116:31:out 31/100.200",
      "212:31:in 31/100.200",
    ]);
  });

  test("leaves a client its full 1,500 octets on a line that has room, and less on one that has not", () => {
    expect(walk(crossing, "to_resource").mtu).toBe(1500);
    const line = crossing.line === null ? null : { ...crossing.line, mtu: 1520 };
    expect(walk({ ...crossing, line }, "to_resource").mtu).toBe(
      1520 - stackOctets(walk(crossing, "to_resource").legs[2]?.stack ?? []),
    );
  });
});

test("an untagged client's frame has no tag on its cables", () => {
  const path = walk(input({ clientVlan: "untagged" }), "to_resource");
  expect(path.legs.map((leg) => stackText(leg.stack))).toEqual(["no tag", "S 100 · C 200", "no tag"]);
});

test("whatever the numbers, every tag that is pushed is popped again, in mirrored order, and the answer mirrors the way", () => {
  const tag = fc.integer({ min: 1, max: 4094 });
  fc.assert(
    fc.property(tag, tag, fc.oneof(tag, fc.constant("untagged" as const)), fc.boolean(), (s, c, vlan, far) => {
      const pair = { hostTag: hostTag.parse(s), customerTag: customerTag.parse(c) };
      const order = { ...(far ? crossing : input()), pair, clientVlan: clientVlan.parse(vlan) };
      const there = walk(order, "to_resource");
      const back = walk(order, "to_rack");
      const actions = there.hops.flatMap((hop) => (hop.kind === "switch" ? hop.actions : []));
      const open: string[] = [];
      for (const action of actions) {
        const name = `${action.tag.kind} ${action.tag.value}`;
        if (action.kind === "push") open.push(name);
        if (action.kind === "pop") expect(open.pop()).toBe(name);
      }
      expect(open).toEqual([]);
      expect(back.legs.map((leg) => leg.id)).toEqual(there.legs.map((leg) => leg.id).reverse());
      expect(back.hops.map((hop) => hop.id)).toEqual(there.hops.map((hop) => hop.id).reverse());
    }),
  );
});
