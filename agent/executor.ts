/** Where a command runs: this kernel, a namespace of it, or the lab's kernel. The planner knows none of this. */
export interface Executor {
  /** In words for people and for the join: "this kernel 6.12", "User-Mode Linux 6.1.176". */
  readonly kernel: string;
  /** What this kernel's own names of namespaces begin with, where they differ from those that calls name; else absent. */
  readonly namespacePrefix?: string;
  /** Runs one command to its end. Never a shell: `argv[0]` is a program, the rest are its arguments as they are. */
  run(argv: readonly string[], options?: RunOptions): Promise<RunResult>;
  /** Starts a command that goes on; output arrives as it is made. */
  stream(argv: readonly string[], options: StreamOptions): Promise<StreamHandle>;
}

export interface RunOptions {
  /** Standard input, whole. */
  stdin?: string;
  /** A network namespace other than the executor's own (the lab's racks); null: the kernel's first one. */
  namespace?: string | null;
  /** Ends the command after so many ms; default 30,000. */
  timeoutMs?: number;
}

export interface RunResult {
  /** Exit status; 128 + signal when a signal ended it. */
  status: number;
  stdout: string;
  stderr: string;
}

export interface StreamOptions {
  namespace?: string | null;
  onStdout(chunk: Buffer): void;
  onStderr?(chunk: Buffer): void;
  onEnd(status: number): void;
}

export interface StreamHandle {
  /** Asks the command to end (SIGTERM); `onEnd` follows. */
  stop(): void;
}
