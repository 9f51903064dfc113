import { z } from "zod";

export const switchCodeInput = z.object({ code: z.string().min(1) });
export type SwitchCodeInput = z.infer<typeof switchCodeInput>;
