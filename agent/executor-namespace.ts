import type { Executor } from "./executor";

/** The same executor with `namespace` as its own: it holds wherever a call names no other. */
export function inNamespace(executor: Executor, namespace: string): Executor {
  return {
    kernel: executor.kernel,
    run: (argv, options) => executor.run(argv, { ...options, namespace: options?.namespace ?? namespace }),
    stream: (argv, options) => executor.stream(argv, { ...options, namespace: options.namespace ?? namespace }),
  };
}
