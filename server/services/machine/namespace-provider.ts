import { clientVlan, type DesiredPort, macAddress } from "@/agent/protocol";
import { cabledPort } from "../../domain/desired-state";
import type { LiveStore } from "../../live/store";
import type { Work } from "../event/commit";
import { appendChange } from "../map/append-change";
import { portAt } from "../topology/port-at";
import { placeOnSwitch } from "./place";
import type { PlacedMachine } from "./placed";
import type { MachineProvider, MachineSight } from "./provider";
import { systemRooms } from "./room";

/** The embedded one: a network namespace with an IP stack of its own behind a port, made by the switch's agent. */
export const namespaceProvider: MachineProvider = {
  name: "namespace",
  rooms: systemRooms,
  place: placeOnSwitch,
  portOf,
  make: (work, placed) => appendChange(work, placed.port.switchId, {}, { ports: [portOf(placed)] }),
  alter: alterPort,
  remove: (work, placed) => appendChange(work, placed.port.switchId, { ports: [portOf(placed)] }, {}),
  sight: sightAt,
};

function portOf({ machine, addresses, port, switchNumber }: PlacedMachine): DesiredPort {
  const cabled = cabledPort(switchNumber, portAt(port).number, port.kind === "client" ? "client" : "cloud");
  return {
    ...cabled,
    kind: port.kind === "client" ? "client" : "cloud",
    machine: {
      number: machine.number,
      mac: macAddress.parse(machine.mac),
      addresses: addresses.map(({ vid, cidr }) => ({ vlan: clientVlan.parse(vid === 0 ? "untagged" : vid), cidr })),
    },
  };
}

async function alterPort(work: Work, before: PlacedMachine, after: PlacedMachine): Promise<void> {
  await appendChange(work, after.port.switchId, { ports: [portOf(before)] }, { ports: [portOf(after)] });
}

function sightAt(live: LiveStore, { machine, port }: PlacedMachine, settled: number): MachineSight {
  const report = live.lastReport(port.switchId)?.report;
  const found = report?.machines.find((one) => one.port === port.number);
  if (found !== undefined) return { state: found.state, detail: found.detail };
  if (report === undefined || report.number < settled) return { state: "unknown", detail: null };
  const left = new RegExp(`\\b([pab]-${port.number}|m-${machine.number}-\\d+-${port.number})\\b`);
  const isLeft = report.strays.some(({ what }) => left.test(what));
  return { state: isLeft ? "unknown" : "gone", detail: null };
}
