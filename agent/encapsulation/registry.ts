/** Every encapsulation by its name. Pure: whoever predicts frames may import it too. */
import type { LineEncapsulation, LineEnd, ProviderEncapsulation, ProviderEnd } from "../protocol";
import type { Encapsulation, WireForm } from "./encapsulation";
import { mplsGre } from "./mpls-gre";
import { nvgre } from "./nvgre";
import { q } from "./q";
import { vpls } from "./vpls";
import { vxlan } from "./vxlan";

export const ON_LINES: Readonly<Record<LineEncapsulation, Encapsulation<LineEnd>>> = { vpls, q };

export const OVER_PROVIDERS: Readonly<Record<ProviderEncapsulation, Encapsulation<ProviderEnd>>> = {
  vxlan,
  nvgre,
  "mpls-gre": mplsGre,
};

const EACH = { ...ON_LINES, ...OVER_PROVIDERS };

/** How a link's encapsulation is on the wire. */
export function wireOf(name: LineEncapsulation | ProviderEncapsulation): WireForm {
  return EACH[name].wire;
}
