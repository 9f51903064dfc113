import type { Direction, EntryCounter } from "@/agent/protocol";
import { type Case, exactly, type Figure } from "./case";
import { frameHex, markedContent, marker } from "./frame";
import { type AbuseStage, CLIENT_MAC, RESOURCE_MAC, TENANT_A, taggedEntries } from "./stage";

const MARK = marker(0xc0);
/** Octets on the wire with the client's tag, without FCS: 64, 512 and 1,522 with it. */
const SIZES = [60, 508, 1518] as const;
const FRAMES = { full: 10_000, short: 500 } as const;
const REPORTED_WITHIN_MS = 20_000;

/** Exactly so many frames of known sizes, in at one port and out at another, before and after a rule was made anew. */
export const COUNTERS: Case = {
  name: "counters",
  title: "Exactly N frames of known sizes: frames and octets that are shown are those on the wire, and never fall",
  async run(stage, size) {
    await stage.desire(taggedEntries(TENANT_A));
    const count = FRAMES[size] * SIZES.length;
    const octets = FRAMES[size] * SIZES.reduce((sum, one) => sum + one, 0);
    const watched = watchBackwards(stage);
    const before = await countsOf(stage);
    await send(stage, count);
    const first = await figures(stage, "sent", before, { frames: count, bytes: octets });
    await remake(stage);
    await send(stage, count);
    const twice = { frames: 2 * count, bytes: 2 * octets };
    const second = await figures(stage, "sent, rule made anew, sent again", before, twice);
    return [...first, ...second, exactly("reports in which a counter went back", watched(), 0)];
  },
};

async function send(stage: AbuseStage, count: number): Promise<void> {
  const client = await stage.blast(TENANT_A.client);
  const tags = [{ type: "8100", id: TENANT_A.vlan }];
  const templates = SIZES.map((octets) =>
    frameHex({ to: RESOURCE_MAC, from: CLIENT_MAC, tags, content: markedContent(MARK), octets }),
  );
  await client.send({ device: "eth0", templates, count, marker: MARK });
}

/** Somebody deletes a rule by hand; the agent puts it back, and the kernel counts from zero. */
async function remake({ agent }: AbuseStage): Promise<void> {
  const device = `p-${TENANT_A.clientPort}`;
  const argv = ["tc", "filter", "del", "dev", device, "ingress", "prio", "10", "protocol", "802.1Q"];
  const deleted = await agent.kernel.run(argv);
  if (deleted.status !== 0) throw new Error(`no rule to delete on ${device}: ${deleted.stderr.trim()}`);
  await agent.portal.reported(({ notes }) => notes.some((note) => note.startsWith("Repaired")));
  await agent.portal.settled();
}

const PLACES = [
  ["in", TENANT_A.clientPort],
  ["out", TENANT_A.resourcePort],
] as const;

type Counted = Pick<EntryCounter, "frames" | "bytes">;

/** What both places have counted: another case may have used them before. */
async function countsOf({ agent }: AbuseStage): Promise<Map<Direction, Counted>> {
  await agent.portal.reported(() => true);
  const { counters } = await agent.portal.reported(() => true);
  return new Map(
    PLACES.map(([direction, port]) => {
      const counter = counterOf(counters, `${port}/${TENANT_A.vlan}`, direction);
      return [direction, counter ?? { frames: 0, bytes: 0 }];
    }),
  );
}

async function figures(
  stage: AbuseStage,
  when: string,
  before: ReadonlyMap<Direction, Counted>,
  sent: Counted,
): Promise<Figure[]> {
  const seen = await Promise.all(
    PLACES.map(async ([direction, port]) => {
      const start = before.get(direction) ?? { frames: 0, bytes: 0 };
      const key = `${port}/${TENANT_A.vlan}`;
      const { frames, bytes } = await reported(stage, key, direction, start.frames + sent.frames);
      return [
        exactly(`${when}: frames ${direction} at port ${port}`, frames - start.frames, sent.frames),
        exactly(`${when}: octets ${direction} at port ${port}`, bytes - start.bytes, sent.bytes),
      ];
    }),
  );
  return seen.flat();
}

/** The counter as reported once it has reached `frames`; what it is then, if it never does. */
async function reported(
  { agent }: AbuseStage,
  key: string,
  direction: Direction,
  frames: number,
): Promise<EntryCounter> {
  const newest = () => counterOf(agent.portal.reports.at(-1)?.counters ?? [], key, direction);
  const reached = () => {
    const counter = newest();
    return counter !== undefined && counter.frames >= frames ? counter : undefined;
  };
  const found = await agent.portal.until(reached, REPORTED_WITHIN_MS, () => "").catch(newest);
  if (found === undefined) throw new Error(`the agent reports no counter ${direction} ${key}`);
  return found;
}

function counterOf(counters: readonly EntryCounter[], key: string, direction: Direction): EntryCounter | undefined {
  return counters.find((one) => one.key === key && one.direction === direction);
}

/** Counts, over all reports from now on, those in which some counter is lower than in the report before. */
function watchBackwards({ agent }: AbuseStage): () => number {
  const from = agent.portal.reports.length;
  return () => {
    const reports = agent.portal.reports.slice(from);
    return reports.filter(({ counters }, index) =>
      (reports[index - 1]?.counters ?? []).some((before) => {
        const now = counterOf(counters, before.key, before.direction);
        return now !== undefined && (now.frames < before.frames || now.bytes < before.bytes);
      }),
    ).length;
  };
}
