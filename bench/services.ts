/** Many services on one switch: what `apply` and `scale-slope` fill it with. */
import type { MapEntry } from "@/agent/protocol";
import { attachment } from "@/lab/agents-under-test";
import type { WorldMachine, WorldPort, WorldSwitch } from "@/lab/world";

/** Ports in pairs: each service joins the two ports of a pair. */
export const PORTS = 8;
const PAIRS = PORTS / 2;
/** Customer tags under one host tag. */
const CUSTOMER_TAGS = 4_094;

/** A switch with eight machines. */
export function eightPorts(code: string): WorldSwitch {
  const ports = Array.from({ length: PORTS }, (_, index): WorldPort => {
    const number = index + 1;
    return { number, kind: number % 2 === 1 ? "client" : "cloud", machine: machine(`${code}-${number}`, number) };
  });
  return { code, datacenter: "DC1", ports, trunkPorts: [], linkPorts: [] };
}

function machine(name: string, number: number): WorldMachine {
  return { name, mac: `02:00:00:00:00:${number.toString(16).padStart(2, "0")}`, addresses: [] };
}

/** The desired ports of such a switch. */
export function desiredPorts(): object[] {
  return Array.from({ length: PORTS }, (_, index) => ({
    kind: index % 2 === 0 ? "client" : "cloud",
    number: index + 1,
  }));
}

/** Service `index`: one VLAN, tagged at both ports of a pair, in a segment of its own. Four flower rules. */
export function service(index: number): MapEntry[] {
  const port = 2 * (index % PAIRS) + 1;
  const vlan = Math.floor(index / PAIRS) + 1;
  const pair = `${Math.floor(index / CUSTOMER_TAGS) + 1}.${(index % CUSTOMER_TAGS) + 1}`;
  return [port, port + 1].map((one) => attachment(one, vlan, pair, index + 1));
}

/** Services `first` to `first + count - 1`. */
export function services(first: number, count: number): MapEntry[] {
  return Array.from({ length: count }, (_, index) => service(first + index)).flat();
}
