import type { Queryable } from "@/db/client";
import { violatedUnique } from "@/db/constraint";
import { insertRows } from "@/db/insert-rows";
import { vlan } from "@/db/schema/vlan";
import { readIpRange } from "../../domain/ip-range";
import { nameOfVid, readVlanList, type Vid } from "../../domain/vlan-list";
import { ServiceError } from "../../errors";
import { customerTagsExhausted, holdCustomerTags } from "../allocate/customer-tag";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit } from "../event/commit";
import { addressVirtualClient } from "../machine/virtual-client";
import { parseInput } from "../parse-input";
import { type OwnRack, ownRack } from "../rack/find";
import { memberOf } from "../scope";
import { type DeclarationPlan, planDeclaration } from "./plan";
import { type VlanRow, viewsOf } from "./rows";
import { type DeclareVlansInput, declareVlansInput } from "./schemas";
import type { VlanView } from "./view";

/**
 * Declares VLANs of a rack, all or none: each gets a customer tag, and with the rack's host tag a pair that is its alone
 * in the whole federation (seed paras 51, 56).
 *
 * @returns them in the order of the list
 * @throws ServiceError not_found for the rack, conflict for a VLAN that it has already, exhausted without a tag
 */
export async function declareVlans({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: DeclareVlansInput;
}): Promise<VlanView[]> {
  const { tenantId } = memberOf(ctx);
  const { rackId, vids, name, cidr } = parseInput(declareVlansInput, input);
  const range = cidr === null ? null : readIpRange(cidr);
  const rangeBits = range?.ok ? range.value.bits : null;
  const made = await commit(ctx, async (work) => {
    const { tx } = work;
    const rack = await ownRack(tx, tenantId, rackId);
    const plan = await planDeclaration(tx, ctx, rack, listOf(vids));
    await refuseUnless(tx, ctx, rack.hostTag, plan);
    await holdCustomerTags(tx, plan.tags, ctx.now());
    const vlans = plan.rows.flatMap(({ vid, hostTag, customerTag }) => {
      if (customerTag === null) return [];
      const given = { hostTag, customerTag, name: name ?? nameOfVid(vid), rules: "[]", createdAt: ctx.now() };
      return [{ id: ctx.newId("vlan"), vid, cidr, rangeBits, ...given }];
    });
    await insertVlans(
      tx,
      vlans.map((row) => ({ ...row, tenantId, clientSystemId: rack.id })),
    );
    await addressVirtualClient(work, rack.id, vlans);
    await recordAudit(tx, ctx, ...vlans.map((row) => audited(tenantId, rack, row)));
    return vlans.map((vlan) => ({ vlan, rack, datacenterCode: rack.datacenterCode, extensionCount: 0 }));
  });
  return viewsOf(ctx.db.read, made);
}

function listOf(text: string): Vid[] {
  const read = readVlanList(text);
  if (!read.ok) throw new ServiceError("invalid", read.problem, "vids");
  return read.value;
}

async function refuseUnless(tx: Queryable, ctx: ServiceContext, hostTag: number, plan: DeclarationPlan): Promise<void> {
  if (plan.exhausted) throw await customerTagsExhausted(tx, hostTag, ctx.allocation);
  const conflicts = plan.rows.flatMap(({ conflict }) => conflict ?? []);
  const [first, ...others] = conflicts;
  if (first === undefined) return;
  const more = others.length === 0 ? "" : ` ${others.length} more of the list can't be declared either.`;
  throw new ServiceError("conflict", `${first}${more}`, "vids");
}

/** The database has the last word: the plan has asked already, so this only speaks when the plan was wrong. */
async function insertVlans(tx: Queryable, rows: readonly (typeof vlan.$inferInsert)[]): Promise<void> {
  try {
    await insertRows(tx, vlan, rows);
  } catch (error) {
    const unique = violatedUnique(error);
    if (unique === null) throw error;
    throw new ServiceError(
      "conflict",
      "One of these VLANs is declared already. Look at the list, and try again.",
      "vids",
    );
  }
}

function audited(tenantId: string, rack: OwnRack, { id, vid, name, cidr, hostTag, customerTag }: VlanRow["vlan"]) {
  const after = { rack: rack.name, vid: vid ?? "untagged", name, cidr, pair: `${hostTag}.${customerTag}` };
  return { action: "vlan.declare", subjectId: id, tenantId, after };
}
