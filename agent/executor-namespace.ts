import type { Executor } from "./executor";

/** The same executor with `namespace` as its own: it holds wherever a call names no other. */
export function inNamespace(executor: Executor, namespace: string): Executor {
  return {
    kernel: executor.kernel,
    namespacePrefix: executor.namespacePrefix,
    run: (argv, options) => executor.run(argv, { ...options, namespace: orOwn(options?.namespace, namespace) }),
    stream: (argv, options) => executor.stream(argv, { ...options, namespace: orOwn(options.namespace, namespace) }),
  };
}

/** The namespace that a call names, be it the kernel's first one, else the executor's own. */
export function orOwn<Own extends string | null | undefined>(
  called: string | null | undefined,
  own: Own,
): string | null | Own {
  return called === undefined ? own : called;
}
