/** The loop that makes a switch's machines what is desired and keeps them so: look, compare, act, look again. */
import type { Clock } from "../clock";
import type { FarEnd } from "../config";
import type { Executor } from "../executor";
import { OWNER_ALIAS, portDevice } from "../names";
import type { DesiredPort, MachineReport, PortNumber, ReportRequest } from "../protocol";
import { Wakeup } from "../wakeup";
import { applyMachine } from "./apply-machine";
import { isMarked, type MachinesPlan, planMachines } from "./machine-plan";
import { identityOf, type MachinesReading, readMachines } from "./read-machines";
import { MACHINE_DEVICE, type WantedMachine, wantedMachines } from "./wanted-machine";

/** Machines are looked at so often, ms; what nobody touches stays. */
const LOOK_MS = 5_000;
/** So many acts in a row may fail to make them as they must be; further ones wait for the next look. */
const ROUNDS = 3;

export interface KeeperEvents {
  /** A machine's state is another. */
  changed(): void;
  /** Runs an action while the switch is neither read nor written, and lets it be read anew: cables come and go. */
  aside(action: () => Promise<void>): Promise<void>;
  /** A sentence for the operator. */
  note(sentence: string): void;
}

type StrayObject = ReportRequest["strays"][number];
type Verdict = Pick<MachineReport, "state" | "detail">;
const MAKING: Verdict = { state: "making", detail: null };

export class MachineKeeper {
  private wanted: readonly WantedMachine[] | null = null;
  private isConfirmed = false;
  private readonly news = new Wakeup();
  private mark: string | null = null;
  /** Namespaces of ours at the last look; null before the first, which looks at all. */
  private ours: ReadonlySet<string> | null = null;
  private verdicts: ReadonlyMap<PortNumber, Verdict> = new Map();
  private lastNote = "";

  constructor(
    private readonly executor: Executor,
    private readonly clock: Clock,
    private readonly events: KeeperEvents,
  ) {}

  /** The machines that are to be from now on. What a memory of the desired state lacks is not removed until it is confirmed. */
  desire(ports: readonly DesiredPort[]): void {
    const wanted = wantedMachines(ports);
    if (JSON.stringify(wanted) === JSON.stringify(this.wanted)) return;
    const same = new Set(this.wanted?.map((machine) => JSON.stringify(machine)));
    const kept = wanted.filter((machine) => same.has(JSON.stringify(machine))).map(({ port }) => port);
    this.verdicts = new Map([...this.verdicts].filter(([port]) => kept.includes(port)));
    this.wanted = wanted;
    this.news.ring();
  }

  /** What is desired here is what the portal desires. */
  confirm(): void {
    if (this.isConfirmed) return;
    this.isConfirmed = true;
    this.news.ring();
  }

  /** The switch was read and has these devices: a machine whose cable is gone is looked at now. */
  cablesSeen(devices: ReadonlySet<string>): void {
    const isGone = (port: PortNumber) => !devices.has(portDevice(port));
    if ([...this.verdicts].some(([port, { state }]) => state === "running" && isGone(port))) this.news.ring();
  }

  get reports(): MachineReport[] {
    return (this.wanted ?? []).map(({ port }) => ({ port, ...(this.verdicts.get(port) ?? MAKING) }));
  }

  /** Machines of ours that nothing asks for and that are still there. */
  get strays(): StrayObject[] {
    const names = new Set((this.wanted ?? []).map(({ namespace }) => namespace));
    return [...(this.ours ?? [])].filter((name) => !names.has(name)).map((name) => ({ what: `machine ${name}` }));
  }

  /** Where frames can be sent from. */
  get farEnds(): FarEnd[] {
    return (this.wanted ?? []).map(({ port, namespace }) => ({ port, namespace, device: MACHINE_DEVICE }));
  }

  /** Runs until the signal; leaves the machines as they are then. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.news.clear();
      const { wanted } = this;
      if (wanted !== null) await this.keep(wanted).catch((error: unknown) => this.failed(error));
      await this.pause(signal);
    }
  }

  /** Where there is nothing to keep nobody looks. */
  private async pause(signal: AbortSignal): Promise<void> {
    const isIdle = this.ours?.size === 0 && this.wanted?.length === 0;
    if (this.wanted === null || isIdle) return this.news.heard(signal);
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    await Promise.race([this.clock.sleep(LOOK_MS, either), this.news.heard(either)]);
    over.abort();
  }

  private async keep(wanted: readonly WantedMachine[]): Promise<void> {
    for (let round = 1; ; round += 1) {
      const plan = await this.look(wanted);
      const refusals = await this.act(plan);
      const isDone = plan.works.length + plan.removals.length === 0;
      this.judge(wanted, plan, refusals, round >= ROUNDS);
      if (isDone || round >= ROUNDS) return;
    }
  }

  private async look(wanted: readonly WantedMachine[]): Promise<MachinesPlan> {
    this.mark ??= `${OWNER_ALIAS}/${await identityOf(this.executor)}`;
    const { mark, ours } = this;
    const names = new Set(wanted.map(({ namespace }) => namespace));
    const reading = await readMachines(this.executor, (name) => ours === null || ours.has(name) || names.has(name));
    this.ours = marked(reading, mark);
    const { namespacePrefix: prefix = "" } = this.executor;
    return planMachines(wanted, reading, { mark, prefix, mayRemove: this.isConfirmed });
  }

  /** Gives what the kernel refused, by port. */
  private async act({ removals, works }: MachinesPlan): Promise<ReadonlyMap<PortNumber, string>> {
    if (removals.length > 0) await this.events.aside(() => this.remove(removals));
    const refusals = new Map<PortNumber, string>();
    for (const work of works) {
      const refusal = await applyMachine(this.executor, work);
      if (refusal !== null) refusals.set(work.port, refusal);
    }
    if (works.some(({ commands }) => commands.some(({ place }) => place === "switch"))) {
      await this.events.aside(() => Promise.resolve());
    }
    return refusals;
  }

  private async remove(removals: MachinesPlan["removals"]): Promise<void> {
    for (const work of removals) {
      const refusal = await applyMachine(this.executor, work);
      if (refusal !== null) this.note(`The machine ${work.namespace} could not be removed: ${refusal}`);
    }
  }

  /** Running is what needed nothing; what was just acted upon is judged by the next look. */
  private judge(
    wanted: readonly WantedMachine[],
    plan: MachinesPlan,
    refusals: ReadonlyMap<PortNumber, string>,
    isLast: boolean,
  ): void {
    const before = JSON.stringify(this.reports);
    const open = new Set(plan.works.map(({ port }) => port));
    const verdictOf = ({ port }: WantedMachine): Verdict => {
      const fault = plan.faults.get(port);
      if (fault !== undefined) return { state: "failed", detail: fault };
      if (!open.has(port)) return { state: "running", detail: null };
      if (!isLast) return MAKING;
      return {
        state: "failed",
        detail: refusals.get(port) ?? "it does not stay as it is made: see who else changes it",
      };
    };
    if (wanted !== this.wanted) return;
    this.verdicts = new Map(wanted.map((machine) => [machine.port, verdictOf(machine)]));
    if (JSON.stringify(this.reports) !== before) this.events.changed();
  }

  private failed(error: unknown): void {
    this.note(`The machines could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }

  /** What stays is said once. */
  private note(sentence: string): void {
    if (sentence !== this.lastNote) this.events.note(sentence);
    this.lastNote = sentence;
  }
}

function marked({ machines }: MachinesReading, mark: string): Set<string> {
  return new Set([...machines].filter(([, found]) => isMarked(found, mark)).map(([name]) => name));
}
