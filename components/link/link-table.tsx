import { CLIENT_PAYLOAD_OCTETS } from "@/server/domain/frame-path";
import type { LinkEndView, LinkView } from "@/server/services/link/view";
import { Mark } from "../state/state-mark";
import { type Column, DataTable } from "../ui/data-table";
import { TextLink } from "../ui/text-link";
import { Time } from "../ui/time";
import { LinkHealth, LinkState } from "./health-mark";
import { MEDIUM_WORDS, msColumnText } from "./link-words";
import type { Agents } from "./use-fabric";

const COLUMNS: readonly Column<LinkView>[] = [
  {
    key: "code",
    title: "Link",
    heads: true,
    className: "md:min-w-16",
    cell: (link) => (
      <TextLink className="number" href={`/admin/links/${link.code}`}>
        {link.code}
      </TextLink>
    ),
  },
  { key: "kind", title: "Kind", cell: ({ medium }) => MEDIUM_WORDS[medium], className: "md:whitespace-nowrap" },
  { key: "from", title: "From", cell: ({ a }) => <End end={a} /> },
  { key: "to", title: "To", cell: ({ b }) => <End end={b} /> },
  { key: "encapsulation", title: "Encapsulation", cell: (link) => <Encapsulation link={link} /> },
  { key: "overhead", title: "Overhead", align: "right", cell: ({ encapsulation }) => figure(encapsulation.overhead) },
  { key: "mtu", title: "MTU", align: "right", cell: ({ mtu }) => figure(mtu) },
  { key: "room", title: "Room", align: "right", cell: ({ room }) => <Room octets={room} /> },
  { key: "cost", title: "Cost", align: "right", cell: ({ cost }) => figure(cost) },
  {
    key: "latency",
    title: "Latency, ms",
    align: "right",
    cell: ({ latencyMicros }) => figure(msColumnText(latencyMicros)),
  },
];

/** Links with what limits them and how they fare. */
export function LinkTable({ links, agents }: { links: readonly LinkView[]; agents: Agents }) {
  const columns: readonly Column<LinkView>[] = [
    ...COLUMNS,
    { key: "health", title: "Health", cell: (link) => <LinkHealth link={link} agents={agents} /> },
    { key: "since", title: "Since", cell: ({ healthSince }) => <Since at={healthSince} /> },
    { key: "state", title: "State", cell: ({ state }) => <LinkState state={state} /> },
  ];
  return <DataTable caption="Links" rows={links} columns={columns} rowKey={(link) => link.id} />;
}

/** Octets that are left for a client; a link that leaves less than Ethernet's own limit says so. */
function Room({ octets }: { octets: number }) {
  if (octets >= CLIENT_PAYLOAD_OCTETS) return figure(octets);
  return (
    <Mark shape="degraded">
      <span className="number">{octets}</span> limits clients
    </Mark>
  );
}

function End({ end: { switchCode, datacenterCode } }: { end: LinkEndView }) {
  return (
    <span className="whitespace-nowrap">
      {datacenterCode}, <span className="number">{switchCode}</span>
    </span>
  );
}

function Encapsulation({ link: { encapsulation, change } }: { link: LinkView }) {
  return (
    <>
      {encapsulation.name}
      {change === null || change.stage === "done" ? null : (
        <span className="block text-xs">
          <Mark shape="pending">changing to {change.to}</Mark>
        </span>
      )}
    </>
  );
}

function Since({ at }: { at: number | null }) {
  return at === null ? <span className="text-ink-3">unknown</span> : <Time at={at} />;
}

function figure(value: number | string) {
  return <span className="number">{value}</span>;
}
