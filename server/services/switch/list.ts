import type { ServiceContext } from "../context";
import { operatorOf } from "../scope";
import { switchViews } from "./rows";
import type { SwitchView } from "./view";

/** All switches; for operators. */
export async function listSwitches({ ctx }: { ctx: ServiceContext }): Promise<SwitchView[]> {
  operatorOf(ctx);
  return switchViews(ctx, undefined);
}
