"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";
import { TextLink } from "../ui/text-link";
import { VlanTable } from "./vlan-table";

/** All VLANs that the person may see. */
export function VlanList() {
  const trpc = useTRPC();
  const me = useQuery(trpc.me.get.queryOptions()).data;
  const vlans = useQuery(trpc.vlans.list.queryOptions({}));
  return (
    <>
      <PageTitle>{vlans.data ? `${vlans.data.length} VLANs` : "VLANs"}</PageTitle>
      <PageHeader
        title="VLANs"
        lead={
          <>
            Use any VLAN id and any addresses: inside the fabric the pair of tags counts, and yours is yours alone.{" "}
            <TextLink href="/overlap">Why overlap is safe</TextLink>
          </>
        }
      />
      <div className="panel">
        <Answer query={vlans}>
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState
                title="No VLAN is declared yet."
                call={'vlans.declare({ rackId, vids: "10,20,100-105" })'}
                action={
                  <Button asChild look="primary">
                    <Link href="/racks">Choose a rack</Link>
                  </Button>
                }
              >
                VLANs belong to a rack. Open the rack and declare the ids that it uses.
              </EmptyState>
            ) : (
              <VlanTable vlans={rows} member={me !== undefined && !me.operator} />
            )
          }
        </Answer>
      </div>
    </>
  );
}
