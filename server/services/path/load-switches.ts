import { and, eq, inArray } from "drizzle-orm";
import { segmentNumber as segmentNumberSchema } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { datacenter } from "@/db/schema/datacenter";
import { segmentNumber } from "@/db/schema/map";
import { networkSwitch } from "@/db/schema/switch";
import type { PathInput } from "../../domain/frame-path";

/** Switches by what people call them. */
export interface PathSwitches {
  readonly byCode: PathInput["switches"];
  /** Switch id by code. */
  readonly ids: ReadonlyMap<string, string>;
  codeOf(switchId: string): string;
}

/** The switches with these ids: where they stand and the number that a VLAN's segment has there, if it has one. */
export async function loadSwitches(db: Queryable, ids: readonly string[], vlanId: string): Promise<PathSwitches> {
  const rows = await db
    .select({
      id: networkSwitch.id,
      code: networkSwitch.code,
      datacenter: datacenter.code,
      segment: segmentNumber.number,
    })
    .from(networkSwitch)
    .innerJoin(datacenter, eq(datacenter.id, networkSwitch.datacenterId))
    .leftJoin(segmentNumber, and(eq(segmentNumber.switchId, networkSwitch.id), eq(segmentNumber.vlanId, vlanId)))
    .where(inArray(networkSwitch.id, [...new Set(ids)]));
  const codes = new Map(rows.map(({ id, code }) => [id, code]));
  return {
    byCode: new Map(
      rows.map((row) => {
        const segment = row.segment === null ? null : segmentNumberSchema.parse(row.segment);
        return [row.code, { datacenter: row.datacenter, segment }];
      }),
    ),
    ids: new Map(rows.map(({ id, code }) => [code, id])),
    codeOf(switchId) {
      const code = codes.get(switchId);
      if (code === undefined) throw new Error(`no switch ${switchId}`);
      return code;
    },
  };
}
