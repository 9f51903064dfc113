import { bandwidthWords } from "@/server/domain/rule-words";
import { CONTROL_NAMES, CONTROL_WORDS } from "./control-words";
import type { ShownProfile } from "./profile-draft";

/** A profile in one line: "100 Mbit/s each way, floods 5 %, at most 8 addresses, LLDP carried". */
export function profileText({ bandwidth, floodPercent, macs, macQuota, carried }: ShownProfile): string {
  const through = CONTROL_NAMES.filter((name) => carried.includes(name)).map((name) => CONTROL_WORDS[name].name);
  const parts = [
    bandwidth === null ? "any bandwidth" : `${bandwidthWords(bandwidth)} each way`,
    floodPercent === null ? "floods not limited" : `floods ${floodPercent} %`,
    macs === null ? "" : `${macs.length} named ${macs.length === 1 ? "address" : "addresses"}`,
    macQuota === null ? "" : `at most ${macQuota} ${macQuota === 1 ? "address" : "addresses"} at once`,
    through.length === 0 ? "no control frames" : `${through.join(", ")} carried`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}
