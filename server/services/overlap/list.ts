import { eq } from "drizzle-orm";
import { vlan } from "@/db/schema/vlan";
import type { ServiceContext } from "../context";
import { memberOf } from "../scope";
import { vlanViews } from "../vlan/rows";
import type { VlanView } from "../vlan/view";
import type { OverlapView } from "./view";

/** The tenant's VLANs whose numbers others use too, and why nothing collides (seed claims 2 and 3). */
export async function listOverlaps({ ctx }: { ctx: ServiceContext }): Promise<OverlapView[]> {
  const vlans = await vlanViews(ctx.db.read, eq(vlan.tenantId, memberOf(ctx).tenantId));
  return vlans.filter(({ overlap }) => overlap.sameVid > 0 || overlap.sameRange > 0).map(overlapView);
}

function overlapView(view: VlanView): OverlapView {
  const { id, vid, cidr, rack, hostTag, customerTag, overlap } = view;
  return { vlanId: id, vid, cidr, rackName: rack.name, pair: { hostTag, customerTag }, ...overlap, why: why(view) };
}

function why({ vid, hostTag, customerTag, overlap }: VlanView): string {
  const meets = [
    ...(overlap.sameVid > 0 ? [`${others(overlap.sameVid)} ${doTheSame(vid, overlap.sameVid)} too`] : []),
    ...(overlap.sameRange > 0 ? [`the IP range meets that of ${others(overlap.sameRange)}`] : []),
  ].join(", and ");
  return (
    `${meets.charAt(0).toUpperCase()}${meets.slice(1)}. Inside the fabric your frames carry S ${hostTag} and C ${customerTag}, ` +
    "a pair that nobody else holds, and switches forward by the pair alone: the same numbers never meet."
  );
}

function doTheSame(vid: number | null, tenants: number): string {
  const s = tenants === 1 ? "s" : "";
  return vid === null ? `send${s} untagged frames` : `use${s} VLAN ${vid}`;
}

function others(count: number): string {
  return count === 1 ? "one other tenant" : `${count} other tenants`;
}
