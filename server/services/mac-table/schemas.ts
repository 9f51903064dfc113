import { z } from "zod";

export const vlanMacsInput = z.object({ vlanId: z.string().min(1) });
export type VlanMacsInput = z.infer<typeof vlanMacsInput>;
