import { z } from "zod";
import { readVlanList } from "../../domain/vlan-list";
import { optionalCidrField, optionalNameField } from "../field";

/** Kept as typed: the verb reads it, so that a preview can answer with a sentence instead of an error. */
const vids = z.string().superRefine((text, check) => {
  const read = readVlanList(text);
  if (!read.ok) check.addIssue({ code: "custom", message: read.problem });
});

export const declareVlansInput = z
  .object({
    rackId: z.string().min(1, "Choose a rack."),
    /** "10,20,100-105", "untagged". */
    vids,
    name: optionalNameField,
    cidr: optionalCidrField,
  })
  .refine(({ vids, cidr }) => cidr === null || isOneVlan(vids), {
    path: ["cidr"],
    message: "An IP range belongs to one VLAN. Declare its VLAN alone, or leave the range out.",
  });
export type DeclareVlansInput = z.input<typeof declareVlansInput>;

export const previewVlansInput = z.object({ rackId: z.string().min(1, "Choose a rack."), vids: z.string() });
export type PreviewVlansInput = z.input<typeof previewVlansInput>;

export const listVlansInput = z.object({ rackId: z.string().min(1).optional() }).optional();
export type ListVlansInput = z.input<typeof listVlansInput>;

export const vlanIdInput = z.object({ id: z.string().min(1) });

function isOneVlan(text: string): boolean {
  const read = readVlanList(text);
  return read.ok && read.value.length === 1;
}
