import type { RackView } from "@/server/services/rack/view";

/** "116 port 4", or that the rack waits for one. */
export function portWords(port: RackView["port"]): string {
  return port === null ? "waits for a cable" : `${port.switchCode} port ${port.number}`;
}
