import { namespaceProvider } from "./namespace-provider";
import type { MachineProvider } from "./provider";

/** Every provider there is; the first makes what nobody asked another one for. */
const PROVIDERS: readonly [MachineProvider, ...MachineProvider[]] = [namespaceProvider];

export const DEFAULT_PROVIDER = PROVIDERS[0];

/** The provider that made a machine. */
export function providerOf({ provider }: { readonly provider: string }): MachineProvider {
  const found = PROVIDERS.find(({ name }) => name === provider);
  if (found === undefined) throw new Error(`no provider is named ${provider}`);
  return found;
}
