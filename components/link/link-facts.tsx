import { CLIENT_PAYLOAD_OCTETS } from "@/server/domain/frame-path";
import type { LinkEndView, LinkView } from "@/server/services/link/view";
import { Mark } from "../state/state-mark";
import { AgentMark } from "../switch/agent-mark";
import { TagChip } from "../tag/tag-chip";
import { Copy } from "../ui/copy";
import { TextLink } from "../ui/text-link";
import { LinkHealth, LinkState } from "./health-mark";
import { Lasting } from "./lasting";
import { MEDIUM_WORDS } from "./link-words";
import { tag4Format } from "./tag-format";
import type { Agents } from "./use-fabric";

/** What is known of a link, in rows for a list of facts. */
export function linkFacts(link: LinkView, agents: Agents) {
  const { a, b, medium, longHaul, encapsulation, mtu, room } = link;
  return [
    ["Code", <Copy key="code" value={link.code} />],
    ["Id", <Copy key="id" value={link.id} />],
    ["Kind", MEDIUM_WORDS[medium]],
    ["From", <End key="a" end={a} agents={agents} />],
    ["To", <End key="b" end={b} agents={agents} />],
    ...(longHaul === null
      ? []
      : ([
          [
            encapsulation.longHaul?.name ?? "Long-haul id",
            <LongHaul key="haul" value={longHaul} kind={encapsulation.kind} />,
          ],
        ] as const)),
    ["Encapsulation", `${encapsulation.name}, ${encapsulation.overhead} octets of overhead`],
    ["MTU", `${mtu} octets ${medium === "line" ? "of layer 2 payload" : "of IP packet"}`],
    ["Room", <RoomFact key="room" octets={room} />],
    [
      "Health",
      <span key="health" className="inline-flex flex-wrap items-baseline gap-x-3">
        <LinkHealth link={link} agents={agents} />
        {link.healthSince === null ? null : (
          <span className="text-ink-2">
            <Lasting since={link.healthSince} />
          </span>
        )}
      </span>,
    ],
    ["State", <LinkState key="state" state={link.state} />],
  ] as const;
}

function RoomFact({ octets }: { octets: number }) {
  const left = `${octets} octets are left for a client that tags its frames`;
  if (octets >= CLIENT_PAYLOAD_OCTETS) return left;
  return (
    <Mark shape="degraded" className="whitespace-normal">
      {left}, fewer than the usual {CLIENT_PAYLOAD_OCTETS}
    </Mark>
  );
}

function End({ end, agents }: { end: LinkEndView; agents: Agents }) {
  const agent = agents.get(end.switchCode);
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      <span>
        <TextLink href={`/admin/switches/${end.switchCode}`}>switch {end.switchCode}</TextLink> port{" "}
        <span className="number">{end.port}</span>, {end.datacenterCode}
      </span>
      {end.address === null ? null : <Copy value={end.address} />}
      {agent ? (
        <span className="text-ink-2">
          <AgentMark agent={agent} />
        </span>
      ) : null}
    </span>
  );
}

function LongHaul({ value, kind }: { value: number; kind: LinkView["encapsulation"]["kind"] }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <TagChip tag={{ kind: "long-haul", value, format: tag4Format(kind) }} />
      <Copy value={String(value)} />
    </span>
  );
}
