import { randomBytes } from "node:crypto";

/** Kinds of things that have an id, with the prefix by which people recognise it. */
const PREFIX = {
  datacenter: "dc",
  switch: "sw",
  port: "port",
  link: "link",
  trunk: "trunk",
  pseudowire: "pw",
  path: "path",
  tenant: "ten",
  rack: "rack",
  vlan: "vlan",
  cloud: "cloud",
  cloudSystem: "sys",
  resource: "res",
  extension: "ext",
  request: "req",
  attachment: "att",
  task: "task",
  rule: "rule",
  directLink: "dl",
  machine: "mch",
  move: "move",
} as const;

export type IdKind = keyof typeof PREFIX;
export type NewId = (kind: IdKind) => string;

// No vowels and no look-alikes: ids are read aloud on the telephone.
const ALPHABET = "23456789bcdfghjkmnpqrstvwxz";
const LENGTH = 10;

/**
 * A new id such as `ext_7k3m9x2qbd`: 27^10 values, about 47 bits.
 *
 * @param random gives that many random octets; a parameter so that tests can fix it
 */
export function newId(kind: IdKind, random: (octets: number) => Uint8Array = randomBytes): string {
  const letters = Array.from(random(LENGTH), (octet) => ALPHABET[octet % ALPHABET.length]);
  return `${PREFIX[kind]}_${letters.join("")}`;
}
