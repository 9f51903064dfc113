/** A portal for tests: speaks the agent protocol over HTTP for one switch, and keeps what it was told. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { z } from "zod";
import {
  applyChange,
  type DesiredChange,
  type DesiredParts,
  type DesiredState,
  type FrameWatch,
  hashAfter,
  type JoinRequest,
  joinRequest,
  type MapEntry,
  partsLeaving,
  type ReportRequest,
  reportRequest,
  type SeenFrame,
  type Task,
  type WatchReply,
  watchRequest,
} from "@/agent/protocol";

/** A watch without news is answered after so long, so that a test never waits for one. */
const HOLD_MS = 2_000;
const address = z.object({ port: z.number() });

export class FakePortal {
  readonly reports: ReportRequest[] = [];
  readonly joins: JoinRequest[] = [];
  /** Watches that asked for the whole state. */
  wholeStates = 0;
  private readonly changes: DesiredChange[] = [];
  private frames: FrameWatch = { ports: [], forMs: 0 };
  private tasks: Task[] = [];
  private readonly lookers = new Set<() => void>();
  private server: Server | null = null;
  private port = 0;

  constructor(
    private state: DesiredState,
    readonly token = "token-of-the-test",
    private readonly readReport = (body: unknown): ReportRequest => reportRequest.parse(body),
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get desired(): DesiredState {
    return this.state;
  }

  /** Listens; after a `close`, on the same address again. */
  async open(): Promise<void> {
    const server = createServer((request, response) => void this.answer(request, response));
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
    this.port = address.parse(server.address()).port;
    this.server = server;
  }

  /** Goes away, in the middle of whatever is said. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = null;
    server?.closeAllConnections();
    await new Promise((resolve) => (server === null ? resolve(null) : server.close(resolve)));
  }

  /** Appends one numbered change of the map. */
  change(entries: readonly MapEntry[], gone: readonly string[] = []): void {
    this.alter({ entries }, { entries: [...gone] });
  }

  /** Appends one numbered change of any parts. */
  alter(set: Partial<DesiredParts>, drop: Partial<DesiredChange["drop"]> = {}): void {
    const { ports = [], links = [], transits = [], entries = [] } = set;
    const change: DesiredChange = {
      number: this.state.number + 1,
      hash: "",
      set: { ports: [...ports], links: [...links], transits: [...transits], entries: [...entries] },
      drop: { ports: [], links: [], transits: [], entries: [], ...drop },
    };
    const hash = hashAfter(this.state.hash, partsLeaving(this.state, change), change.set);
    this.changes.push({ ...change, hash });
    this.state = applyChange(this.state, { ...change, hash });
    this.look();
  }

  /** The changes that are kept say a hash that does not fit; the whole state stays right. */
  misreport(): void {
    for (const change of this.changes) change.hash = "0".repeat(64);
  }

  watch(frames: FrameWatch): void {
    this.frames = frames;
    this.look();
  }

  send(task: Task): void {
    this.tasks.push(task);
    this.look();
  }

  /** The first report from now on that fits. */
  reported(fits: (report: ReportRequest) => boolean, withinMs = 20_000): Promise<ReportRequest> {
    const seen = this.reports.length;
    return this.until(
      () => this.reports.slice(seen).find(fits),
      withinMs,
      () => JSON.stringify(this.reports.at(-1)),
    );
  }

  /** The marked frames that are reported from now on, once there are so many. */
  marked(count: number, withinMs = 20_000): Promise<SeenFrame[]> {
    const seen = this.reports.length;
    const frames = () =>
      this.reports
        .slice(seen)
        .flatMap((report) => report.frames)
        .filter(({ bytes }) => bytes.includes("88b5"));
    return this.until(
      () => (frames().length >= count ? frames() : undefined),
      withinMs,
      () => JSON.stringify(frames()),
    );
  }

  /** The first report from now on whose state is the newest, wholly present, and nothing beside it. */
  settled(withinMs = 20_000): Promise<ReportRequest> {
    const isPresent = ({ entries }: ReportRequest) => entries.every(({ state }) => state === "present");
    return this.reported(
      (report) => report.hash === this.state.hash && isPresent(report) && report.strays.length === 0,
      withinMs,
    );
  }

  /** Resolves with what `find` finds, looked for at each event. */
  until<T>(find: () => T | undefined, withinMs: number, last: () => string | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        this.lookers.delete(look);
        finish();
      };
      const look = () => {
        const found = find();
        if (found !== undefined) settle(() => resolve(found));
      };
      const late = () => settle(() => reject(new Error(`nothing fitted within ${withinMs} ms; last: ${last()}`)));
      const timer = setTimeout(late, withinMs);
      this.lookers.add(look);
      look();
    });
  }

  private look(): void {
    for (const look of [...this.lookers]) look();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    if (request.headers.authorization !== `Bearer ${this.token}`) {
      return reply(response, 401, { code: "agent.unknown", message: "This token belongs to no switch." });
    }
    if (request.url === "/api/agent/join") {
      this.joins.push(joinRequest.parse(body));
      reply(response, 200, { switchCode: "901", datacenterCode: "DC9" });
    } else if (request.url === "/api/agent/watch") {
      reply(response, 200, await this.news(body, response));
    } else {
      this.reports.push(this.readReport(body));
      reply(response, 200, { ok: true });
    }
    this.look();
  }

  private async news(body: unknown, response: ServerResponse): Promise<WatchReply> {
    const { have, watching } = watchRequest.parse(body);
    if (have === null) this.wholeStates += 1;
    const isNews = () => {
      const isWatched = [...watching].sort().join() === [...this.frames.ports].sort().join();
      return have?.hash !== this.state.hash || !isWatched || this.tasks.length > 0 || response.destroyed;
    };
    await this.until(
      () => (isNews() ? true : undefined),
      HOLD_MS,
      () => "",
    ).catch(() => undefined);
    const tasks = this.tasks.splice(0);
    return { desired: this.desiredFor(have), frames: this.frames, tasks };
  }

  private desiredFor(have: { number: number; hash: string } | null): WatchReply["desired"] {
    if (have?.hash === this.state.hash) return { kind: "unchanged" };
    const changes = have === null ? [] : this.changes.filter(({ number }) => number > have.number);
    if (have === null || changes[0]?.number !== have.number + 1) return { kind: "state", state: this.state };
    return { kind: "changes", changes };
  }
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
