import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LINE_ENCAPSULATIONS, PROVIDER_ENCAPSULATIONS } from "@/agent/encapsulation/kinds";
import { clientVlan, customerTag, hostTag, portNumber } from "@/agent/protocol";
import type { FramePath, Hop, LinkHop, PathInput, TagAction } from "./frame-path";
import { stackText, tagText } from "./tag-stack";
import { walk } from "./walk";
import {
  at,
  behindFront,
  crossingInput,
  line,
  line224,
  line226,
  line228,
  localInput,
  providerLink,
  pseudowire,
  T1,
  trunk,
} from "./walk-example.fixture";

const tunnel = (encapsulation: (typeof PROVIDER_ENCAPSULATIONS)[number], mtu?: number) =>
  providerLink("306", at("124", 33), at("220", 33), encapsulation, mtu);

function nameOf(hop: Hop): string {
  return hop.kind === "machine" ? hop.name : hop.kind === "provider" ? `provider ${hop.code}` : hop.code;
}

function stacks(path: FramePath): string[] {
  return path.legs.map((leg) => `${leg.id}: ${stackText(leg.stack)}`);
}

function actionsAt(path: FramePath, code: string): string[] {
  const hop = path.hops.find((one) => one.kind === "switch" && one.code === code);
  return hop?.kind === "switch" ? hop.actions.map(actionText) : [];
}

function actionText(action: TagAction): string {
  const what = action.kind === "rewrite" ? `rewrite ${action.from.format} to ${action.tag.format}` : action.kind;
  return `${what} ${tagText(action.tag)} at ${action.port}`;
}

function pointsOf(path: FramePath): string[] {
  return path.legs.flatMap((leg) => leg.points.map((point) => `${point.id} ${point.entryKey ?? "seen only"}`));
}

describe("the predicted path inside one switch", () => {
  const path = walk(localInput(), "to_resource");

  test("goes rack, switch, resource, with the pair only inside and the client's own tag left alone", () => {
    expect(path.hops.map(nameOf)).toEqual(["102A", "116", "110A"]);
    expect(stacks(path)).toEqual(["rack-cable: Q 10", "inside-116: S 100 · C 200 · Q 10", "resource-cable: Q 10"]);
  });

  test("pushes the customer tag, then the host tag, and pops them at the resource's port", () => {
    expect(actionsAt(path, "116")).toEqual([
      "push C 200 at 1",
      "push S 100 at 1",
      "pop S 100 at 11",
      "pop C 200 at 11",
    ]);
  });

  test("is observed where it enters and where it leaves", () => {
    expect(pointsOf(path)).toEqual(["116:1:in 1/10", "116:11:out 11/10"]);
  });

  test("has no tag on its cables when the client has none", () => {
    const untagged = { clientVlan: clientVlan.parse("untagged"), resourceVlan: clientVlan.parse("untagged") };
    expect(stacks(walk(localInput(untagged), "to_resource"))).toEqual([
      "rack-cable: no tag",
      "inside-116: S 100 · C 200",
      "resource-cable: no tag",
    ]);
  });
});

describe("another VLAN id at the resource's end", () => {
  test.each([
    ["20", 20, "rewrite 33024 to 33024 Q 20 at 11", "rewrite 33024 to 33024 Q 10 at 11"],
    ["untagged", "untagged", "pop Q 10 at 11", "push Q 10 at 11"],
  ])("%s is given and taken there; under the pair the rack's own stands both ways", (_name, vlan, there, back) => {
    const input = localInput({ resourceVlan: clientVlan.parse(vlan) });
    expect(actionsAt(walk(input, "to_resource"), "116").at(-1)).toBe(there);
    expect(actionsAt(walk(input, "to_rack"), "116")).toEqual([
      ...[back, "push C 200 at 11", "push S 100 at 11", "pop S 100 at 1", "pop C 200 at 1"],
    ]);
    expect(stacks(walk(input, "to_rack")).at(1)).toBe("inside-116: S 100 · C 200 · Q 10");
    expect(pointsOf(walk(input, "to_resource")).at(-1)).toBe(`116:11:out 11/${vlan}`);
  });
});

describe("the predicted path over a line", () => {
  const path = walk(crossingInput([line224]), "to_resource");

  test("crosses a trunk on each side, and the line with the tag of the far datacenter", () => {
    expect(path.hops.map(nameOf)).toEqual(["102A", "116", "124", "220", "212", "210"]);
    expect(stacks(path)).toEqual([
      "rack-cable: Q 10",
      "inside-116: S 100 · C 200 · Q 10",
      "trunk-T1: S 100 · C 200 · Q 10",
      "inside-124: S 100 · C 200 · Q 10",
      "line-224: D 1204 · S 100 · C 200 · Q 10",
      "inside-220: S 100 · C 200 · Q 10",
      "trunk-T2: S 100 · C 200 · Q 10",
      "inside-212: S 100 · C 200 · Q 10",
      "resource-cable: Q 10",
    ]);
  });

  test("carries the near datacenter's tag on the way back", () => {
    const back = walk(crossingInput([line224]), "to_rack").legs.find((leg) => leg.kind === "line");
    expect(stackText(back?.stack ?? [])).toBe("D 1104 · S 100 · C 200 · Q 10");
  });

  test("is counted by the entries of trunk and pseudowire ports and captured at the line's ends", () => {
    expect(pointsOf(path)).toEqual([
      "116:1:in 1/10",
      "116:31:out 31/100.200",
      "124:1:in 1/100.200",
      "124:31:out 5001/100.200",
      "220:31:in 5001/100.200",
      "220:1:out 1/100.200",
      "212:31:in 31/100.200",
      "212:11:out 11/10",
    ]);
  });
});

describe("the predicted path through a transit datacenter", () => {
  test("keeps tag 3 at the transit switch, which is looked at and does not count", () => {
    const path = walk(crossingInput([line226, line228]), "to_resource");
    expect(path.hops.map(nameOf)).toEqual(["102A", "116", "124", "222", "220", "212", "210"]);
    expect(path.hops.find((hop) => hop.id === "switch-222")).toMatchObject({ role: "transit", segment: null });
    expect(actionsAt(path, "222")).toEqual(["keep D 1204 at 32"]);
    expect(stacks(path)[5]).toBe("inside-222: D 1204 · S 100 · C 200 · Q 10");
    expect(pointsOf(path).filter((text) => text.startsWith("222"))).toEqual([
      "222:31:in seen only",
      "222:32:out seen only",
    ]);
  });

  test("writes tag 3 as the next link has it, and takes tag 4 off or puts it on", () => {
    const over = providerLink("308", at("222", 33), at("220", 34), "vxlan");
    const there = walk(crossingInput([line226, over]), "to_resource");
    expect(actionsAt(there, "222")).toEqual(["rewrite 34887 to 33024 D 1204 at 33", "push P 308000 at 33"]);
    const back = walk(crossingInput([line226, over]), "to_rack");
    expect(actionsAt(back, "222")).toEqual(["pop P 308000 at 33", "rewrite 33024 to 34887 D 1104 at 31"]);
  });
});

describe("the predicted path over a provider link", () => {
  test.each([
    ["vxlan", "P 306000 · D 1204 · S 100 · C 200 · Q 10", "VXLAN", 33024],
    ["nvgre", "P 306000 · D 1204 · S 100 · C 200 · Q 10", "NVGRE", 33024],
    ["mpls-gre", "P 306000 · D 1204 · S 100 · C 200 · Q 10", 34887, 34887],
  ] as const)("%s has tag 4 over tag 3, the same on both sides of the provider", (kind, text, outer, third) => {
    const path = walk(crossingInput([tunnel(kind)]), "to_resource");
    expect(path.hops.map(nameOf)).toEqual(["102A", "116", "124", "provider 306", "220", "212", "210"]);
    const legs = path.legs.filter((leg) => leg.kind === "provider");
    expect(legs.map((leg) => [stackText(leg.stack), leg.stack[0]?.format, leg.stack[1]?.format])).toEqual([
      [text, outer, third],
      [text, outer, third],
    ]);
    expect(legs.map((leg) => [leg.from, leg.to])).toEqual([
      ["switch-124", "provider-306"],
      ["provider-306", "switch-220"],
    ]);
    expect(actionsAt(path, "124")).toEqual(["push D 1204 at 33", "push P 306000 at 33"]);
    expect(actionsAt(path, "220")).toEqual(["pop P 306000 at 33", "pop D 1204 at 33"]);
  });
});

/** Smallest MTU of the link that leaves a client its 1,500 octets: by the sizes of the headers alone. */
describe("the payload that a path leaves", () => {
  const linkOf: Readonly<Record<string, (mtu: number) => LinkHop>> = {
    vpls: (mtu) => line("224", at("124", 31), at("220", 31), "vpls", mtu),
    q: (mtu) => line("224", at("124", 31), at("220", 31), "q", mtu),
    vxlan: (mtu) => tunnel("vxlan", mtu),
    nvgre: (mtu) => tunnel("nvgre", mtu),
    "mpls-gre": (mtu) => tunnel("mpls-gre", mtu),
  };

  test.each([
    ["vpls", 1530],
    ["q", 1516],
    ["vxlan", 1566],
    ["nvgre", 1558],
    ["mpls-gre", 1558],
  ])("is 1,500 octets over %s at an MTU of %i, and one less below it", (kind, mtu) => {
    const walked = (octets: number) => walk(crossingInput([linkOf[kind]?.(octets) ?? line224]), "to_resource");
    expect(walked(mtu)).toMatchObject({ mtu: 1500, limit: null });
    const leg = walked(mtu - 1).legs.find((one) => one.encapsulation !== null);
    expect(walked(mtu - 1)).toMatchObject({ mtu: 1499, limit: leg?.id });
  });

  test("is limited by a trunk too small for the pair, which is named", () => {
    const stretches = [trunk("T1", at("116", 31), at("124", 1), 1500), pseudowire([line224])];
    expect(walk(crossingInput([], { stretches }), "to_resource")).toMatchObject({ mtu: 1488, limit: "trunk-T1" });
  });

  test("is not limited by a trunk of which nothing is known", () => {
    expect(walk(crossingInput([], { stretches: [{ ...T1, mtu: null }] }), "to_resource").mtu).toBe(1500);
  });
});

const number = fc.integer({ min: 1, max: 4094 });
const vlan = fc.oneof(number, fc.constant("untagged" as const)).map((value) => clientVlan.parse(value));
const anyLink = (code: string, near: ReturnType<typeof at>, far: ReturnType<typeof at>): fc.Arbitrary<LinkHop> =>
  fc.oneof(
    fc.constantFrom(...LINE_ENCAPSULATIONS).map((kind) => line(code, near, far, kind)),
    fc.constantFrom(...PROVIDER_ENCAPSULATIONS).map((kind) => providerLink(code, near, far, kind)),
  );
const anyHops = fc.oneof(
  anyLink("224", at("124", 31), at("220", 31)).map((hop) => [hop]),
  fc.tuple(anyLink("226", at("124", 32), at("222", 31)), anyLink("228", at("222", 32), at("220", 32))),
);
const anyInput: fc.Arbitrary<PathInput> = fc
  .record({ s: number, c: number, clientVlan: vlan, resourceVlan: vlan, hops: fc.option(anyHops) })
  .map(({ s, c, hops, ...vlans }) => {
    const over = { pair: { hostTag: hostTag.parse(s), customerTag: customerTag.parse(c) }, ...vlans };
    return hops === null ? localInput(over) : crossingInput(hops, over);
  });

describe("whatever the way and the numbers", () => {
  test("every tag that is pushed is popped again in mirrored order, and what is left is the receiver's own", () => {
    fc.assert(
      fc.property(anyInput, fc.constantFrom("to_resource" as const, "to_rack" as const), (input, direction) => {
        const path = walk(input, direction);
        const open = [...(path.legs[0]?.stack ?? [])];
        for (const action of path.hops.flatMap((hop) => (hop.kind === "switch" ? hop.actions : []))) {
          if (action.kind === "push") open.unshift(action.tag);
          if (action.kind === "pop") expect(open.shift()).toEqual(action.tag);
          if (action.kind === "keep") expect(open[0]).toEqual(action.tag);
          if (action.kind === "rewrite") expect(open.splice(0, 1, action.tag)).toEqual([action.from]);
        }
        expect(open).toEqual(path.legs.at(-1)?.stack);
      }),
    );
  });

  test("the answer takes the mirrored way, and is observed at the same ports", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const [there, back] = [walk(input, "to_resource"), walk(input, "to_rack")];
        expect(back.legs.map((leg) => leg.id)).toEqual(there.legs.map((leg) => leg.id).reverse());
        expect(back.hops.map((hop) => hop.id)).toEqual(there.hops.map((hop) => hop.id).reverse());
        const ports = (path: FramePath) =>
          path.legs.flatMap((leg) => leg.points.map((one) => `${one.switchCode} ${one.port}`));
        expect(ports(back)).toEqual(ports(there).reverse());
        expect(back.mtu).toBe(there.mtu);
      }),
    );
  });

  test("each leg begins where the one before it ends, and each hop is on the way", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { legs, hops } = walk(input, "to_resource");
        expect(legs.slice(1).map((leg) => leg.from)).toEqual(legs.slice(0, -1).map((leg) => leg.to));
        expect([...new Set(legs.flatMap((leg) => [leg.from, leg.to]))]).toEqual(hops.map((hop) => hop.id));
      }),
    );
  });
});

describe("the predicted path through a switch in front of an end", () => {
  const behind = localInput({ resource: behindFront, resourceVlan: clientVlan.parse(20) });
  const there = walk(behind, "to_resource");
  const back = walk(behind, "to_rack");

  test("that is the far one shows it there and back, with the end's own VLAN id under the customer tag", () => {
    expect(there.hops.map(nameOf)).toEqual(["102A", "116", "117", "102D"]);
    expect(stacks(there)).toEqual([
      "rack-cable: Q 10",
      "inside-116: S 100 · C 200 · Q 10",
      "series-switch-117: C 200 · Q 20",
      "inside-switch-117: C 200 · Q 20",
      "resource-cable: Q 20",
    ]);
    expect(back.hops.map(nameOf)).toEqual(["102D", "117", "116", "102A"]);
    expect(stacks(back)).toEqual(stacks(there).toReversed());
  });

  test("has the customer tag given and taken by it, and everything else by the next one", () => {
    expect(actionsAt(there, "116")).toEqual([
      ...["push C 200 at 1", "push S 100 at 1"],
      ...["pop S 100 at 10", "rewrite 33024 to 33024 Q 20 at 10"],
    ]);
    expect(actionsAt(there, "117")).toEqual(["pop C 200 at 1"]);
    expect(actionsAt(back, "117")).toEqual(["push C 200 at 1"]);
    expect(actionsAt(back, "116")).toEqual([
      ...["rewrite 33024 to 33024 Q 10 at 10", "push S 100 at 10"],
      ...["pop S 100 at 1", "pop C 200 at 1"],
    ]);
  });

  test("names it as one that bridges nothing, so it has no segment", () => {
    expect(there.hops.flatMap((hop) => (hop.kind === "switch" ? [[hop.code, hop.role, hop.segment]] : []))).toEqual([
      ["116", "bridge", 7],
      ["117", "front", null],
    ]);
  });

  test("is limited by the cable between the two, which carries the customer tag and the client's own", () => {
    const narrow = { ...behindFront, front: { ...at("117", 1), uplink: portNumber.parse(31), mtu: 1500 } };
    const path = walk({ ...behind, resource: narrow }, "to_resource");
    expect([there.mtu, path.mtu, path.limit]).toEqual([1500, 1492, "series-switch-117"]);
  });

  test("is counted by both switches' entries, and seen on the cable between them", () => {
    expect(pointsOf(there)).toEqual([
      ...["116:1:in 1/10", "116:10:out 10/20"],
      ...["117:31:in seen only", "117:1:out 1/20"],
    ]);
    expect(pointsOf(back)).toEqual([
      ...["117:1:in 1/20", "117:31:out seen only"],
      ...["116:10:in 10/20", "116:1:out 1/10"],
    ]);
  });

  test("comes by one switch twice when it stands in front of both, at two places of the picture", () => {
    const near = { name: "102E", ...at("116", 9), front: { ...at("117", 2), uplink: portNumber.parse(32), mtu: null } };
    const path = walk({ ...behind, rack: near }, "to_resource");
    expect(path.hops.map(nameOf)).toEqual(["102E", "117", "116", "117", "102D"]);
    expect([path.hops, path.legs].map((all) => new Set(all.map(({ id }) => id)).size)).toEqual([5, 7]);
    const ids = new Set(path.hops.map(({ id }) => id));
    expect(path.legs.filter(({ from, to }) => !ids.has(from) || !ids.has(to))).toEqual([]);
  });
});
