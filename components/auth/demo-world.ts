import type { DemoAccount } from "./demo-accounts";

const PASSWORD = "dovetail-demo";

/** The accounts that the seed makes in a demo world, and nowhere else. */
export const DEMO_WORLD: readonly DemoAccount[] = [
  { email: "ada@aspen.example", password: PASSWORD, note: "tenant, rack 102A" },
  { email: "ben@birch.example", password: PASSWORD, note: "tenant, rack 102B" },
  { email: "cleo@cedar.example", password: PASSWORD, note: "tenant, racks 202 and 102C" },
  { email: "admin@dovetail.example", password: PASSWORD, note: "operator" },
];
