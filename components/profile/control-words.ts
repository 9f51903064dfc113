import type { ControlName } from "./profile-draft";

/** What each control protocol is, for people; the same order everywhere. */
export const CONTROL_WORDS: Record<ControlName, { readonly name: string; readonly what: string }> = {
  stp: { name: "STP", what: "spanning tree, 01:80:c2:00:00:00" },
  pause: { name: "pause", what: "flow control, 01:80:c2:00:00:01" },
  lacp: { name: "LACP", what: "link aggregation and slow protocols, 01:80:c2:00:00:02" },
  eapol: { name: "802.1X", what: "EAPOL, 01:80:c2:00:00:03" },
  lldp: { name: "LLDP", what: "neighbour discovery, 01:80:c2:00:00:0e" },
};
export const CONTROL_NAMES: readonly ControlName[] = ["stp", "pause", "lacp", "eapol", "lldp"];

/** "LLDP carried through; STP, pause, LACP and 802.1X dropped". */
export function controlText(carried: readonly ControlName[]): string {
  const named = (which: readonly ControlName[]) => listed(which.map((one) => CONTROL_WORDS[one].name));
  const through = CONTROL_NAMES.filter((one) => carried.includes(one));
  const dropped = CONTROL_NAMES.filter((one) => !carried.includes(one));
  if (through.length === 0) return `all dropped: ${named(dropped)}`;
  if (dropped.length === 0) return `all carried through: ${named(through)}`;
  return `${named(through)} carried through; ${named(dropped)} dropped`;
}

function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
