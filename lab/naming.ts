import { PROVIDER, switchNamespace, type World, type WorldSwitch } from "./world";

/** Longest name of a network device (IFNAMSIZ - 1). */
const DEVICE_NAME_MAX = 15;

/** Of a machine that an agent made: it is not in the world's plan (agent/protocol.ts, machineNamespace). */
const MADE_MACHINE = /^m-[1-9][0-9]*-[0-9]+-[1-9][0-9]*$/;

/** A namespace as people write it: a machine's name, `provider`, `sw-116`, or a switch's bare code; null when the world has none. */
export function namespaceNamed(world: World, word: string): string | null {
  const machine = world.switches.flatMap((one) => one.ports).find((port) => port.machine.name === word);
  if (machine !== undefined || namespacesOf(world).others.includes(word) || MADE_MACHINE.test(word)) return word;
  const found = switchNamed(world, word);
  return found === null ? null : switchNamespace(found.code);
}

/** A switch by its code or by its namespace. */
export function switchNamed(world: World, word: string): WorldSwitch | null {
  return world.switches.find((one) => one.code === word || switchNamespace(one.code) === word) ?? null;
}

/** A device of a switch as people write it: a kernel name as it is, or a bare port number for `p-N`; null if neither. */
export function deviceNamed(word: string): string | null {
  if (/^[1-9][0-9]{0,3}$/.test(word)) return `p-${word}`;
  return /^[A-Za-z][A-Za-z0-9._-]*$/.test(word) && word.length <= DEVICE_NAME_MAX ? word : null;
}

/** Every namespace of a world: switches first, then machines in the order of their ports, then the provider's router. */
export function namespacesOf(world: World): { switches: string[]; machines: string[]; others: string[] } {
  return {
    switches: world.switches.map((one) => switchNamespace(one.code)),
    machines: world.switches.flatMap((one) => one.ports.map((port) => port.machine.name)),
    others: world.providerLinks.length > 0 ? [PROVIDER] : [],
  };
}
