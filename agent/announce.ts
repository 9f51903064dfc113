/** Tells the portal which interfaces the switch has: at each join, and again when they change. */
import type { Logger } from "pino";
import type { Portal } from "./portal";
import { type JoinRequest, PROTOCOL_VERSION } from "./protocol";

type Interfaces = JoinRequest["interfaces"];

export class Announcer {
  /** What was told last, as text; null before the first join. */
  private told: string | null = null;

  constructor(
    private readonly portal: Portal,
    private readonly kernel: string,
    private readonly log: Logger,
  ) {}

  async join(interfaces: Interfaces, signal: AbortSignal): Promise<void> {
    const reply = await this.portal.join({ protocol: PROTOCOL_VERSION, kernel: this.kernel, interfaces }, signal);
    this.told = JSON.stringify(interfaces);
    this.log.info({ switchCode: reply.switchCode, datacenterCode: reply.datacenterCode }, "joined");
  }

  /** Joins again when the interfaces are others than those told; a far end's MAC is learned this way. */
  async update(interfaces: Interfaces, signal: AbortSignal): Promise<void> {
    const before = this.told;
    if (before === null || before === JSON.stringify(interfaces)) return;
    this.told = null;
    await this.join(interfaces, signal).catch((error: unknown) => {
      this.told = before;
      this.log.warn({ reason: error instanceof Error ? error.message : String(error) }, "interfaces not told yet");
    });
  }
}
