import { Plus } from "lucide-react";
import Link from "next/link";
import type { CloudView } from "@/server/services/cloud/view";
import { roomLeft } from "./cloud-room";

/** The other kind of far end in a cloud: a machine that the order makes. Nothing where the cloud holds none. */
export function NewMachineRow({ cloud, vlanId }: { cloud: CloudView; vlanId: string }) {
  if (cloud.systems.every(({ machines }) => machines === null)) return null;
  const left = roomLeft(cloud);
  const content = (
    <>
      <span className="flex items-center gap-2 font-medium">
        <Plus aria-hidden className="size-4 text-ink-3" /> New machine
      </span>
      <span className="text-table text-ink-2">made by {cloud.name} in your own subnet</span>
      <span className="ml-auto">{left === 0 ? "full" : `room for ${left}`}</span>
    </>
  );
  const look = "flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-3 py-1.5";
  if (left === 0) return <div className={`${look} text-ink-3`}>{content}</div>;
  return (
    <Link
      href={`/machines/new?${new URLSearchParams({ vlan: vlanId, cloud: cloud.id })}`}
      className={`${look} hover:bg-hover`}
    >
      {content}
    </Link>
  );
}
