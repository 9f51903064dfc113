import {
  applyChange,
  type DesiredState,
  type Direction,
  desiredHash,
  type EntryHits,
  type EntryState,
  joinReply,
  NOTHING_DESIRED,
  PROTOCOL_VERSION,
  type ProbeRound,
  type ProbeTask,
  type ReportRequest,
  reportReply,
  type SeenFrame,
  type WatchReply,
} from "@/agent/protocol";
import { counterKey } from "../../live/store";
import type { TestFabric } from "../map/test-fabric";
import { tokenOf } from "../map/test-fabric";
import { joinDoor, reportDoor } from "./doors";
import { watchDesired } from "./watch";

const EMPTY: DesiredState = {
  ...{ number: 0, hash: desiredHash(NOTHING_DESIRED) },
  ...{ ports: [], links: [], transits: [], entries: [] },
};

/** What a simulated kernel says that is not so. */
interface Oddities {
  /** Entries that the kernel does not hold. */
  readonly lost?: readonly string[];
  readonly strays?: readonly string[];
  /** Ports at which it captures, and frames that it saw there. */
  readonly capturing?: readonly number[];
  readonly frames?: readonly SeenFrame[];
  /** What rules and limits met. */
  readonly hits?: readonly EntryHits[];
  readonly alarms?: ReportRequest["alarms"];
  /** Addresses that it has learned. */
  readonly macs?: ReportRequest["macs"];
  /** Rounds of probes that ended, and outcomes of tasks. */
  readonly probes?: ReportRequest["probes"];
  readonly tasks?: ReportRequest["tasks"];
  /** Machines that do not simply run as desired. */
  readonly machines?: ReportRequest["machines"];
}

/** What becomes of the probes of a task; a sentence when they cannot be sent. */
export type ProbeFate = Pick<ProbeRound, "arrived" | "returned" | "roundTrip"> | string;

function running(port: ReportRequest["machines"][number]["port"]) {
  return { port, state: "running" as const, detail: null };
}

/** An agent without a kernel: it follows the feed as the real one does and reports everything as present. */
export function simulateAgent(fabric: TestFabric, site: { switchId: string; switchCode: string }) {
  const { switchId, switchCode } = site;
  const token = tokenOf(switchCode);
  const ctx = { ...fabric.system, actor: { kind: "agent", switchId, name: `agent of switch ${switchCode}` } } as const;
  const counted = new Map<string, { key: string; direction: Direction; frames: number }>();
  let state: DesiredState | null = null;

  function follow({ desired }: WatchReply): WatchReply["desired"]["kind"] {
    if (desired.kind === "state") state = desired.state;
    if (desired.kind === "changes") state = desired.changes.reduce(applyChange, state ?? EMPTY);
    if (state !== null && desiredHash(state) !== state.hash)
      throw new Error(`state ${state.number} does not fit its hash`);
    return desired.kind;
  }

  /** Follows the feed until there are probes to send. */
  async function nextProbes(): Promise<ProbeTask[]> {
    const have = state === null ? null : { number: state.number, hash: state.hash };
    const reply = await watchDesired({ ctx, input: { have, watching: [] }, signal: new AbortController().signal });
    follow(reply);
    const asked = reply.tasks.filter((task) => task.kind === "probe");
    return asked.length > 0 ? asked : nextProbes();
  }

  return {
    get state(): DesiredState {
      return state ?? EMPTY;
    },
    /** Asks once for what is desired and takes it over; says how it was told. */
    async catchUp(): Promise<WatchReply["desired"]["kind"]> {
      const have = state === null ? null : { number: state.number, hash: state.hash };
      const input = { have, watching: [] };
      return follow(await watchDesired({ ctx, input, signal: new AbortController().signal, holdMs: 0 }));
    },
    follow,
    /** Waits for tasks, and reports at once what becomes of their probes. @returns the tasks */
    async answerProbes(fateOf: (task: ProbeTask) => ProbeFate): Promise<ProbeTask[]> {
      const asked = await nextProbes();
      const fates = asked.map((task) => ({ task, fate: fateOf(task) }));
      await this.report({
        probes: fates.flatMap(({ task: { id, count }, fate }) =>
          typeof fate === "string" ? [] : [{ id, at: fabric.clock.now, sent: count, ...fate }],
        ),
        tasks: fates.map(({ task: { id }, fate }) => ({ id, error: typeof fate === "string" ? fate : null })),
      });
      return asked;
    },
    async join(mac: string) {
      const interfaces = [{ port: 31, name: "l-31", mac, mtu: 9100 }];
      const body = { protocol: PROTOCOL_VERSION, kernel: "a simulated kernel", interfaces };
      return joinReply.parse(await (await fabric.callDoor(joinDoor, body, { token })).json());
    },
    /** Frames pass the rule of an entry. */
    count(key: string, direction: Direction, frames = 1): void {
      const name = counterKey({ key, direction });
      counted.set(name, { key, direction, frames: frames + (counted.get(name)?.frames ?? 0) });
    },
    async report({
      lost = [],
      strays = [],
      capturing = [],
      frames = [],
      hits = [],
      alarms = [],
      macs = [],
      probes = [],
      tasks = [],
      machines = [],
    }: Oddities = {}): Promise<void> {
      const { number, hash, entries, ports } = state ?? EMPTY;
      const made = ports
        .filter((port) => "machine" in port && port.machine !== undefined)
        .map((port) => machines.find((one) => one.port === port.number) ?? running(port.number));
      const held = entries.map(
        ({ key }): EntryState =>
          lost.includes(key) ? { key, state: "missing", detail: "no rule" } : { key, state: "present" },
      );
      const body = {
        ...{ number, hash, readBackAgeMs: 0, entries: held, strays: strays.map((what) => ({ what })) },
        counters: [...counted.values()].map((counter) => ({ ...counter, bytes: counter.frames * 64 })),
        ...{
          drops: [],
          macs,
          hits,
          alarms,
          frames,
          framesLeftOut: 0,
          capturing,
          probes,
          tasks,
          notes: [],
          machines: made,
        },
      };
      const response = await fabric.callDoor(reportDoor, body, { token });
      reportReply.parse(await response.json());
    },
  };
}

export type SimulatedAgent = ReturnType<typeof simulateAgent>;
