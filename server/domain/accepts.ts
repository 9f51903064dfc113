import { nameOfVid, type Vid } from "./vlan-list";

/** What a rack's port takes in. */
export type Accepts = "both" | "tagged" | "untagged";

/** Whether frames of a VLAN get in; null is what comes untagged. */
export function takesIn(accepts: Accepts, vid: Vid): boolean {
  if (accepts === "both") return true;
  return (accepts === "untagged") === (vid === null);
}

/** Why a VLAN can't be declared at a port that does not take its frames in, and what to do. */
export function refusalWords(rack: string, accepts: Accepts, vid: Vid): string {
  const name = vid === null ? "Untagged frames" : `Frames of ${nameOfVid(vid)}`;
  return `${name} do not get in at rack ${rack}: its port accepts ${accepts} frames alone. Let the port accept both first.`;
}
