"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { vlanText } from "../tag/client-vlan";
import { useTRPC } from "../trpc/context";

const WORDS: Readonly<Record<string, string>> = {
  racks: "Racks",
  vlans: "VLANs",
  extensions: "Extensions",
  machines: "Machines",
  requests: "Requests",
  overlap: "Overlap is safe",
  audit: "Audit",
  switches: "Switches",
  links: "Links",
  datacenters: "Datacenters",
  new: "New",
};

/** Where the page stands: each part leads to its list. */
export function Breadcrumb() {
  const parts = usePathname().split("/").filter(Boolean);
  const crumbs = parts
    .map((part, index) => ({ part, above: parts[index - 1] ?? "", href: `/${parts.slice(0, index + 1).join("/")}` }))
    .filter(({ part }) => part !== "admin");
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1.5 text-table">
        {crumbs.map(({ part, above, href }, index) => {
          const last = index === crumbs.length - 1;
          return (
            <li key={href} className="flex min-w-0 items-center gap-1.5">
              {index > 0 ? (
                <span aria-hidden className="text-ink-3">
                  /
                </span>
              ) : null}
              {last ? (
                <span aria-current="page" className="truncate font-medium">
                  <Name part={part} above={above} />
                </span>
              ) : (
                <Link href={href} className="whitespace-nowrap text-ink-2 hover:text-ink hover:underline">
                  <Name part={part} above={above} />
                </Link>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function Name({ part, above }: { part: string; above: string }) {
  const word = WORDS[part];
  if (word !== undefined) return word;
  if (above === "racks") return <RackName id={part} />;
  if (above === "vlans") return <VlanName id={part} />;
  if (above === "machines") return <MachineName id={part} />;
  if (above === "extensions") return <ExtensionName id={part} />;
  return <span className="number">{decodeURIComponent(part)}</span>;
}

function RackName({ id }: { id: string }) {
  const trpc = useTRPC();
  return useQuery(trpc.racks.get.queryOptions({ id })).data?.name ?? id;
}

function MachineName({ id }: { id: string }) {
  const trpc = useTRPC();
  return useQuery(trpc.machines.get.queryOptions({ id })).data?.name ?? id;
}

function VlanName({ id }: { id: string }) {
  const trpc = useTRPC();
  const vlan = useQuery(trpc.vlans.get.queryOptions({ id })).data;
  return vlan === undefined ? id : `${vlan.rack.name}, ${vlanText(vlan.vid)}`;
}

function ExtensionName({ id }: { id: string }) {
  const trpc = useTRPC();
  const extension = useQuery(trpc.extensions.get.queryOptions({ id })).data;
  if (extension === undefined) return id;
  return `${extension.rack.name}, ${vlanText(extension.vlan.vid)} to ${extension.resource.name}`;
}
