import { asc, eq } from "drizzle-orm";
import { networkSwitch, port } from "@/db/schema/switch";
import { notFound } from "../../errors";
import type { ServiceContext } from "../context";
import { mapRowsOf, type OwnedMapRow } from "../map/rows";
import { parseInput } from "../parse-input";
import { operatorOf } from "../scope";
import { portAt } from "../topology/port-at";
import { farEndsOf } from "./far-ends";
import { type Observed, observedIn } from "./observed";
import { switchViews } from "./rows";
import { type SwitchCodeInput, switchCodeInput } from "./schemas";
import type { PortView, TagMapRow, TagMapView } from "./view";

/** Map 118 of a switch beside what its kernel holds, row by row (seed F1.5, F1.6); for operators. */
export async function getTagMap({ ctx, input }: { ctx: ServiceContext; input: SwitchCodeInput }): Promise<TagMapView> {
  operatorOf(ctx);
  const { code } = parseInput(switchCodeInput, input);
  const db = ctx.db.read;
  const [view] = await switchViews(ctx, eq(networkSwitch.code, code));
  const [row] = await db.select().from(networkSwitch).where(eq(networkSwitch.code, code));
  if (view === undefined || row === undefined) throw notFound("switch", code);
  const last = ctx.live.lastReport(row.id);
  const observed = observedIn(last);
  const rows = await mapRowsOf(db, row.id);
  return {
    switch: view,
    ports: await portViews(ctx, row.id, rows, observed),
    rows: rows.map((one) => tagMapRow(one, observed)),
    strays: last?.report.strays.map(({ what }) => what) ?? [],
    alarms: last?.report.alarms ?? [],
    desiredHash: row.stateHash,
    reportedHash: last?.report.hash ?? null,
    readBackAgeMs: last === null ? null : last.report.readBackAgeMs + Math.max(0, ctx.now() - last.at),
  };
}

function tagMapRow(row: OwnedMapRow, observed: Observed): TagMapRow {
  const entry = observed.entry(row.key);
  return {
    ...row,
    kernel: entry?.state ?? "unknown",
    detail: entry === null || entry.state === "present" ? null : entry.detail,
    framesIn: observed.frames(row.key, "in"),
    framesOut: observed.frames(row.key, "out"),
  };
}

async function portViews(
  ctx: ServiceContext,
  switchId: string,
  rows: readonly OwnedMapRow[],
  observed: Observed,
): Promise<PortView[]> {
  const ports = await ctx.db.read.select().from(port).where(eq(port.switchId, switchId)).orderBy(asc(port.number));
  const far = await farEndsOf(ctx.db.read, switchId);
  return ports.map((one) => {
    const keys = rows.filter((row) => row.port === one.number).map((row) => row.key);
    return {
      number: one.number,
      kind: one.kind,
      far: far.get(one.id) ?? null,
      mac: one.mac,
      mtu: one.mtu,
      framesIn: observed.portFrames(keys, "in"),
      framesOut: observed.portFrames(keys, "out"),
      framesInPerSecond: observed.portRate(keys, "in"),
      framesOutPerSecond: observed.portRate(keys, "out"),
      dropped: observed.dropped(portAt(one).number),
      tooLarge: observed.tooLarge(portAt(one).number),
    };
  });
}
