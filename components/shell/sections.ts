import {
  Activity,
  ArrowLeftRight,
  Building2,
  Cable,
  Combine,
  Cpu,
  History,
  Layers,
  type LucideIcon,
  Network,
  Server,
  Waypoints,
} from "lucide-react";

/** A place in the left rail. */
export interface Section {
  readonly href: string;
  readonly label: string;
  readonly Icon: LucideIcon;
  /** Shows how many requests wait for a decision. */
  readonly counts?: "requests";
}

/** What a tenant's people see. */
export const TENANT_SECTIONS: readonly Section[] = [
  { href: "/racks", label: "Racks", Icon: Server },
  { href: "/vlans", label: "VLANs", Icon: Layers },
  { href: "/extensions", label: "Extensions", Icon: Cable },
  { href: "/machines", label: "Machines", Icon: Cpu },
  { href: "/requests", label: "Requests", Icon: ArrowLeftRight },
  { href: "/overlap", label: "Overlap is safe", Icon: Combine },
  { href: "/audit", label: "Audit", Icon: History },
];

/** What the operator's people see. */
export const OPERATOR_SECTIONS: readonly Section[] = [
  { href: "/admin/requests", label: "Requests", Icon: ArrowLeftRight, counts: "requests" },
  { href: "/admin/switches", label: "Switches", Icon: Network },
  { href: "/admin/links", label: "Links", Icon: Waypoints },
  { href: "/extensions", label: "Extensions", Icon: Cable },
  { href: "/machines", label: "Machines", Icon: Cpu },
  { href: "/racks", label: "Racks", Icon: Server },
  { href: "/vlans", label: "VLANs", Icon: Layers },
  { href: "/admin/datacenters", label: "Datacenters", Icon: Building2 },
  { href: "/admin/health", label: "Health", Icon: Activity },
  { href: "/admin/audit", label: "Audit", Icon: History },
];
