import { ArrowRight } from "lucide-react";
import type { StackTag } from "@/server/domain/tag-stack";
import type { LinkView, PathEndView, PseudowirePathView, PseudowireView } from "@/server/services/link/view";
import type { AgentView } from "@/server/services/switch/view";
import { TagChip } from "../tag/tag-chip";
import { type Column, DataTable } from "../ui/data-table";
import { TextLink } from "../ui/text-link";
import { PathEnd } from "./health-mark";
import { Lasting } from "./lasting";
import { msColumnText, pseudowireName } from "./link-words";
import { tag3Format } from "./tag-format";
import { type Agents, isSilent } from "./use-fabric";

interface PathTableProps {
  readonly pseudowire: PseudowireView;
  readonly links: readonly LinkView[];
  readonly agents: Agents;
  /** A link whose paths stand out. */
  readonly over?: string;
}

interface Ranked extends PseudowirePathView {
  readonly rank: number;
}

/** The paths of one pseudowire, best first. */
export function PathTable({ pseudowire, links, agents, over }: PathTableProps) {
  const { a, b, paths } = pseudowire;
  const rows = paths.map((path, index) => ({ ...path, rank: index + 1 }));
  const columns: readonly Column<Ranked>[] = [
    { key: "rank", title: "Rank", heads: true, className: "md:min-w-14", cell: rankText },
    { key: "links", title: "Links", cell: ({ linkCodes }) => <LinkCodes codes={linkCodes} over={over} /> },
    { key: "through", title: "Through", cell: ({ via }) => through(via) },
    { key: "cost", title: "Cost", align: "right", cell: ({ cost }) => <span className="number">{cost}</span> },
    {
      key: "latency",
      title: "Latency, ms",
      align: "right",
      cell: ({ latencyMicros }) => <span className="number">{msColumnText(latencyMicros)}</span>,
    },
    {
      key: "toA",
      title: `To ${a.datacenterCode}`,
      cell: ({ tagToA, linkCodes }) => <Tag3 value={tagToA} format={tag3Format(links, linkCodes.at(-1))} />,
    },
    {
      key: "toB",
      title: `To ${b.datacenterCode}`,
      cell: ({ tagToB, linkCodes }) => <Tag3 value={tagToB} format={tag3Format(links, linkCodes[0])} />,
    },
    {
      key: "atA",
      title: `At ${a.datacenterCode}`,
      cell: ({ atA }) => <AtEnd end={atA} agent={agents.get(a.switchCode)} />,
    },
    {
      key: "atB",
      title: `At ${b.datacenterCode}`,
      cell: ({ atB }) => <AtEnd end={atB} agent={agents.get(b.switchCode)} />,
    },
  ];
  return (
    <DataTable
      caption={`Paths of ${pseudowireName(pseudowire)}`}
      rows={rows}
      columns={columns}
      rowKey={(path) => path.id}
    />
  );
}

function rankText({ rank }: Ranked) {
  return (
    <span>
      <span className="md:hidden">Path </span>
      <span className="number">{rank}</span>
    </span>
  );
}

function LinkCodes({ codes, over }: { codes: readonly string[]; over?: string }) {
  return (
    <span className="inline-flex flex-wrap gap-x-2">
      {codes.map((code) =>
        code === over ? (
          <strong key={code} className="number font-semibold">
            {code}
          </strong>
        ) : (
          <TextLink key={code} className="number" href={`/admin/links/${code}`}>
            {code}
          </TextLink>
        ),
      )}
    </span>
  );
}

function through(via: readonly string[]) {
  return via.length === 0 ? <span className="text-ink-3">directly</span> : via.join(", ");
}

function Tag3({ value, format }: Pick<StackTag, "value" | "format">) {
  return <TagChip tag={{ kind: "datacenter", value, format }} />;
}

function AtEnd({ end, agent }: { end: PathEndView; agent: AgentView | undefined }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3">
      <PathEnd end={end} agent={agent} />
      {end.since === null || isSilent(agent) ? null : (
        <span className="text-xs text-ink-3">
          <Lasting since={end.since} />
        </span>
      )}
      {end.active ? (
        <span className="inline-flex items-center gap-1 font-medium whitespace-nowrap">
          <ArrowRight aria-hidden className="size-3.5" /> {isSilent(agent) ? "was in use" : "in use"}
        </span>
      ) : null}
    </span>
  );
}
