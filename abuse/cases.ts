import { BUM_STORM } from "./bum-storm";
import type { Case } from "./case";
import { COUNTERS } from "./counters";
import { L2CP } from "./l2cp";
import { MAC_FLOOD } from "./mac-flood";
import { MAC_SPOOF } from "./mac-spoof";
import { MTU } from "./mtu";
import { VLAN_HOP } from "./vlan-hop";
import { VU855201 } from "./vu855201";

/** What a hostile tenant does: `npm run abuse -- NAME`. */
export const ABUSE_CASES: readonly Case[] = [VLAN_HOP, VU855201, MAC_FLOOD, MAC_SPOOF, BUM_STORM, L2CP];
/** What must be exact, and fail in the open: `npm run fault -- NAME`. */
export const FAULT_CASES: readonly Case[] = [MTU, COUNTERS];
