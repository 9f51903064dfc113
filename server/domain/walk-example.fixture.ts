import {
  clientVlan,
  customerTag,
  datacenterTag,
  hostTag,
  type LineEncapsulation,
  longHaulId,
  type ProviderEncapsulation,
  portNumber,
  segmentNumber,
} from "@/agent/protocol";
import type {
  LineHop,
  PathEnd,
  PathInput,
  ProviderLinkHop,
  PseudowireStretch,
  SwitchPort,
  TrunkStretch,
} from "./frame-path";

/** The demo world's ways, for tests: 102A at switch 116 in DC1, trunks T1 and T2, lines 224, 226 and 228, link 306. */
export function at(switchCode: string, port: number): SwitchPort {
  return { switchCode, port: portNumber.parse(port) };
}

export const T1 = trunk("T1", at("116", 31), at("124", 1));
export const T2 = trunk("T2", at("220", 1), at("212", 31));
export const T3 = trunk("T3", at("222", 1), at("262", 31));

export function trunk(code: string, near: SwitchPort, far: SwitchPort, mtu: number | null = 9000): TrunkStretch {
  return { kind: "trunk", code, near, far, mtu };
}

export function line(
  code: string,
  near: SwitchPort,
  far: SwitchPort,
  encapsulation: LineEncapsulation = "vpls",
  mtu = 9100,
): LineHop {
  return { code, medium: "line", encapsulation, longHaul: null, mtu, near, far };
}

export function providerLink(
  code: string,
  near: SwitchPort,
  far: SwitchPort,
  encapsulation: ProviderEncapsulation,
  mtu = 9200,
): ProviderLinkHop {
  const longHaul = longHaulId.parse(Number(code) * 1000);
  return { code, medium: "provider", encapsulation, longHaul, mtu, near, far };
}

/** From switch 124 to switch 220 over these links. */
export function pseudowire(hops: PseudowireStretch["hops"]): PseudowireStretch {
  return {
    kind: "pseudowire",
    near: at("124", 5001),
    far: at("220", 5001),
    hops,
    tagToFar: datacenterTag.parse(1204),
    tagToNear: datacenterTag.parse(1104),
  };
}

export const line224 = line("224", at("124", 31), at("220", 31));
export const line226 = line("226", at("124", 32), at("222", 31));
export const line228 = line("228", at("222", 32), at("220", 32));

/** VLAN 10 of 102A to 110A: both hang on switch 116. */
export function localInput(over: Partial<PathInput> = {}): PathInput {
  return {
    pair: { hostTag: hostTag.parse(100), customerTag: customerTag.parse(200) },
    clientVlan: clientVlan.parse(10),
    resourceVlan: clientVlan.parse(10),
    rack: { name: "102A", ...at("116", 1) },
    resource: { name: "110A", ...at("116", 11) },
    switches: new Map([
      ["116", { datacenter: "DC1", segment: segmentNumber.parse(7) }],
      ["124", { datacenter: "DC1", segment: segmentNumber.parse(4) }],
      ["220", { datacenter: "DC2", segment: segmentNumber.parse(5000) }],
      ["212", { datacenter: "DC2", segment: segmentNumber.parse(3) }],
      ["222", { datacenter: "DC3", segment: null }],
    ]),
    stretches: [],
    ...over,
  };
}

/** 102D, at switch 117 in front of port 10 of 116. */
export const behindFront: PathEnd = {
  name: "102D",
  ...at("116", 10),
  front: { ...at("117", 1), uplink: portNumber.parse(31), mtu: 9000 },
};

/** VLAN 10 of 102A to 210 in DC2, over these links. */
export function crossingInput(hops: PseudowireStretch["hops"], over: Partial<PathInput> = {}): PathInput {
  const resource = { name: "210", ...at("212", 11) };
  return localInput({ resource, stretches: [T1, pseudowire(hops), T2], ...over });
}

/** VLAN 10 of 202 in DC2 to 110D in DC1: two switches with line 224 between them, nothing else. */
export function shortCrossingInput(): PathInput {
  const stretch = pseudowire([line("224", at("212", 31), at("116", 31))]);
  return localInput({
    pair: { hostTag: hostTag.parse(2000), customerTag: customerTag.parse(200) },
    rack: { name: "202", ...at("212", 1) },
    resource: { name: "110D", ...at("116", 18) },
    stretches: [
      {
        ...stretch,
        near: at("212", 5001),
        far: at("116", 5001),
        tagToFar: stretch.tagToNear,
        tagToNear: stretch.tagToFar,
      },
    ],
  });
}
