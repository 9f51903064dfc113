import { linkWords } from "@/server/domain/map-words";
import type { ExtensionView } from "@/server/services/extension/view";
import { ClientVlan } from "../tag/client-vlan";
import { Pair } from "../tag/pair";
import { Copy } from "../ui/copy";
import { TextLink } from "../ui/text-link";
import { Time } from "../ui/time";
import { whereText } from "./where";

/** What an extension joins, in rows for a list of facts. */
export function extensionFacts(extension: ExtensionView) {
  const { rack, vlan, resource, request, linkCodes } = extension;
  return [
    ["Id", <Copy key="id" value={extension.id} />],
    ["Tenant", extension.tenant.name],
    ["Rack", <TextLink key="rack" href={`/racks/${rack.id}`}>{`${rack.name}, ${rack.datacenterCode}`}</TextLink>],
    [
      "VLAN",
      <span key="vlan" className="inline-flex flex-wrap items-center gap-2">
        <ClientVlan vid={vlan.vid} />
        <TextLink href={`/vlans/${vlan.id}`}>rules and addresses</TextLink> {vlan.name}{" "}
        {vlan.cidr ? <span className="number">{vlan.cidr}</span> : null}
      </span>,
    ],
    farFact(resource),
    [
      resource.rackId === null ? "Resource VLAN" : "VLAN there",
      resource.vid === null ? "the same as at the rack" : <ClientVlan key="there" vid={resource.vid} />,
    ],
    ["Pair", <Pair key="pair" {...extension.pair} />],
    [
      "Best path",
      linkCodes.length === 0
        ? whereText(extension)
        : `${linkWords(linkCodes)}, between ${rack.datacenterCode} and ${resource.datacenterCode}`,
    ],
    ["Approval", request === null ? "not needed within one datacenter" : approvalText(request)],
    ["Ordered", <Time key="created" at={extension.createdAt} />],
  ] as const;
}

function farFact({ rackId, name, kind, cloudCode, datacenterCode }: ExtensionView["resource"]) {
  if (rackId === null) return ["Resource", `${name}, ${kind}, cloud ${cloudCode} in ${datacenterCode}`] as const;
  return ["Far rack", <TextLink key="far" href={`/racks/${rackId}`}>{`${name}, ${datacenterCode}`}</TextLink>] as const;
}

function approvalText(request: NonNullable<ExtensionView["request"]>): string {
  const reason = request.reason === null ? "" : `: ${request.reason}`;
  return `${request.state}${reason}`;
}
