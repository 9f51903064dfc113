import { linkWords } from "@/server/domain/map-words";
import type { LinkRequestView } from "@/server/services/request/view";
import { extensionName } from "../extension/extension-name";
import { type Column, DataTable } from "../ui/data-table";
import { TextLink } from "../ui/text-link";
import { Time } from "../ui/time";
import { RequestMark } from "./request-mark";

interface RequestTableProps {
  readonly requests: readonly LinkRequestView[];
  /** Where a row leads: the operator's decision, or the requester's extension. */
  readonly operator: boolean;
}

/** Requests across datacenters, newest first. */
export function RequestTable({ requests, operator }: RequestTableProps) {
  const columns: readonly Column<LinkRequestView>[] = [
    {
      key: "what",
      title: "Extension",
      heads: true,
      cell: (request) => (
        <TextLink href={operator ? `/admin/requests/${request.id}` : `/extensions/${request.extension.id}`}>
          {extensionName(request.extension)}
        </TextLink>
      ),
    },
    { key: "state", title: "State", cell: (request) => <RequestMark state={request.state} /> },
    ...(operator ? [TENANT] : []),
    { key: "way", title: "Way", cell: ({ way }) => `${way.from} to ${way.to}, ${linkWords(way.linkCodes)}` },
    { key: "by", title: "Requested by", cell: (request) => request.requestedBy },
    { key: "at", title: "Requested", cell: (request) => <Time at={request.createdAt} /> },
    { key: "decided", title: "Decision", cell: decision, className: "max-w-80" },
  ];
  const newest = requests.toSorted((a, b) => b.createdAt - a.createdAt);
  return <DataTable caption="Requests" rows={newest} columns={columns} rowKey={(request) => request.id} />;
}

const TENANT: Column<LinkRequestView> = {
  key: "tenant",
  title: "Tenant",
  cell: (request) => request.extension.tenant.name,
};

function decision(request: LinkRequestView) {
  if (request.decidedAt === null) return <span className="text-ink-3">none yet</span>;
  return (
    <span>
      {request.decidedBy} <Time at={request.decidedAt} />
      {request.reason ? <span className="block text-ink-2">{request.reason}</span> : null}
    </span>
  );
}
